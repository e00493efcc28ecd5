"""Boxes of the cycles whose answers are not out yet: those of an older release get theirs, and one
whose private key is lost is noticed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from peewee import ModelSelect

from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.database import database
from survei.response.models import ConfidentialSubmission
from survei.response.sealed_submissions import Sealed, put_in_box, sealed_row
from survei.sealing.private_keys import BoxKeyLost, new_pair, private_key
from survei.traces import clear_files

#: States in which answers lie in the box.
BOXED = (CycleState.OPEN, CycleState.CLOSED)
#: What is sealed of a row.
FACTS = (
    ConfidentialSubmission.ratee,
    ConfidentialSubmission.relation,
    ConfidentialSubmission.version,
    ConfidentialSubmission.answers,
    ConfidentialSubmission.section_scores,
)


def give_boxes() -> int:
    """Seals the answers of cycles that were opened by an older release; how many cycles."""
    without = [cycle.id for cycle in _boxed().where(Cycle.box_key.is_null())]
    for cycle_id in without:
        with database.atomic():
            give_box(cycle_id)
    if without:
        clear_files(["confidential_submission"])
    return len(without)


def give_box(cycle_id: int) -> None:
    """Seals the answers of a cycle that has no box. Part of the caller's transaction."""
    Cycle.update(box_key=new_pair()).where(Cycle.id == cycle_id).execute()
    cycle = Cycle.get_by_id(cycle_id)
    rows = ConfidentialSubmission.select(*FACTS).where(ConfidentialSubmission.cycle == cycle)
    for facts in cast(Iterable[tuple[Any, ...]], rows.tuples()):
        put_in_box(sealed_row(cycle, Sealed(*facts)))
    ConfidentialSubmission.delete().where(ConfidentialSubmission.cycle == cycle).execute()


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
