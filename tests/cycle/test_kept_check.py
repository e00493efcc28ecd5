"""A check that is kept says nothing any more once something that it was made from has changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.services import record
from survei.cycle import kept_check, planning, queries
from survei.cycle.kept_check import check_status, make_check
from survei.cycle.models import Cycle
from survei.cycle.opening_findings import Preflight
from survei.cycle.services import delete_cycle, return_to_draft, save_cycle
from survei.drafting.models import QuestionnaireVersion
from survei.errors import NotFound
from survei.jobs import services as jobs
from survei.jobs.choices import JobKind, JobState
from survei.jobs.models import Job, JobFile
from survei.lifecycle.opening import enqueue_opening
from survei.staff.choices import STAFF_CHANGES
from survei.staff.models import Employee
from survei.staff.services import deactivate_employee, save_job_role, save_unit
from tests.cycle.world import CLOSES, NOON, World


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with clock.fixed(NOON):
        yield


def begun(cycle: Cycle) -> Job:
    """The job of a check that is about to be made."""
    jobs.enqueue(JobKind.CHECK, cycle.id, actor=SYSTEM)
    job = jobs.claim()
    assert job is not None
    return job


def checked(cycle: Cycle) -> Job:
    """The job of a check that was just made."""
    job = begun(cycle)
    make_check(job, lambda done, total: None)
    jobs.finish(job)
    return job


def found_of(cycle: Cycle) -> Preflight | None:
    return check_status(queries.cycle(cycle.id), mails_per_hour=100).found


def test_what_is_kept_is_what_would_be_found_anew(world: World) -> None:
    cycle = world.cycle()
    assert check_status(cycle) == kept_check.CheckStatus()
    job = checked(cycle)
    assert found_of(cycle) == planning.preflight(cycle, mails_per_hour=100)
    assert check_status(cycle).made_at == NOON
    assert job.id == Job.get().id


def move_a_unit(world: World, cycle: Cycle) -> None:
    save_unit(
        "SMP Negeri 1 baru",
        parent_id=world.small.parent.id,
        unit_id=world.small.id,
        revision=world.small.revision,
        actor=SYSTEM,
    )


def let_somebody_go(world: World, cycle: Cycle) -> None:
    deactivate_employee(world.people["guru 1 SD Negeri 2"].id, actor=SYSTEM)


def add_a_role(world: World, cycle: Cycle) -> None:
    save_job_role("Pustakawan", actor=SYSTEM)


def import_staff(world: World, cycle: Cycle) -> None:
    record(SYSTEM, "staff_import.confirm", "staff_import", 1)


def save_the_plan(world: World, cycle: Cycle) -> None:
    save_cycle(cycle.id, revision=1, actor=SYSTEM, plan=world.plan(peers=2))


def retire_a_version(world: World, cycle: Cycle) -> None:
    QuestionnaireVersion.update(retired_at=NOON).execute()


def change_one_s_mind(world: World, cycle: Cycle) -> None:
    enqueue_opening(cycle.id, actor=SYSTEM)
    return_to_draft(cycle.id, actor=SYSTEM)


CHANGES = (
    move_a_unit, let_somebody_go, add_a_role, import_staff, save_the_plan, retire_a_version,
    change_one_s_mind,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_ends_it(world: World, change: Callable[[World, Cycle], None]) -> None:
    cycle = world.cycle()
    checked(cycle)
    change(world, cycle)
    assert found_of(cycle) is None
    assert check_status(queries.cycle(cycle.id)).made_at == NOON
    checked(cycle)
    again = queries.cycle(cycle.id)
    assert found_of(cycle) == planning.preflight(again, mails_per_hour=100)
    assert JobFile.select().count() == 1


def test_other_lines_of_the_log_do_not_end_it(world: World) -> None:
    cycle = world.cycle()
    checked(cycle)
    record(SYSTEM, "staff_import.check", "staff_import", 1)
    record(SYSTEM, "cycle.remind", "cycle", 99)
    assert found_of(cycle) is not None


def test_every_change_of_staff_in_the_log_is_known() -> None:
    """What else the log says of staff: a list that was looked at, or dropped, or taken out."""
    from admin.audit_words import EVENTS

    areas = ("employee.", "unit.", "job_role.", "staff_import.")
    known = {action for action in EVENTS if action.startswith(areas)}
    assert known - set(STAFF_CHANGES) == {"staff_import.check", "staff_import.drop"}
    assert set(STAFF_CHANGES) <= known


def test_a_change_while_it_is_made_has_it_begin_again(world: World) -> None:
    cycle = world.cycle()
    job = begun(cycle)
    rounds = []

    def meanwhile(done: int, total: int) -> None:
        if done == 1:
            rounds.append(done)
            let_somebody_go(world, cycle)  # the second time this changes nothing

    make_check(job, meanwhile)
    jobs.finish(job)
    assert len(rounds) == 2
    assert found_of(cycle) == planning.preflight(cycle, mails_per_hour=100)


def test_what_never_rests_is_kept_as_what_holds_no_more(world: World) -> None:
    cycle = world.cycle()
    job = begun(cycle)
    make_check(job, lambda done, total: import_staff(world, cycle))
    jobs.finish(job)
    assert found_of(cycle) is None
    assert check_status(cycle).made_at == NOON


def test_time_is_always_that_of_the_look(world: World) -> None:
    cycle = world.cycle()
    checked(cycle)
    with clock.fixed(CLOSES + timedelta(minutes=1)):
        found = found_of(cycle)
    assert found is not None
    assert [problem.kind for problem in found.errors] == ["closing_past"]
    slow = check_status(cycle, mails_per_hour=1).found
    assert slow is not None
    assert slow.sending is not None
    assert slow.sending.hours == 13


def test_one_that_cannot_be_read_is_none(world: World) -> None:
    """Of another release, for instance."""
    cycle = world.cycle()
    jobs.keep_file(checked(cycle), b'{"made_at": 3}')
    assert check_status(cycle) == kept_check.CheckStatus(Job.get())


def test_no_more_of_people_is_kept_than_is_shown(world: World) -> None:
    Employee.update(email="rahasia@contoh.go.id", whatsapp="628120000").execute()
    job = checked(world.cycle())
    content = bytes(JobFile.get(JobFile.job == job.id).content)
    assert b"kepsek SMP Negeri 1" in content
    for secret in (b"rahasia@", b"628120000", world.people["kepsek SMP Negeri 1"].nip.encode()):
        assert secret not in content


def test_a_deleted_draft_is_not_checked(world: World) -> None:
    cycle = world.cycle()
    job = jobs.enqueue(JobKind.CHECK, cycle.id, actor=SYSTEM)
    delete_cycle(cycle.id, actor=SYSTEM)
    assert Job.get_by_id(job.id).state == JobState.WITHDRAWN
    with pytest.raises(NotFound):
        make_check(job, lambda done, total: None)


def test_a_check_is_not_in_the_log(world: World) -> None:
    """It changes nothing; and "changed by" stays who saved."""
    cycle = world.cycle()
    before = queries.last_editor(cycle.id)
    checked(cycle)
    assert queries.last_editor(cycle.id) == before
