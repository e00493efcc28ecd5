"""Boxes of the cycles whose answers are not out yet: those of an older release get theirs, with the
receipts of what lies in them, and one whose private key is lost is noticed.

Which cycles these are the database alone does not say: the key file of a box knows that its forms
have receipts, and where there is no such file the whole log has to tell of an opening without.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast

from peewee import ModelSelect

from survei.audit.choices import SYSTEM
from survei.audit.queries import facts_of, proven_facts
from survei.audit.services import record
from survei.audit.whole_log import LogNotWhole, require_whole_log
from survei.bulk import update_many
from survei.cycle.choices import NOT_YET_OPEN, CycleState
from survei.cycle.models import Assignment, Cycle
from survei.cycle.queries import cycle as cycle_of
from survei.database import database
from survei.errors import SurveiError, WrongState
from survei.keys import own_keys
from survei.response.box_proof import OPENED, sent_forms
from survei.response.models import ConfidentialSubmission
from survei.response.sealed_submissions import (
    Sealed,
    box_receipt,
    contents_of,
    put_in_box,
    sealed_row,
)
from survei.sealing.inclusion import read_receipt
from survei.sealing.private_keys import (
    BoxKeyLost,
    has_receipts,
    is_there,
    new_pair,
    note_receipts,
    private_key,
)
from survei.traces import clear_files

log = logging.getLogger(__name__)

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


class BoxMissing(SurveiError):
    """A cycle that has no box, or one of which nobody knows whether its forms have receipts."""

    message = (
        "Kotak jawaban periode ini belum disiapkan, atau keterangannya hilang dari basis data. "
        "Tidak ada yang dibuka. Jalankan ulang aplikasi di server; bila pesan ini tetap muncul, "
        "pulihkan basis data dari cadangan dan minta auditor memeriksanya."
    )


def require_box(cycle: Cycle) -> None:
    """Raises BoxMissing and BoxKeyLost unless there is a box whose forms have receipts."""
    if not cycle.box_key or not has_receipts(cycle.box_key):
        raise BoxMissing


def reserve_box(cycle_id: int) -> str:
    """The public key of the box that a cycle has from its opening on; its private key is on the
    disk on return. Called before the transaction of the opening: the cycle knows the key before
    there is a file, so an opening that fails or is killed leaves no file that belongs to nobody,
    and the next one takes the same.

    A cycle that is deleted before it was opened leaves its file, and so does whatever an older
    release left: nothing was ever sealed with it, so it opens nothing, while a backup of a later
    moment, which is put back after this one, could need it.

    Raises WrongState when the cycle is open or gone, and BoxKeyLost when the folder takes no file.
    """
    known = cycle_of(cycle_id).box_key
    shared = Cycle.select().where((Cycle.box_key == known) & (Cycle.id != cycle_id))
    if known and is_there(known) and not shared.exists():
        return known

    def note(public: str) -> None:
        is_free = Cycle.state.in_(NOT_YET_OPEN) & (
            (Cycle.box_key == known) if known else Cycle.box_key.is_null()
        )
        reserved = Cycle.update(box_key=public, box_key_copied_at=None)
        if not reserved.where((Cycle.id == cycle_id) & is_free).execute():
            raise WrongState

    return new_pair(note)


def give_boxes() -> int:
    """Seals the answers of cycles that an older release opened, and gives their forms receipts; how
    many cycles were sealed. Nothing is taken as it lies unless the whole log tells that a cycle is
    one of these: who owns the database could have emptied it of keys and receipts.
    """
    older = [cycle for cycle in _boxed() if not box_trouble(cycle) and not _is_ready(cycle)]
    if not older:
        return 0
    try:
        require_whole_log("box", older[0].id, actor=SYSTEM)
    except LogNotWhole as refusal:
        log.log(logging.ERROR, "%s", refusal)
        return 0
    sealed = sum(_settle(cycle) for cycle in older)
    if sealed:
        clear_files(["confidential_submission"])
    return sealed


def _is_ready(cycle: Cycle) -> bool:
    return bool(cycle.box_key) and has_receipts(cycle.box_key or "")


def _settle(cycle: Cycle) -> bool:
    """Whether the answers of a cycle were sealed now. What nobody accounts for stays as it is."""
    opening, given = proven_facts("cycle.open", cycle.id), facts_of(RECEIPTS, cycle.id)
    has_given = given is not None or bool((opening or {}).get("receipts"))
    is_older = opening is not None and not has_given and facts_of(OPENED, cycle.id) is None
    is_bare = not cycle.box_key
    if is_older:
        with database.atomic():
            if is_bare:
                _give_box(cycle.id)
            give_receipts(cycle.id)
    if is_older or (has_given and not is_bare):
        note_receipts(Cycle.get_by_id(cycle.id).box_key or "")
    return is_older and is_bare


def _give_box(cycle_id: int) -> None:
    """Seals the answers of a cycle that has no box. Part of the caller's transaction."""
    Cycle.update(box_key=new_pair()).where(Cycle.id == cycle_id).execute()
    cycle = Cycle.get_by_id(cycle_id)
    rows = ConfidentialSubmission.select(*FACTS).where(ConfidentialSubmission.cycle == cycle)
    for facts in cast(Iterable[tuple[Any, ...]], rows.tuples()):
        put_in_box(sealed_row(cycle, Sealed(*facts)))
    ConfidentialSubmission.delete().where(ConfidentialSubmission.cycle == cycle).execute()


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
