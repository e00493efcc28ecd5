"""Boxes of the cycles whose answers are not out yet: those of an older release get theirs, with the
receipts of what lies in them, and one whose private key is lost is noticed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast

from peewee import ModelSelect

from survei.audit.choices import SYSTEM
from survei.audit.queries import proven_facts
from survei.audit.services import record
from survei.bulk import update_many
from survei.cycle.choices import CycleState
from survei.cycle.models import Assignment, Cycle
from survei.database import database
from survei.keys import own_keys
from survei.response.box_proof import sent_forms
from survei.response.models import ConfidentialSubmission
from survei.response.sealed_submissions import (
    Sealed,
    box_receipt,
    contents_of,
    put_in_box,
    sealed_row,
)
from survei.sealing.inclusion import read_receipt
from survei.sealing.private_keys import BoxKeyLost, new_pair, private_key
from survei.traces import clear_files

#: Action of the log: forms were given receipts.
RECEIPTS = "box.receipts"
#: States in which answers lie in the box.
BOXED = (CycleState.OPEN, CycleState.CLOSED)
#: (ratee, relation, version).
Subject = tuple[int, str, int]
#: What is sealed of a row.
FACTS = (
    ConfidentialSubmission.ratee,
    ConfidentialSubmission.relation,
    ConfidentialSubmission.version,
    ConfidentialSubmission.answers,
    ConfidentialSubmission.section_scores,
)


def give_boxes() -> int:
    """Seals the answers of cycles that an older release opened, and gives their forms receipts; how
    many cycles were sealed.
    """
    without = [cycle.id for cycle in _boxed().where(Cycle.box_key.is_null())]
    for cycle_id in without:
        with database.atomic():
            give_box(cycle_id)
    if without:
        clear_files(["confidential_submission"])
    for cycle in _boxed():
        if not keeps_receipts(cycle.id) and not box_trouble(cycle):
            with database.atomic():
                give_receipts(cycle.id)
    return len(without)


def give_box(cycle_id: int) -> None:
    """Seals the answers of a cycle that has no box. Part of the caller's transaction."""
    Cycle.update(box_key=new_pair()).where(Cycle.id == cycle_id).execute()
    cycle = Cycle.get_by_id(cycle_id)
    rows = ConfidentialSubmission.select(*FACTS).where(ConfidentialSubmission.cycle == cycle)
    for facts in cast(Iterable[tuple[Any, ...]], rows.tuples()):
        put_in_box(sealed_row(cycle, Sealed(*facts)))
    ConfidentialSubmission.delete().where(ConfidentialSubmission.cycle == cycle).execute()


def keeps_receipts(cycle_id: int) -> bool:
    """Whether every form of a cycle that was sent since its opening has a receipt, so that none is
    given any more: who owns the database could put a box in place of another.
    """
    opening = proven_facts("cycle.open", cycle_id) or {}
    return bool(opening.get("receipts")) or proven_facts(RECEIPTS, cycle_id) is not None


def give_receipts(cycle_id: int) -> None:
    """What lies in the box is taken for sent, where forms have no receipt of this link key: an
    older release kept none, and another key was adopted since. Whose answer is whose is not known,
    so each goes to any form of its group. The log notes it. Part of the caller's transaction.

    Raises BoxKeyLost.
    """
    waiting, known = _forms_without_receipt(cycle_id)
    given = []
    for fingerprint, content in contents_of(Cycle.get_by_id(cycle_id)) if waiting else ():
        about = (content.ratee_id, content.relation, content.version_id) if content else None
        if about and fingerprint not in known and waiting[about]:
            form = waiting[about].pop()
            given.append((box_receipt(form, fingerprint, is_own=False), form))
    update_many(Assignment, ("box_receipt",), given)
    record(SYSTEM, RECEIPTS, "cycle", cycle_id, given=len(given))


def _forms_without_receipt(cycle_id: int) -> tuple[defaultdict[Subject, list[int]], set[str]]:
    """{what it is about: forms that were sent and whose receipt cannot be read}, and the
    fingerprints on those that can.
    """
    waiting: defaultdict[Subject, list[int]] = defaultdict(list)
    known = set()
    for form, ratee, relation, version, stored in sent_forms(cycle_id):
        if receipt := read_receipt(own_keys().link, form, stored):
            known.add(receipt.fingerprint)
        else:
            waiting[ratee, relation, version].append(form)
    return waiting, known


def adopt_receipts() -> None:
    """Receipts under the keys that this process goes by now, of all boxes that can be opened. Part
    of the caller's transaction.
    """
    for cycle in _boxed().where(Cycle.box_key.is_null(False)):
        if not box_trouble(cycle):
            give_receipts(cycle.id)


def lost_boxes() -> list[BoxKeyLost]:
    """What is wrong with the private keys of boxes that are still to be opened. The database may be
    of an older release, put back from a backup.
    """
    if Cycle.box_key.column_name not in {one.name for one in database.get_columns("cycle")}:
        return []
    return [lost for cycle in _boxed() if (lost := box_trouble(cycle))]


def box_trouble(cycle: Cycle) -> BoxKeyLost | None:
    """Why the box of a cycle could not be opened; None when it can, or need not any more."""
    if cycle.state not in BOXED or not cycle.box_key:
        return None
    try:
        private_key(cycle.box_key)
    except BoxKeyLost as lost:
        return lost
    return None


def _boxed() -> ModelSelect[Cycle]:
    query: ModelSelect[Cycle] = Cycle.select().where(Cycle.state.in_(BOXED))
    return query
