"""The opening of a cycle: people, units, supervisors and tasks as they are at that moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.bulk import insert_many, reserve_ids
from survei.cycle import planning, queries
from survei.cycle.choices import NOT_YET_OPEN, AssignmentState, CycleState
from survei.cycle.kept_draw import keep_draw
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.opening_findings import Counts
from survei.cycle.plan import encode_plan
from survei.cycle.planning import Prepared
from survei.cycle.preflight import require_ready
from survei.cycle.roster import Roster
from survei.cycle.services import advance_cycle
from survei.database import database
from survei.errors import StaleRevision, WrongState
from survei.lifecycle.boxes import reserve_box
from survei.retention.queries import promises

#: Called with (done, total) while a cycle is frozen.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Frozen:
    """What an opening froze."""

    cycle: Cycle
    counts: Counts
    #: Digest of what the raters were drawn from.
    draw: str
    participants: Sequence[int]
    #: In the order of raters, so that a rater's assignments stand together.
    assignments: Sequence[int]


def freeze_cycle(prepared: Prepared, *, progress: Progress | None = None) -> Frozen:
    """Opens a cycle: freezes people, roles, supervisors and versions, and assigns all raters.

    Part of the caller's transaction, which adds links, letters and, last of all, the line of the
    log (`record_opening`), so that nobody else's line waits for them; `prepared` was made before
    it, so that the database is locked for the writing only. Raises CycleNotReady with what
    blocks, StaleRevision when the plan was saved since, WrongState when the cycle is not in
    preparation any more.
    """
    cycle_id = prepared.cycle.id
    with database.atomic():
        prepared = _as_of_now(prepared)
        found, roster = prepared.found, prepared.case.roster
        require_ready(found)
        plan = msgspec.structs.replace(
            queries.plan_of(prepared.cycle), periods=promises(), seed=None
        )
        columns = {"opened_at": clock.now(), "plan": encode_plan(plan)}
        reserve_box(cycle_id)
        advance_cycle(cycle_id, CycleState.OPEN, before=NOT_YET_OPEN, **columns)
        kept = keep_draw(cycle_id, prepared.seed, roster.basis)
        total = found.counts.participants + found.counts.total
        participants = _freeze_people(cycle_id, roster, progress, total)
        assignments = _freeze_tasks(cycle_id, roster, participants, progress, total)
    return Frozen(queries.cycle(cycle_id), found.counts, kept, participants, assignments)


def record_opening(frozen: Frozen, *, actor: Actor) -> None:
    """The line of the log. From here on everybody who writes one waits for the transaction."""
    counts = frozen.counts
    record(
        actor,
        "cycle.open",
        "cycle",
        frozen.cycle.id,
        ratees=counts.ratees,
        raters=counts.raters,
        assignments=counts.total,
        draw=frozen.draw,
        receipts=True,
    )


def _as_of_now(prepared: Prepared) -> Prepared:
    """What was prepared if it still holds; made anew when staff changed meanwhile."""
    cycle = queries.cycle(prepared.cycle.id)
    if cycle.state != prepared.cycle.state:
        raise WrongState()
    if cycle.revision != prepared.cycle.revision:
        raise StaleRevision(editor=queries.last_editor(cycle.id))
    facts = planning.facts_of(cycle)
    return prepared if facts == prepared.facts else planning.prepare(cycle, facts)


PARTICIPANT_COLUMNS = (
    "id",
    "cycle_id",
    "employee_id",
    "supervisor_id",
    "nip",
    "name",
    "email",
    "whatsapp",
    "unit_name",
    "unit_lineage",
    "job_role_id",
    "job_role_name",
    "rank",
)
ASSIGNMENT_COLUMNS = (
    "id",
    "cycle_id",
    "rater_id",
    "ratee_id",
    "relation",
    "version_id",
    "state",
    "decline_note",
)


def _freeze_people(
    cycle_id: int, roster: Roster, progress: Progress | None, total: int
) -> Sequence[int]:
    ids = reserve_ids(Participant, len(roster.members))
    key_of = dict(zip(roster.members, ids, strict=True))
    insert_many(
        Participant,
        PARTICIPANT_COLUMNS,
        _participant_rows(cycle_id, roster, key_of),
        progress=(lambda done: progress(done, total)) if progress else None,
    )
    return ids


def _participant_rows(
    cycle_id: int, roster: Roster, key_of: dict[int, int]
) -> Iterator[tuple[object, ...]]:
    for employee_id, key in key_of.items():
        row = roster.rows[employee_id]
        supervisor = roster.supervisor_of(employee_id, key_of)
        yield (
            key,
            cycle_id,
            employee_id,
            key_of[supervisor] if supervisor is not None else None,
            row.nip,
            row.name,
            row.email,
            row.whatsapp,
            row.unit_name,
            row.lineage,
            row.job_role_id,
            row.job_role_name,
            row.rank,
        )


def _freeze_tasks(
    cycle_id: int,
    roster: Roster,
    participants: Sequence[int],
    progress: Progress | None,
    total: int,
) -> Sequence[int]:
    key_of = dict(zip(roster.members, participants, strict=True))
    ids = reserve_ids(Assignment, len(roster.tasks))
    insert_many(
        Assignment,
        ASSIGNMENT_COLUMNS,
        (
            (
                id,
                cycle_id,
                key_of[task.rater],
                key_of[task.ratee],
                task.relation.value,
                roster.version_of(task),
                AssignmentState.OPEN.value,
                "",
            )
            for id, task in zip(ids, roster.tasks, strict=True)
        ),
        progress=(lambda done: progress(len(roster.members) + done, total)) if progress else None,
    )
    return ids
