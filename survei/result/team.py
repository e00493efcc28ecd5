"""A supervisor's people in a cycle: who has sent what, and what of it may be read in full."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import ModelSelect

from survei.cycle.choices import AssignmentState, CycleState, Relation
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.queries import plan_of
from survei.cycle.relations import CONFIDENTIAL, NAMED_OTHERS
from survei.drafting.queries import document_of
from survei.errors import NotFound
from survei.questionnaire.document import Document
from survei.response.models import IdentifiedSubmission
from survei.result.choices import Completion
from survei.result.decided_groups import set_aside_of
from survei.result.queries import is_in, scheme_of
from survei.result.rules import completions_of, is_readable
from survei.staff.rules import Scope


@dataclass(frozen=True)
class Member:
    """One of the people, in one cycle."""

    participant: Participant
    #: In the order of relations; of named ones those in which somebody was asked.
    completion: Mapping[Relation, Completion]
    #: Named submissions that may be opened now.
    readable: frozenset[Relation]


@dataclass(frozen=True)
class FullSubmission:
    """A named submission as it was sent."""

    participant: Participant
    relation: Relation
    assignment_id: int
    rater_name: str
    submitted_at: datetime
    document: Document
    answers: Mapping[str, object]


def cycles_of(scope: Scope) -> list[Cycle]:
    """Cycles that were opened and in which somebody of the scope is rated, newest first."""
    rated = (
        Assignment.select(Assignment.cycle)
        .join(Participant, on=(Assignment.ratee == Participant.id))
        .where(is_in(scope), Assignment.state != AssignmentState.REVOKED)
    )
    query = (
        Cycle.select()
        .where(Cycle.state != CycleState.DRAFT, Cycle.id.in_(rated))
        .order_by(Cycle.opens_at.desc(), Cycle.id.desc())
    )
    return list(query)


def team(cycle: Cycle, scope: Scope) -> list[Member]:
    """The people of the scope who are rated in the cycle, by name."""
    people = _participants(scope).where(Participant.cycle == cycle.id)
    # Sorted afterwards: in the order of an index SQLite would walk the whole cycle for a team.
    return _members(cycle, people.order_by(Participant.name.concat(""), Participant.id), scope)


def member(participant_id: int, scope: Scope) -> Member:
    """One of the people, `participant.cycle` joined.

    Raises NotFound: absent, not rated, in a cycle never opened, or outside the scope.
    """
    found = _participants(scope).where(Participant.id == participant_id).first()
    if found is None or found.cycle.state == CycleState.DRAFT:
        raise NotFound()
    members = _members(found.cycle, [found], scope)
    if not members:
        raise NotFound()
    return members[0]


def _participants(scope: Scope) -> ModelSelect[Participant]:
    query: ModelSelect[Participant] = (
        Participant.select(Participant, Cycle)
        .join(Cycle)
        .where(is_in(scope))
        .order_by(Participant.name, Participant.id)
    )
    return query


def _members(
    cycle: Cycle, participants: ModelSelect[Participant] | Sequence[Participant], scope: Scope
) -> list[Member]:
    people = list(participants)
    plan, least = plan_of(cycle), scheme_of(cycle).least_submissions
    ids = [person.id for person in people]
    tasks, aside = _tasks(ids), set_aside_of(scheme_of(cycle), ids)
    return [
        Member(
            participant=person,
            completion=completions_of(
                _states(tasks[person.id]),
                plan.relations,
                least=least,
                cycle_state=CycleState(cycle.state),
                set_aside=aside.get(person.id),
            ),
            readable=frozenset(
                _readable(tasks[person.id], cycle, scope) if not cycle.answers_erased_at else ()
            ),
        )
        for person in people
        if tasks[person.id]
    ]


#: (relation, state, employee id of the rater)
Task = tuple[Relation, AssignmentState, int]


def _tasks(ids: Sequence[int]) -> dict[int, list[Task]]:
    rater = Participant.alias("rater")
    rows: Iterable[Any] = (
        Assignment.select(Assignment.ratee, Assignment.relation, Assignment.state, rater.employee)
        .join(rater, on=(Assignment.rater == rater.id))
        .where(Assignment.ratee.in_(ids), Assignment.state != AssignmentState.REVOKED)
        .tuples()
    )
    found: dict[int, list[Task]] = defaultdict(list)
    for ratee, relation, state, employee in rows:
        found[ratee].append((Relation(relation), AssignmentState(state), employee))
    return found


def _states(tasks: Sequence[Task]) -> dict[Relation, list[AssignmentState]]:
    return {
        relation: [state for of, state, _ in tasks if of == relation]
        for relation in Relation
        if any(of == relation for of, _, _ in tasks)
    }


def _readable(tasks: Sequence[Task], cycle: Cycle, scope: Scope) -> list[Relation]:
    supervisor = [state for relation, state, _ in tasks if relation in NAMED_OTHERS]
    return [
        relation
        for relation, state, employee in tasks
        if state == AssignmentState.SUBMITTED
        and is_readable(
            relation,
            cycle_state=CycleState(cycle.state),
            is_own=employee == scope.supervisor_id,
            supervisor_states=supervisor,
        )
    ]


def full_submission(participant_id: int, relation: Relation, scope: Scope) -> FullSubmission:
    """A named submission about one of the people.

    Raises NotFound also where it exists but may not be read (yet), and for confidential ones.
    """
    person = member(participant_id, scope)
    if relation in CONFIDENTIAL or relation not in person.readable:
        raise NotFound()
    rater = Participant.alias("rater")
    row = (
        IdentifiedSubmission.select(IdentifiedSubmission, Assignment, rater)
        .join(Assignment)
        .join(rater, on=(Assignment.rater == rater.id))
        .where(
            IdentifiedSubmission.ratee == participant_id, IdentifiedSubmission.relation == relation
        )
        .first()
    )
    if row is None:
        raise NotFound()
    return FullSubmission(
        participant=person.participant,
        relation=relation,
        assignment_id=row.assignment_id,
        rater_name=row.assignment.rater.name,
        submitted_at=row.submitted_at,
        document=document_of(row.version_id),
        answers=json.loads(row.answers),
    )
