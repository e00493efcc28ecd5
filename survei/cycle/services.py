"""Writes of the cycle area. The steps of a cycle's life stand in `survei.lifecycle`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.cycle import queries
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.cycle.plan import Plan, encode_plan
from survei.cycle.rules import (
    check_deadline,
    check_reason,
    require_answers,
    require_move,
    require_reopenable,
)
from survei.database import database
from survei.errors import StaleRevision, WrongState
from survei.jobs import services as jobs
from survei.jobs.choices import JobKind


def create_cycle(
    *,
    name: str,
    period_start: date,
    period_end: date,
    opens_at: datetime,
    closes_at: datetime,
    grace_minutes: int = 15,
    plan: Plan,
    actor: Actor,
) -> Cycle:
    """A cycle in preparation. Incomplete plans are welcome; `freeze_cycle` is strict."""
    with database.atomic():
        cycle = Cycle.create(
            name=name,
            period_start=period_start,
            period_end=period_end,
            opens_at=opens_at,
            closes_at=closes_at,
            grace_minutes=grace_minutes,
            plan=encode_plan(plan),
            created_at=clock.now(),
        )
        record(actor, "cycle.create", "cycle", cycle.id, name=name)
    return cycle


def save_cycle(
    cycle_id: int, *, revision: int, actor: Actor, plan: Plan | None = None, **columns: Any
) -> Cycle:
    """Saves changed columns and the plan of a cycle in preparation.

    Raises StaleRevision when somebody saved since `revision`, WrongState once it is open.
    """
    changes = dict(columns)
    if plan is not None:
        changes["plan"] = encode_plan(plan)
    with database.atomic():
        saved = (
            Cycle.update(revision=Cycle.revision + 1, **changes)
            .where(
                Cycle.id == cycle_id,
                Cycle.revision == revision,
                Cycle.state == CycleState.DRAFT,
            )
            .execute()
        )
        if not saved:
            _explain_refusal(cycle_id)
        record(actor, "cycle.save", "cycle", cycle_id, changed=sorted(changes))
    return queries.cycle(cycle_id)


def _explain_refusal(cycle_id: int) -> None:
    if queries.cycle(cycle_id).state != CycleState.DRAFT:
        raise WrongState()
    raise StaleRevision(editor=queries.last_editor(cycle_id))


def delete_cycle(cycle_id: int, *, actor: Actor) -> None:
    """Removes a cycle that was never opened. Raises WrongState afterwards."""
    with database.atomic():
        cycle = queries.cycle(cycle_id)
        gone = Cycle.delete().where(Cycle.id == cycle_id, Cycle.state == CycleState.DRAFT)
        if not gone.execute():
            raise WrongState()
        jobs.withdraw(JobKind.CHECK, cycle_id)
        record(actor, "cycle.delete", "cycle", cycle_id, name=cycle.name)


def extend_cycle(cycle_id: int, *, closes_at: datetime, actor: Actor) -> Cycle:
    """Moves the closing of an open cycle, later or earlier, but never into the past.

    Raises DeadlineInvalid, WrongState.
    """
    with database.atomic():
        cycle = queries.cycle(cycle_id)
        check_deadline(cycle, closes_at, clock.now())
        moved = (
            Cycle.update(revision=Cycle.revision + 1, **_moved(cycle, closes_at))
            .where(Cycle.id == cycle_id, Cycle.state == CycleState.OPEN)
            .execute()
        )
        if not moved:
            raise WrongState()
        before, after = cycle.closes_at.isoformat(), closes_at.isoformat()
        record(actor, "cycle.extend", "cycle", cycle_id, before=before, after=after)
    return queries.cycle(cycle_id)


def take_back_closing(cycle_id: int, *, closes_at: datetime, reason: str, actor: Actor) -> Cycle:
    """A closed cycle takes answers again, until `closes_at`.

    Part of the caller's transaction, which adds the letters. Raises WrongState (results are
    computed, or somebody was faster), DeadlineInvalid, ReasonInvalid.
    """
    with database.atomic():
        cycle = queries.cycle(cycle_id)
        require_reopenable(cycle.state)
        check_deadline(cycle, closes_at, clock.now())
        columns = {"closed_at": None, "closed_by": None, **_moved(cycle, closes_at)}
        advance_cycle(cycle_id, CycleState.OPEN, before=(CycleState.CLOSED,), **columns)
        jobs.withdraw(JobKind.COMPUTE, cycle_id)
        before, after = cycle.closes_at.isoformat(), closes_at.isoformat()
        why = check_reason(reason)
        record(actor, "cycle.reopen", "cycle", cycle_id, before=before, after=after, reason=why)
    return queries.cycle(cycle_id)


def _moved(cycle: Cycle, closes_at: datetime) -> dict[str, Any]:
    """The columns of another closing time; the one that was announced is kept beside it."""
    if closes_at == cycle.closes_at:
        return {}
    announced = cycle.announced_closes_at or cycle.closes_at
    return {"closes_at": closes_at, "announced_closes_at": announced, "moved_at": clock.now()}


def advance_cycle(
    cycle_id: int,
    target: CycleState,
    *,
    before: Collection[CycleState] = tuple(CycleState),
    **columns: Any,
) -> None:
    """Compare-and-set of the state. Raises WrongState when another step came first, and
    AnswersErased when there is nothing left to take a step with.

    `before` narrows the states to come from, where two steps lead to the same one. For the
    services that compose a step; they write the audit line themselves.
    """
    cycle = queries.cycle(cycle_id)
    require_answers(cycle)
    require_move(cycle.state, target)
    if cycle.state not in before:
        raise WrongState()
    moved = (
        Cycle.update(state=target, revision=Cycle.revision + 1, **columns)
        .where(Cycle.id == cycle_id, Cycle.state == cycle.state)
        .execute()
    )
    if not moved:
        raise WrongState()


def return_to_draft(cycle_id: int, *, actor: Actor, reason: str = "") -> None:
    """Takes the wish to open back: somebody changed their mind, or it cannot be fulfilled.

    Raises WrongState when the worker was faster.
    """
    with database.atomic():
        advance_cycle(cycle_id, CycleState.DRAFT)
        jobs.withdraw(JobKind.OPEN, cycle_id)
        record(actor, "cycle.return_to_draft", "cycle", cycle_id, reason=reason)
