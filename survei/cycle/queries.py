"""Reads of the cycle area."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from peewee import Expression, ModelSelect, fn

from survei import clock
from survei.audit.models import AuditEvent
from survei.cycle.choices import NOT_YET_OPEN, STANDING, AssignmentState, CycleState
from survei.cycle.models import HAS_OPEN_FORMS, Assignment, Cycle, Participant
from survei.cycle.plan import Plan, decode_plan
from survei.cycle.progress import Decline, MissingRater
from survei.cycle.rules import last_moment
from survei.database import often
from survei.errors import NotFound
from survei.search.queries import found
from survei.staff.models import Unit
from survei.staff.queries import below
from survei.staff.rules import Scope
from survei.timekeeping.queries import true_span


def cycle(cycle_id: int) -> Cycle:
    """The cycle. Raises NotFound."""
    found = Cycle.get_or_none(Cycle.id == cycle_id)
    if found is None:
        raise NotFound()
    return found


def cycles() -> ModelSelect[Cycle]:
    """All cycles, newest opening first."""
    return Cycle.select().order_by(Cycle.opens_at.desc(), Cycle.id.desc())


def cycles_to_clear() -> list[int]:
    """Ids of computed cycles whose traces are still in the files."""
    query = Cycle.select(Cycle.id).where(Cycle.computed_at.is_null(False))
    return [row.id for row in query.where(Cycle.cleared_at.is_null())]


def cycles_past_their_end() -> list[Cycle]:
    """Open cycles that take no answers any more, grace included: due to be closed."""
    now = clock.now()
    late = Cycle.select().where((Cycle.state == CycleState.OPEN) & (Cycle.closes_at <= now))
    return [cycle for cycle in late.order_by(Cycle.closes_at) if last_moment(cycle) <= now]


def judging_moment(cycle: Cycle) -> datetime:
    """The moment by which the time of a cycle is judged: what the clock shows, unless an open cycle
    would be refused by it and this host's clock is not trusted. Then the one in favour of who wants
    to answer: nothing is closed by such a clock (`survei.timekeeping`), so nobody is sent away.
    """
    now = clock.now()
    if cycle.state != CycleState.OPEN or cycle.opens_at <= now < cycle.closes_at:
        return now
    span = true_span()
    return min(max(span.earliest, cycle.opens_at), span.latest)


def plan_of(cycle: Cycle) -> Plan:
    """The typed plan of a cycle."""
    return decode_plan(cycle.plan)


def chosen_units(plan: Plan) -> list[Unit]:
    """The units the plan names, by name; units that are gone are left out."""
    if not plan.unit_ids:
        return []
    return list(Unit.select().where(Unit.id.in_(plan.unit_ids)).order_by(Unit.name))


def lies_within(plan: Plan, scope: Scope) -> bool:
    """Whether somebody who sees `scope` may handle a cycle with this plan.

    HR of one unit handles only cycles that name units, all of them inside that unit.
    """
    if scope.everyone:
        return True
    units = chosen_units(plan)
    return bool(
        scope.unit_lineage
        and units
        and len(units) == len(plan.unit_ids)
        and all(unit.lineage.startswith(scope.unit_lineage) for unit in units)
    )


def within(scope: Scope) -> Expression:
    """The condition on a participant's row that a scope means; nobody for the empty scope."""
    if scope.everyone:
        return Participant.id.is_null(False)
    if scope.unit_lineage:
        return below(Participant.unit_lineage, scope.unit_lineage)
    return Participant.id.is_null()


def assignments_due(rater_id: int) -> ModelSelect[Assignment]:
    """Everything a participant has to rate, done or not, with the ratee, by name."""
    ratee = Participant.alias("ratee")
    return (
        Assignment.select(Assignment, ratee)
        .join(ratee, on=(Assignment.ratee == ratee.id))
        .where(Assignment.rater == rater_id)
        .order_by(Assignment.relation, ratee.name, Assignment.id)
    )


def last_editor(cycle_id: int) -> str:
    """Name of who last changed a cycle, from the log."""
    event = (
        AuditEvent.select(AuditEvent.actor_name)
        .where(AuditEvent.object_kind == "cycle", AuditEvent.object_id == str(cycle_id))
        .order_by(AuditEvent.id.desc())
        .first()
    )
    return event.actor_name if event else ""


def missing(
    cycle_id: int,
    scope: Scope,
    *,
    unit_lineage: str = "",
    name: str = "",
    limit: int = 50,
    offset: int = 0,
) -> list[MissingRater]:
    """Raters with open forms, by name: how many are open and how many were given.

    `name` is part of a person's or a unit's name. Never what anyone answered, nor which
    confidential form is open. Ask for one more than a page holds to learn whether there is a
    next one.
    """
    query = _raters_with_open_forms(cycle_id).where(within(scope))
    if unit_lineage:
        query = query.where(below(Participant.unit_lineage, unit_lineage))
    if name:
        columns = (Participant.name, Participant.unit_name)
        query = found(query, columns, [name], parts=(cycle_id,))
    query = query.order_by(Participant.name, Participant.id).limit(limit).offset(offset)
    rows: Iterable[Any] = query.tuples()
    return [MissingRater(*row) for row in rows]


def _raters_with_open_forms(cycle_id: int) -> ModelSelect[Participant]:
    """The columns of `MissingRater`."""
    query: ModelSelect[Participant] = Participant.select(
        Participant.id,
        Participant.name,
        Participant.unit_name,
        Participant.job_role_name,
        Participant.email.is_null(False),
        Participant.open_forms,
        # Named states rather than "not revoked": the index then answers without the rows.
        _forms(cycle_id, STANDING).select(fn.COUNT(Assignment.id)),
    )
    return query.where(often(Participant.cycle == cycle_id), HAS_OPEN_FORMS)


def _forms(cycle_id: int, states: Iterable[AssignmentState]) -> ModelSelect[Assignment]:
    """The forms of the participant of the query around it."""
    query: ModelSelect[Assignment] = Assignment.select(Assignment.id).where(
        Assignment.cycle == cycle_id,
        Assignment.state.in_(list(states)),
        Assignment.rater == Participant.id,
    )
    return query


def declined_forms(cycle_id: int, scope: Scope, *, limit: int) -> list[int]:
    """Ids of the first declined forms, rater by rater."""
    query = Assignment.select(Assignment.id).where(
        Assignment.cycle == cycle_id, Assignment.state == AssignmentState.DECLINED
    )
    if not scope.everyone:
        own = Participant.select(Participant.id).where(Participant.cycle == cycle_id)
        query = query.where(Assignment.rater.in_(own.where(within(scope))))
    rows: Any = query.order_by(Assignment.rater, Assignment.id).limit(limit).tuples()
    return [key for (key,) in rows]


def declines(ids: Collection[int]) -> list[Decline]:
    """These forms with the reason, so that HR can mend the data; rater by rater."""
    ratee = Participant.alias("ratee")
    query = (
        Assignment.select(
            Assignment.id,
            Participant.id,
            Participant.name,
            Participant.unit_name,
            ratee.name,
            Assignment.relation,
            Assignment.decline_reason,
            Assignment.decline_note,
            Assignment.done_on,
        )
        .join(Participant, on=(Assignment.rater == Participant.id))
        .switch(Assignment)
        .join(ratee, on=(Assignment.ratee == ratee.id))
        .where(Assignment.id.in_(list(ids)))  # type: ignore[attr-defined]
        .order_by(Assignment.rater, Assignment.id)
    )
    rows: Iterable[Any] = query.tuples()
    return [Decline(*row) for row in rows]


def seen_by(scope: Scope) -> Expression:
    """The condition on a cycle that a scope means.

    HR of one unit sees the cycles whose frozen people include some of theirs, and those in
    preparation that lie within their unit.
    """
    if scope.everyone:
        return Cycle.id.is_null(False)
    if not scope.unit_lineage:
        return Cycle.id.is_null()
    drafts = Cycle.select(Cycle.id, Cycle.plan).where(Cycle.state.in_(NOT_YET_OPEN))
    own = [draft.id for draft in drafts if lies_within(plan_of(draft), scope)]
    theirs = Participant.select(Participant.id).where(Participant.cycle == Cycle.id, within(scope))
    return Cycle.id.in_(own) | fn.EXISTS(theirs)


def cycle_seen(cycle_id: int, scope: Scope) -> Cycle:
    """The cycle. Raises NotFound when it is absent or outside the scope."""
    found = Cycle.select().where(Cycle.id == cycle_id, seen_by(scope)).first()
    if found is None:
        raise NotFound()
    return found
