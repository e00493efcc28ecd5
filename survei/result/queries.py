"""Reads of results. The only place that reads what peers and subordinates answered."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from peewee import JOIN, ModelSelect, fn

from survei.cycle.choices import SETTLED, AssignmentState, CycleState, Relation
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.plan import Plan, Scheme, decode_plan
from survei.drafting.models import QuestionnaireVersion
from survei.drafting.queries import document_of
from survei.errors import NotFound, WrongState
from survei.questionnaire.scoring import read_scores
from survei.response.box_proof import BoxProof, ByRatee, box_proof, require_same
from survei.response.models import ConfidentialSubmission, IdentifiedSubmission
from survei.result.decided_groups import decided_groups
from survei.result.document import Period, Person, ResultDocument
from survei.result.inputs import Instrument, RateeInputs, RaterGroup, Submission
from survei.result.models import Result
from survei.result.rules import strict
from survei.result.sealed_results import Seals
from survei.staff.models import Employee
from survei.staff.queries import below
from survei.staff.rules import Scope

#: Ratees whose answers are in memory at a time.
CHUNK = 100

#: What a document is checked by.
SEALED = (Result.id, Result.cycle, Result.ratee, Result.document, Result.sha256, Result.seal)

#: {(ratee id, relation): (version id, raters drawn)}
Asked = dict[tuple[int, str], tuple[int, int]]
#: {(ratee id, relation, version id): submissions}
Sent = dict[tuple[int, str, int], list[Submission]]


def result_of(participant_id: int, scope: Scope) -> Result:
    """A published result, with ratee and cycle, for who may see it.

    Raises NotFound: absent, not published, or outside the scope.
    """
    found = (
        results_in(scope)
        .where(Result.ratee == participant_id, Cycle.state == CycleState.PUBLISHED)
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def result_of_ratee(participant_id: int) -> Result | None:
    """The ratee's own published result, for the holder of the result link."""
    return (
        _results()
        .where(Result.ratee == participant_id, Cycle.state == CycleState.PUBLISHED)
        .first()
    )


def published_with(code: str) -> Result | None:
    """The published result whose hash begins so, with ratee and cycle."""
    last = f"{code}g"  # behind every hexadecimal digit
    published = (Result.sha256.between(code, last)) & (Cycle.state == CycleState.PUBLISHED)
    return _results().where(published).order_by(Result.sha256).first()


def results_in(scope: Scope) -> ModelSelect[Result]:
    """Results whose ratee lies in the scope, with ratee and cycle, by name."""
    return _results().where(is_in(scope)).order_by(Participant.name, Participant.id)


def _results() -> ModelSelect[Result]:
    query: ModelSelect[Result] = (
        Result.select(Result, Participant, Cycle)
        .join(Participant, on=(Result.ratee == Participant.id))
        .switch(Result)
        .join(Cycle, on=(Result.cycle == Cycle.id))
    )
    return query


def is_in(scope: Scope) -> Any:
    """The condition on a participant that a scope means.

    A supervisor sees the people who report to him today, in past periods too, and nobody who
    has moved away: a change of hierarchy acts at the next request. HR of a unit sees those who
    belonged to it in that period. Source: security.md, row 35.
    """
    if scope.everyone:
        return Participant.id.is_null(False)
    if scope.unit_lineage:
        return below(Participant.unit_lineage, scope.unit_lineage)
    if scope.supervisor_id is not None:
        people = Employee.select(Employee.id).where(Employee.supervisor == scope.supervisor_id)
        return Participant.employee.in_(people)
    return Participant.id.is_null()


def documents(cycle_id: int, scope: Scope) -> Iterator[ResultDocument]:
    """The published documents of a cycle by name; only some of them in memory at a time. Raises
    ResultAltered.
    """
    seals = Seals(cycle_id)
    rows: Iterable[Any] = (
        results_in(scope)
        .select(Result.id)
        .where(Result.cycle == cycle_id, Cycle.state == CycleState.PUBLISHED)
        .tuples()
    )
    ids = [row[0] for row in rows]
    for start in range(0, len(ids), CHUNK):
        chosen = ids[start : start + CHUNK]
        found: Iterable[Any] = Result.select(*SEALED).where(Result.id.in_(chosen))
        rows = {row.id: row for row in found}
        yield from (seals.read(rows[key]) for key in chosen)


def scheme_of(cycle: Cycle) -> Scheme:
    """The scheme by which results of the cycle are made."""
    return strict(decode_plan(cycle.plan).scheme)


def made_so_far(cycle_id: int) -> tuple[int, int]:
    """How many documents of a cycle exist, and the highest key of their ratees (0 for none)."""
    query = Result.select(fn.COUNT(Result.id), fn.MAX(Result.ratee))
    rows: Iterable[Any] = query.where(Result.cycle == cycle_id).tuples()
    count, last = next(iter(rows))
    return count, last or 0


def ratee_count(cycle_id: int) -> int:
    """How many people are rated in a cycle."""
    asked = _asked_in(cycle_id)
    return int(asked.select(fn.COUNT(fn.DISTINCT(Assignment.ratee))).scalar() or 0)


def _asked_in(cycle_id: int) -> ModelSelect[Assignment]:
    query: ModelSelect[Assignment] = Assignment.select().where(
        Assignment.cycle == cycle_id, Assignment.state != AssignmentState.REVOKED
    )
    return query


def ratee_inputs(
    cycle: Cycle, *, after: int = 0, known: ByRatee | None = None
) -> Iterator[RateeInputs]:
    """What the results of a cycle are made of, ratee by ratee in the order of their keys,
    beginning behind the key `after`. Raises WrongState while anything could still be added, and
    BoxChanged where confidential answers are not those that are `known` from an earlier reading.
    """
    if cycle.state not in SETTLED:
        raise WrongState
    plan, box = decode_plan(cycle.plan), box_proof(cycle.id)
    ids = _ratees_after(cycle.id, after)
    for start in range(0, len(ids), CHUNK):
        chosen = ids[start : start + CHUNK]
        yield from _ratee_inputs(cycle, plan, box, chosen, _sent(chosen, known))


def _ratees_after(cycle_id: int, last: int) -> list[int]:
    """All of them at once: a key is small, and finding each hundred anew reads the whole cycle."""
    rows: Iterable[Any] = (
        _asked_in(cycle_id)
        .select(Assignment.ratee)
        .distinct()
        .where(Assignment.ratee > last)
        .order_by(Assignment.ratee)
        .tuples()
    )
    return [row[0] for row in rows]


def _ratee_inputs(
    cycle: Cycle, plan: Plan, box: BoxProof | None, ids: Sequence[int], sent: Sent
) -> Iterator[RateeInputs]:
    period = Period(
        cycle_id=cycle.id,
        name=cycle.name,
        period_start=cycle.period_start,
        period_end=cycle.period_end,
        box_root=box.root if box else "",
    )
    scheme = strict(plan.scheme)
    decided = decided_groups(scheme, box, ids)
    people, asked = _people(ids), _asked(ids)
    instruments = _instruments({version for version, _ in asked.values()})
    for ratee_id in ids:
        groups = [
            decided.applied(group, ratee_id)
            for relation in Relation
            if relation in plan.relations
            for group in [_group(Relation(relation), ratee_id, asked, sent, instruments)]
        ]
        yield RateeInputs(period, people[ratee_id], scheme, groups)


def _group(
    relation: Relation,
    ratee_id: int,
    asked: Asked,
    sent: Sent,
    instruments: dict[int, Instrument],
) -> RaterGroup:
    if (ratee_id, relation) not in asked:
        return RaterGroup(relation, None, 0, ())
    version, raters = asked[ratee_id, relation]
    submissions = sent.get((ratee_id, relation, version), [])
    return RaterGroup(relation, instruments[version], raters, submissions)


def _people(ids: Sequence[int]) -> dict[int, Person]:
    leader, above = Participant.alias("leader"), Participant.alias("above")
    rows: Iterable[Any] = (
        Participant.select(
            Participant, leader.name.alias("leader_name"), above.name.alias("superior_name")
        )
        .join(leader, JOIN.LEFT_OUTER, on=(Participant.supervisor == leader.id))
        .join(above, JOIN.LEFT_OUTER, on=(leader.supervisor == above.id))
        .where(Participant.id.in_(ids))
        .objects()
    )
    return {
        row.id: Person(
            participant_id=row.id,
            nip=row.nip,
            name=row.name,
            job_role=row.job_role_name,
            unit=row.unit_name,
            supervisor=row.leader_name or "",
            superior=row.superior_name or "",
        )
        for row in rows
    }


def _asked(ids: Sequence[int]) -> Asked:
    rows: Iterable[Any] = (
        Assignment.select(
            Assignment.ratee,
            Assignment.relation,
            fn.MIN(Assignment.version),
            fn.COUNT(Assignment.id),
        )
        .where(Assignment.ratee.in_(ids), Assignment.state != AssignmentState.REVOKED)
        .group_by(Assignment.ratee, Assignment.relation)
        .tuples()
    )
    return {(ratee, relation): (version, n) for ratee, relation, version, n in rows}


def _instruments(versions: set[int]) -> dict[int, Instrument]:
    query = QuestionnaireVersion.select(QuestionnaireVersion.id, QuestionnaireVersion.number)
    rows: Iterable[Any] = query.where(QuestionnaireVersion.id.in_(versions)).tuples()
    return {version: Instrument(version, number, document_of(version)) for version, number in rows}


def _sent(ids: Sequence[int], known: ByRatee | None) -> Sent:
    found: Sent = defaultdict(list)
    for ratee, relation, version, answers, scores in (*_confidential(ids, known), *_named(ids)):
        submission = Submission(json.loads(answers), read_scores(json.loads(scores)))
        found[ratee, relation, version].append(submission)
    return found


def _confidential(ids: Sequence[int], known: ByRatee | None) -> list[Any]:
    model = ConfidentialSubmission
    query: Iterable[Any] = model.select().where(model.ratee.in_(ids)).order_by(model.id).tuples()
    rows = list(query)
    if known is not None:
        require_same(rows, ids, known)
    return [row[2:] for row in rows]


def _named(ids: Sequence[int]) -> Iterable[Any]:
    model = IdentifiedSubmission
    columns = (model.ratee, model.relation, model.version, model.answers, model.section_scores)
    rows: Iterable[Any] = model.select(*columns).where(model.ratee.in_(ids)).tuples()
    return rows
