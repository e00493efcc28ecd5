"""Reads for a cycle in preparation: whom the plan takes in, and the check before the opening."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from peewee import fn

from survei import clock
from survei.cycle.chance import Chance, CycleChance, example_chance, new_seed
from survei.cycle.models import Cycle
from survei.cycle.opening_findings import Case, Preflight, Times, UnitFact, VersionFact
from survei.cycle.plan import Plan
from survei.cycle.preflight import examine
from survei.cycle.queries import chosen_units, plan_of
from survei.cycle.relations import CONFIDENTIAL
from survei.cycle.roster import StaffRow, make_roster
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.drafting.queries import document_of
from survei.questionnaire.scale_sums import telling_scales
from survei.staff.models import Employee, Headcount, JobRole, Unit
from survei.staff.queries import below


def staff_rows() -> list[StaffRow]:
    """Every active employee with unit and job role, as plain tuples ordered by id."""
    query = (
        Employee.select(
            Employee.id,
            Employee.nip,
            Employee.name,
            Employee.email,
            Employee.whatsapp,
            Employee.rank,
            Employee.supervisor,
            Unit.name,
            Unit.lineage,
            JobRole.id,
            JobRole.name,
            JobRole.family,
        )
        .join(Unit)
        .switch(Employee)
        .join(JobRole)
        .where(Employee.is_active)
        .order_by(Employee.id)
    )
    rows: Iterable[Any] = query.tuples()
    return [StaffRow(*row) for row in rows]


def versions_by_id(ids: set[int]) -> dict[int, QuestionnaireVersion]:
    """{id: version with its questionnaire}, without the documents."""
    query = (
        QuestionnaireVersion.select(
            QuestionnaireVersion.id,
            QuestionnaireVersion.number,
            QuestionnaireVersion.title,
            QuestionnaireVersion.retired_at,
            QuestionnaireVersion.questionnaire,
            Questionnaire.id,
            Questionnaire.key,
        )
        .join(Questionnaire)
        .where(QuestionnaireVersion.id.in_(ids))
    )
    return {version.id: version for version in query}


def preflight(cycle: Cycle, *, mails_per_hour: int | None = None) -> Preflight:
    """Counts and problems before the opening, by an example of a draw. Draws all raters: seconds
    for a whole city (`kept_check` lets the worker do that).
    """
    return examine(example_of(cycle, facts_of(cycle)), times_of(cycle, mails_per_hour))


@dataclass(frozen=True)
class Facts:
    """All that an opening depends on beside the plan; compared before it is written."""

    staff: list[StaffRow]
    units: list[UnitFact]
    #: Versions that the plan names.
    versions: dict[int, VersionFact]


@dataclass(frozen=True)
class Prepared:
    """An opening worked out: who takes part, who rates whom, and what is wrong."""

    cycle: Cycle
    facts: Facts
    #: The random number that this draw was made with; it serves this opening and no other.
    seed: str
    case: Case
    found: Preflight


def facts_of(cycle: Cycle) -> Facts:
    """What the database says at this moment."""
    plan = plan_of(cycle)
    return Facts(
        staff=staff_rows(),
        units=[UnitFact(unit.name, unit.lineage) for unit in chosen_units(plan)],
        versions=version_facts(plan),
    )


def version_facts(plan: Plan) -> dict[int, VersionFact]:
    """{id: what the check must know} of the versions that the plan names; those gone are left
    out.
    """
    named = {instrument.version_id for instrument in plan.instruments}
    closed = {one.version_id for one in plan.instruments if one.relation in CONFIDENTIAL}
    return {
        id: VersionFact(
            version.title,
            version.number,
            version.retired_at is not None,
            _telling_scales(id) if id in closed else (),
        )
        for id, version in versions_by_id(named).items()
    }


def _telling_scales(version_id: int) -> tuple[str, ...]:
    document = document_of(version_id)
    return tuple(str(document.scales[key].title) or key for key in telling_scales(document))


def prepare(cycle: Cycle, facts: Facts | None = None) -> Prepared:
    """Draws all raters by a new random number and examines them: seconds for a whole city, so
    outside a transaction.
    """
    facts = facts or facts_of(cycle)
    seed = new_seed()
    case = _case_of(cycle, facts, CycleChance(cycle.id, seed))
    return Prepared(cycle, facts, seed, case, examine(case, times_of(cycle)))


def example_of(cycle: Cycle, facts: Facts) -> Case:
    """What `preflight.examine_people` looks at before the opening, which draws anew."""
    return _case_of(cycle, facts, example_chance(cycle.id))


def _case_of(cycle: Cycle, facts: Facts, chance: Chance) -> Case:
    lineages = [unit.lineage for unit in facts.units]
    roster = make_roster(facts.staff, lineages, plan_of(cycle), chance=chance)
    return Case(roster, facts.versions, facts.units)


def times_of(cycle: Cycle, mails_per_hour: int | None = None) -> Times:
    """What `preflight.with_times` looks at."""
    return Times(
        opens_at=cycle.opens_at,
        closes_at=cycle.closes_at,
        period_start=cycle.period_start,
        period_end=cycle.period_end,
        now=clock.now(),
        mails_per_hour=mails_per_hour,
    )


def ratee_roles(plan: Plan) -> list[tuple[int, str, int]]:
    """(id, name, number of ratees) of the job roles among those the plan rates, by name."""
    people = fn.SUM(Headcount.people)
    query = JobRole.select(JobRole.id, JobRole.name, people).join(Headcount)
    if plan.unit_ids:
        query = query.join(Unit).where(_in_units(plan))
    query = query.group_by(JobRole.id, JobRole.name).having(people > 0).order_by(JobRole.name)
    rows: Iterable[Any] = query.tuples()
    return list(rows)


def _in_units(plan: Plan) -> Any:
    """The condition on a unit that it, or one above it, is chosen."""
    chosen = [below(Unit.lineage, unit.lineage) for unit in chosen_units(plan)]
    return reduce(or_, chosen, Unit.id.is_null())
