"""Preparing, opening, extending."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from survei.audit.models import AuditEvent
from survei.cycle import planning, queries, services
from survei.cycle.choices import CycleState, Relation
from survei.cycle.models import Assignment, Cycle, CycleDraw, Participant
from survei.cycle.progress_queries import count_units, progress, unit_standings
from survei.cycle.rules import CycleNotReady, DeadlineInvalid
from survei.database import database
from survei.errors import NotFound, StaleRevision, WrongState
from survei.jobs.choices import JobState
from survei.jobs.models import Job
from survei.lifecycle import freezing
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.opening import enqueue_opening
from survei.staff.models import Employee
from survei.staff.rules import Scope
from tests.cycle.world import ACTOR, CLOSES, NOON, World


def freeze(cycle_id: int, **more: Any) -> services.Frozen:
    frozen = freezing.freeze_cycle(planning.prepare(queries.cycle(cycle_id)), **more)
    freezing.record_opening(frozen, actor=ACTOR)
    return frozen


def test_a_stale_save_is_refused_by_name(world: World) -> None:
    cycle = world.cycle()
    saved = services.save_cycle(cycle.id, revision=1, name="Penilaian akhir", actor=ACTOR)
    assert (saved.name, saved.revision) == ("Penilaian akhir", 2)
    with pytest.raises(StaleRevision) as refusal:
        services.save_cycle(cycle.id, revision=1, name="Lain", actor=ACTOR)
    assert refusal.value.params == {"editor": "Siti Aminah"}
    assert queries.cycle(cycle.id).name == "Penilaian akhir"


def test_opening_freezes_people_and_tasks(world: World) -> None:
    cycle = world.cycle()
    seen: list[tuple[int, int]] = []
    frozen = freeze(cycle.id, progress=lambda *at: seen.append(at))
    people = Participant.select().where(Participant.cycle == cycle)
    tasks = Assignment.select().where(Assignment.cycle == cycle)
    assert sorted(p.id for p in people) == list(frozen.participants)
    assert sorted(t.id for t in tasks) == list(frozen.assignments)
    assert (len(frozen.participants), len(frozen.assignments)) == (13, 79)
    assert seen[-1] == (92, 92)
    assert frozen.cycle.state == CycleState.OPEN
    assert frozen.cycle.opened_at == NOON


def test_the_frozen_person_keeps_everything(world: World) -> None:
    cycle = world.cycle()
    freeze(cycle.id)
    teacher = world.people["guru 1 SD Negeri 2"]
    frozen = Participant.get(Participant.cycle == cycle, Participant.employee == teacher)
    assert (frozen.nip, frozen.name, frozen.email) == (teacher.nip, teacher.name, teacher.email)
    assert (frozen.unit_name, frozen.unit_lineage) == ("SD Negeri 2", world.small.lineage)
    assert (frozen.job_role_id, frozen.job_role_name) == (world.teacher.id, "Guru")
    assert frozen.supervisor.name == "kepsek SD Negeri 2"


def test_keys_go_on_after_an_opening(world: World) -> None:
    """Explicit ids must not leave PostgreSQL's sequence behind."""
    cycle = world.cycle()
    frozen = freeze(cycle.id)
    person = Participant.get_by_id(frozen.participants[0])
    other = Participant.create(
        cycle=world.cycle(),
        employee=person.employee,
        nip=person.nip,
        name="Baru",
        unit_name="",
        unit_lineage="1.",
        job_role_id=1,
        job_role_name="",
    )
    assert other.id not in frozen.participants


def test_only_a_ready_cycle_opens_and_nothing_stays_of_a_refused_one(world: World) -> None:
    cycle = world.cycle(closes_at=NOON)
    with pytest.raises(CycleNotReady, match="sudah lewat"):
        freeze(cycle.id)
    assert queries.cycle(cycle.id).state == CycleState.DRAFT
    assert Participant.select().count() == 0


def test_a_cycle_opens_once(world: World) -> None:
    cycle = world.cycle()
    freeze(cycle.id)
    with pytest.raises(WrongState):
        freeze(cycle.id)
    with pytest.raises(WrongState):
        services.save_cycle(cycle.id, revision=2, name="Lain", actor=ACTOR)
    with pytest.raises(WrongState):
        services.delete_cycle(cycle.id, actor=ACTOR)
    close_cycle(cycle.id, actor=ACTOR)
    with pytest.raises(WrongState):  # only a closing that is taken back leads there
        freeze(cycle.id)


def test_a_failing_opening_leaves_nothing(world: World) -> None:
    cycle = world.cycle()

    def fail(done: int, total: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError), database.atomic():
        freeze(cycle.id, progress=fail)
    assert queries.cycle(cycle.id).state == CycleState.DRAFT
    kept = [model.select().count() for model in (Assignment, Participant, CycleDraw)]
    assert kept == [0, 0, 0]


def test_staff_that_changed_since_the_preparation_is_frozen_as_it_is_now(world: World) -> None:
    prepared = planning.prepare(world.cycle())
    teacher = world.people["guru 1 SD Negeri 2"]
    Employee.update(name="Nama baru").where(Employee.id == teacher.id).execute()
    frozen = freezing.freeze_cycle(prepared)
    person = Participant.get(Participant.cycle == frozen.cycle, Participant.employee == teacher.id)
    assert person.name == "Nama baru"


def test_a_plan_saved_or_a_wish_taken_back_since_the_preparation_refuses(world: World) -> None:
    cycle = world.cycle()
    prepared = planning.prepare(cycle)
    services.save_cycle(cycle.id, revision=1, name="Lain", actor=ACTOR)
    with pytest.raises(StaleRevision):
        freezing.freeze_cycle(prepared)
    enqueue_opening(cycle.id, actor=ACTOR)
    prepared = planning.prepare(queries.cycle(cycle.id))
    services.return_to_draft(cycle.id, actor=ACTOR)
    with pytest.raises(WrongState):
        freezing.freeze_cycle(prepared)
    assert Job.get().state == JobState.WITHDRAWN
    assert queries.cycle(cycle.id).state == CycleState.DRAFT


def test_the_deadline_moves_only_while_open(world: World) -> None:
    cycle = world.cycle()
    later = CLOSES + timedelta(days=3)
    with pytest.raises(WrongState):
        services.extend_cycle(cycle.id, closes_at=later, actor=ACTOR)
    freeze(cycle.id)
    assert services.extend_cycle(cycle.id, closes_at=later, actor=ACTOR).closes_at == later
    with pytest.raises(DeadlineInvalid):
        services.extend_cycle(cycle.id, closes_at=NOON, actor=ACTOR)


def test_each_step_leaves_its_line(world: World) -> None:
    cycle = world.cycle()
    services.save_cycle(cycle.id, revision=1, plan=world.plan(reminder_days=[5]), actor=ACTOR)
    freeze(cycle.id)
    services.extend_cycle(cycle.id, closes_at=CLOSES + timedelta(days=1), actor=ACTOR)
    services.delete_cycle(world.cycle().id, actor=ACTOR)
    lines = [(e.action, json.loads(e.details)) for e in AuditEvent.select().order_by(AuditEvent.id)]
    assert [action for action, _ in lines] == [
        "cycle.create",
        "cycle.save",
        "cycle.open",
        "cycle.extend",
        "cycle.create",
        "cycle.delete",
    ]
    assert lines[2][1] == {
        "assignments": 79,
        "ratees": 13,
        "raters": 13,
        "draw": CycleDraw.get().digest,
        "receipts": True,
    }


def test_an_absent_cycle_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        services.extend_cycle(99, closes_at=CLOSES, actor=ACTOR)


@pytest.fixture
def opened(world: World) -> Cycle:
    frozen = freeze(world.cycle().id)
    return frozen.cycle


def settle(cycle: Cycle, relation: Relation, state: str, number: int) -> None:
    chosen = (
        Assignment.select(Assignment.id)
        .where(Assignment.cycle == cycle, Assignment.relation == relation)
        .order_by(Assignment.id)
        .limit(number)
    )
    Assignment.update(state=state, done_on=NOON.date()).where(Assignment.id.in_(chosen)).execute()


def test_progress_by_unit_and_relation(world: World, opened: Cycle) -> None:
    settle(opened, Relation.SELF, "submitted", 13)
    settle(opened, Relation.SUBORDINATE, "declined", 2)
    settle(opened, Relation.SUPERVISOR, "revoked", 2)
    shown = progress(opened.id, Scope(everyone=True))
    assert (shown.all.total, shown.all.submitted, shown.all.declined) == (77, 13, 2)
    assert list(shown.relations) == list(Relation)
    assert shown.relations[Relation.SELF].percent == 100.0
    assert shown.relations[Relation.SUPERVISOR].total == 10
    units = unit_standings(opened.id, Scope(everyone=True), limit=10)
    assert {unit.name for unit in units} == {"Dinas Pendidikan", "SMP Negeri 1", "SD Negeri 2"}
    assert sum(unit.all.total for unit in units) == 77
    order = [(unit.all.percent, unit.name) for unit in units]
    assert order == sorted(order)
    assert count_units(opened.id, Scope(everyone=True)) == 3
    assert unit_standings(opened.id, Scope(everyone=True), limit=1, offset=1) == units[1:2]


def test_hr_of_a_unit_sees_only_its_raters(world: World, opened: Cycle) -> None:
    scope = Scope(unit_lineage=world.small.lineage)
    (unit,) = unit_standings(opened.id, scope, limit=10)
    assert (unit.name, unit.all.total) == ("SD Negeri 2", progress(opened.id, scope).all.total)
    names = [rater.name for rater in queries.missing(opened.id, scope)]
    assert names == ["guru 1 SD Negeri 2", "guru 2 SD Negeri 2", "kepsek SD Negeri 2"]
    assert progress(opened.id, Scope()).all.total == 0
    assert queries.missing(opened.id, Scope()) == []


def test_missing_tells_how_many_and_pages(world: World, opened: Cycle) -> None:
    everyone = Scope(everyone=True)
    settle(opened, Relation.SELF, "submitted", 13)
    chief, *others = queries.missing(opened.id, everyone, name="KADIS")
    assert others == []
    assert (chief.open_forms, chief.given_forms) == (2, 3)
    assert queries.missing(opened.id, everyone, name="%") == []
    first = queries.missing(opened.id, everyone, limit=5)
    second = queries.missing(opened.id, everyone, limit=5, offset=5)
    assert len({rater.participant_id for rater in first + second}) == 10
    assert len(queries.missing(opened.id, everyone, unit_lineage=world.large.lineage)) == 9
    settle(opened, Relation.PEER, "submitted", 99)
    settle(opened, Relation.SUPERVISOR, "submitted", 99)
    settle(opened, Relation.SUBORDINATE, "submitted", 99)
    assert queries.missing(opened.id, everyone) == []


def test_declines_say_why(world: World, opened: Cycle) -> None:
    settle(opened, Relation.SUPERVISOR, "declined", 1)
    Assignment.update(decline_reason="wrong_relation", decline_note="Sudah pindah").where(
        Assignment.state == "declined"
    ).execute()
    (decline,) = queries.declines(queries.declined_forms(opened.id, Scope(everyone=True), limit=2))
    assert (decline.reason, decline.note) == ("wrong_relation", "Sudah pindah")
    assert queries.declined_forms(opened.id, Scope(unit_lineage="999."), limit=2) == []


def test_what_a_rater_has_to_do_comes_in_one_query(world: World, opened: Cycle) -> None:
    chief = Participant.get(Participant.name == "kadis")
    due = list(queries.assignments_due(chief.id))
    assert {a.ratee.name for a in due} >= {"kadis", "kepsek SMP Negeri 1", "kepsek SD Negeri 2"}


def test_a_plan_within_a_unit(world: World) -> None:
    scope = Scope(unit_lineage=world.large.lineage)
    cases = {
        (): False,
        (world.large.id,): True,
        (world.large.id, world.small.id): False,
        (999,): False,
    }
    for units, expected in cases.items():
        assert queries.lies_within(world.plan(unit_ids=list(units)), scope) is expected
