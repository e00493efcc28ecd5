"""Computing results: the step after which answers and raters cannot be joined, nor it undone.

It has two halves. The first is one transaction: drafts go, and the confidential answers come out of
their box under new keys in random order. The second destroys the key of the box and clears what the
first left in the files, which cannot be part of a transaction; it is owed from the commit on
(`Cycle.cleared_at`), and whoever comes next does it: the same caller, the worker's schedule, the
next step of anybody.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from msgspec import to_builtins

from survei import clock
from survei.audit.choices import Actor
from survei.audit.queries import proven_facts
from survei.audit.services import record
from survei.audit.whole_log import require_whole_log
from survei.cycle.choices import CycleState
from survei.cycle.group_sizes import write_group_sizes
from survei.cycle.models import Cycle
from survei.cycle.queries import cycle as cycle_of
from survei.cycle.queries import cycles_to_clear
from survei.cycle.services import advance_cycle
from survei.database import LONG_SECONDS, database
from survei.evidence.services import drop_drafts
from survei.invitation.reached_groups import write_reached_groups
from survei.jobs.choices import JobKind
from survei.jobs.models import Job
from survei.jobs.services import enqueue
from survei.lifecycle.box_opening import BoxMismatch, note_mismatch, open_checked_box
from survei.lifecycle.unproved_answers import ACCEPTED
from survei.lifecycle.workload import is_computing_long
from survei.purge.holds import require_free
from survei.response.box_proof import OPENED
from survei.response.models import Draft
from survei.response.queries import assignments_in, draft_count
from survei.sealing.private_keys import destroy
from survei.traces import clear_files

log = logging.getLogger(__name__)

#: Tables whose dead rows could be read; a file's content cannot, without its draft.
TABLES = ("sealed_submission", "draft")
#: Seconds that somebody who waits for a page gives to the clearing; the worker gives an hour.
CLEARING_SECONDS = 4.0


@dataclass(frozen=True)
class Computed:
    """What computing did."""

    #: Confidential answers that were taken out of the box.
    answers: int
    #: Drafts that were erased.
    drafts: int


def begin_computing(cycle: Cycle, *, actor: Actor) -> Computed | Job:
    """Computes results and clears the files, or leaves both to the worker where it would take
    long. Raises what `compute_results` raises.
    """
    if cycle.state == CycleState.CLOSED and is_computing_long(cycle.id):
        return enqueue(JobKind.COMPUTE, cycle.id, actor=actor)
    done = compute_results(cycle.id, actor=actor)
    finish_clearing(most_seconds=CLEARING_SECONDS)
    return done


def compute_results(cycle_id: int, *, actor: Actor) -> Computed:
    """Makes the results of a closed cycle computable, for good: drafts are erased, and nothing
    ties a confidential answer to its rater any more.

    One transaction; call `finish_clearing` after it. Raises WrongState unless the cycle is closed,
    DataHeld while a legal hold stands, LogNotWhole, BoxMissing, AnswersRewritten, and BoxMismatch
    or BoxLost, which the log notes for the auditor.
    """
    if cycle_of(cycle_id).state == CycleState.CLOSED:
        require_whole_log("compute", cycle_id, actor=actor)
    try:
        return _compute(cycle_id, actor)
    except BoxMismatch as refusal:
        note_mismatch(cycle_id, refusal, actor=actor)
        raise


def _compute(cycle_id: int, actor: Actor) -> Computed:
    with database.atomic():
        require_free(cycle_id)
        now = clock.now()
        advance_cycle(cycle_id, CycleState.COMPUTED, computed_at=now, cleared_at=None)
        box = open_checked_box(cycle_of(cycle_id))
        done = Computed(box.answers, draft_count(cycle_id))
        erase_drafts(cycle_id)
        write_group_sizes(cycle_id)
        missing = {(one.ratee_id, one.relation): one.missing for one in box.differences}
        write_reached_groups(cycle_id, missing)
        details = {"answers": done.answers, "drafts": done.drafts, "box": to_builtins(box)}
        record(actor, OPENED, "cycle", cycle_id, **details, box_key=cycle_of(cycle_id).box_key)
    return done


def erase_drafts(cycle_id: int) -> None:
    """All drafts of a cycle, with their files. Part of the caller's transaction."""
    assignments = assignments_in(cycle_id)
    Draft.delete().where(Draft.assignment.in_(assignments)).execute()
    drop_drafts(assignments)


# --- the second half -------------------------------------------------------------------------


def finish_clearing(*, most_seconds: float = LONG_SECONDS) -> bool:
    """Clears what computed cycles have left in the files; harmless to repeat. Says whether
    nothing is owed any more.

    Tries for `most_seconds`. Inside somebody's transaction, or while
    others are in the way, it is left to whoever comes next.
    """
    every = cycles_to_clear()
    owed = _opened_among(every)
    if not owed:
        return not every
    if not database.in_transaction() and not _destroy_keys(owed):
        return False
    if database.in_transaction() or not clear_files(TABLES, most_seconds=most_seconds):
        return False
    Cycle.update(cleared_at=clock.now()).where(
        Cycle.id.in_(owed), Cycle.computed_at.is_null(False)
    ).execute()
    return len(owed) == len(every)


def _opened_among(cycle_ids: list[int]) -> list[int]:
    """Of cycles that count as computed, those whose box the audit log tells opened: who owns the
    database could write the others, to have a key destroyed that is still needed, or kept.
    """
    boxed = Cycle.select().where(Cycle.id.in_(cycle_ids), Cycle.box_key.is_null(False))
    untold = {cycle.id for cycle in boxed if not _was_opened(cycle)}
    for cycle_id in sorted(untold):
        log.log(logging.ERROR, "nothing tells that the box of cycle %s was opened", cycle_id)
    return [cycle_id for cycle_id in cycle_ids if cycle_id not in untold]


def _destroy_keys(cycle_ids: list[int]) -> bool:
    """False where a file stays: the log says so, and the next one tries again."""
    for cycle in Cycle.select().where(Cycle.id.in_(cycle_ids), Cycle.box_key.is_null(False)):
        try:
            destroy(cycle.box_key or "")
        except OSError as error:
            said = "the key of the box of cycle %s is still there: %s"
            log.log(logging.ERROR, said, cycle.id, error)
            return False
    return True


def _was_opened(cycle: Cycle) -> bool:
    """Whether the log tells that this box was opened. Lines of an older release do not name the
    key; it must be no other cycle's then.
    """
    said = proven_facts(OPENED, cycle.id)
    if said is None:
        return proven_facts(ACCEPTED, cycle.id) is not None and _is_own(cycle)
    return said["box_key"] == cycle.box_key if "box_key" in said else _is_own(cycle)


def _is_own(cycle: Cycle) -> bool:
    same = (Cycle.box_key == cycle.box_key) & (Cycle.id != cycle.id)
    return not Cycle.select().where(same).exists()
