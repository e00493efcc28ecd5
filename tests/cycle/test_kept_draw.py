"""What is kept of a draw repeats it, whatever staff has become; what does not fit is named."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pytest
from peewee import IntegrityError

from survei.cycle import planning, queries
from survei.cycle.chance import OF_PLAN, PlanChance
from survei.cycle.choices import PeerReach, Relation
from survei.cycle.draw import Task
from survei.cycle.kept_draw import DrawUnknown, NothingDrawn, check_draw, digest_of, keep_draw
from survei.cycle.models import Assignment, Cycle, CycleDraw, Participant
from survei.cycle.plan import Plan, decode_plan, encode_plan
from survei.cycle.roster import make_roster
from survei.invitation.models import Link
from survei.invitation.services import revoke_link
from survei.lifecycle.freezing import freeze_cycle
from survei.lifecycle.opening import open_cycle
from survei.staff.models import Employee, JobRole
from tests.cycle.world import ACTOR, World


def opened(world: World, plan: Plan | None = None) -> Cycle:
    cycle = world.cycle(plan)
    open_cycle(cycle.id, actor=ACTOR)
    return queries.cycle(cycle.id)


def peer_task() -> Assignment:
    """A teacher's rating of a teacher."""
    return (
        Assignment.select()
        .join(Participant, on=Assignment.ratee)
        .where(Assignment.relation == Relation.PEER, Participant.job_role_name == "Guru")
        .first()
    )


def task_of(assignment: Assignment) -> Task:
    people = (assignment.rater.employee_id, assignment.ratee.employee_id)
    return Task(*people, Relation(assignment.relation))


def test_a_draw_is_repeated_from_what_is_kept(world: World) -> None:
    check = check_draw(opened(world))
    kept = CycleDraw.get()
    assert re.fullmatch("[0-9a-f]{64}", kept.seed)
    assert check.fits
    assert check.logged == check.source.digest == kept.digest
    assert (check.missing, check.added, check.withdrawn) == ([], [], [])


def test_each_opening_has_a_number_of_its_own_and_the_plan_has_none(world: World) -> None:
    plan = world.plan(seed=7)
    seeds = {CycleDraw.get_by_id(opened(world, plan).id).seed for _ in range(3)}
    assert len(seeds) == 3
    assert {decode_plan(cycle.plan).seed for cycle in Cycle.select()} == {None}


def test_what_becomes_of_staff_afterwards_changes_nothing(world: World) -> None:
    cycle = opened(world, world.plan(unit_ids=[world.small.id]))
    JobRole.update(family="lain").where(JobRole.id == world.teacher.id).execute()
    Employee.update(unit=world.office, is_active=False).execute()
    world.add("baru", world.small, world.teacher, None)
    assert check_draw(cycle).fits


def test_a_form_that_hr_withdrew_is_told_apart(world: World) -> None:
    cycle = opened(world)
    assignment = peer_task()
    revoke_link(Link.get(Link.assignment == assignment), actor=ACTOR)
    check = check_draw(cycle)
    assert check.withdrawn == [task_of(assignment)]
    assert check.fits


def test_a_rater_who_was_exchanged_is_named(world: World) -> None:
    cycle = opened(world)
    assignment = peer_task()
    before = task_of(assignment)
    chief = Participant.get(Participant.cycle == cycle, Participant.name == "kadis")
    Assignment.update(rater=chief).where(Assignment.id == assignment.id).execute()
    check = check_draw(cycle)
    assert not check.fits
    assert (check.missing, check.added) == ([before], [before._replace(rater=chief.employee_id)])


def test_a_form_that_is_gone_is_named(world: World) -> None:
    cycle = opened(world)
    assignment = peer_task()
    before = task_of(assignment)
    Link.delete().where(Link.assignment == assignment).execute()
    assignment.delete_instance()
    check = check_draw(cycle)
    assert (check.fits, check.missing, check.added) == (False, [before], [])


def another_number(kept: CycleDraw) -> None:
    CycleDraw.update(seed="0" * 64).execute()


def another_number_with_its_digest(kept: CycleDraw) -> None:
    seed = "0" * 64
    digest = digest_of(kept.cycle_id, kept.algorithm, seed, kept.basis)
    CycleDraw.update(seed=seed, digest=digest).execute()


def other_rules(kept: CycleDraw) -> None:
    CycleDraw.update(basis=kept.basis.replace('"subordinates":0', '"subordinates":9')).execute()


def nothing_kept(kept: CycleDraw) -> None:
    CycleDraw.delete().execute()


@pytest.mark.parametrize(
    "change", [another_number, another_number_with_its_digest, other_rules, nothing_kept]
)
def test_what_was_kept_cannot_be_exchanged(
    world: World, change: Callable[[CycleDraw], None]
) -> None:
    cycle = opened(world)
    change(CycleDraw.get())
    check = check_draw(cycle)
    assert not (check.source.is_intact and check.agrees_with_log)
    assert not check.fits


@pytest.mark.parametrize("damage", [{"basis": "{"}, {"seed": "z" * 64}, {"algorithm": 99}])
def test_what_cannot_be_read_is_said(world: World, damage: dict[str, object]) -> None:
    cycle = opened(world)
    CycleDraw.update(damage).execute()
    with pytest.raises(DrawUnknown):
        check_draw(cycle)


def test_a_cycle_that_is_not_open_has_no_draw(world: World) -> None:
    with pytest.raises(NothingDrawn):
        check_draw(world.cycle())


def opened_long_ago(world: World, plan: Plan) -> Cycle:
    """As releases did that drew by the number of the plan and kept nothing but that."""
    cycle = world.cycle(plan)
    prepared = planning.prepare(cycle)
    lineages = [unit.lineage for unit in prepared.facts.units]
    roster = make_roster(prepared.facts.staff, lineages, plan, chance=PlanChance(plan.seed or 1))
    case = dataclasses.replace(prepared.case, roster=roster)
    freeze_cycle(dataclasses.replace(prepared, case=case))
    CycleDraw.delete().execute()
    Cycle.update(plan=encode_plan(plan)).where(Cycle.id == cycle.id).execute()
    return queries.cycle(cycle.id)


@pytest.mark.parametrize("reach", PeerReach)
@pytest.mark.parametrize("in_one_school", [False, True])
def test_a_cycle_of_an_older_release_is_repeated_by_the_number_of_its_plan(
    world: World, reach: PeerReach, in_one_school: bool
) -> None:
    units = [world.small.id] if in_one_school else []
    cycle = opened_long_ago(world, world.plan(seed=2026, peer_reach=reach, unit_ids=units))
    check = check_draw(cycle)
    assert (check.source.algorithm, check.source.seed, check.logged) == (OF_PLAN, "2026", "")
    assert check.fits
    assignment = peer_task()
    before = task_of(assignment)
    Assignment.update(relation=Relation.SUBORDINATE).where(Assignment.id == assignment.id).execute()
    assert check_draw(cycle).missing == [before]


def test_a_plan_of_an_older_release_is_read_for_ever() -> None:
    assert decode_plan('{"peers":4,"seed":2026}').seed == 2026
    assert decode_plan('{"peers":4}').seed is None


def test_the_example_before_an_opening_is_not_what_it_draws(world: World) -> None:
    cycle = world.cycle()
    facts = planning.facts_of(cycle)
    assert planning.example_of(cycle, facts) == planning.example_of(cycle, facts)
    example, first, second = (
        planning.example_of(cycle, facts).roster.tasks,
        planning.prepare(cycle, facts).case.roster.tasks,
        planning.prepare(cycle, facts).case.roster.tasks,
    )
    assert example != first != second != example


def test_one_draw_is_kept_of_a_cycle(world: World) -> None:
    cycle = opened(world)
    basis = check_draw(cycle).source.basis
    with pytest.raises(IntegrityError):
        keep_draw(cycle.id, "0" * 64, basis)
