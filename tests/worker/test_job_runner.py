"""Long work in the worker: seen while it runs, gone on with after a stop or a crash."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.jobs import services
from survei.jobs.choices import JobKind, JobState
from survei.jobs.models import Job
from survei.jobs.queries import file_of, has_file, refusal_of
from survei.jobs.rules import LEASE, MOST_TRIES
from survei.keys import use_keys
from survei.lifecycle import publishing
from survei.result.models import Result
from survei.result.queries import result_of_ratee
from survei.settings import Settings
from survei.worker import job_runner
from survei.worker.job_runner import WORKS, JobRunner, Work
from tests.result.rows import School, rated_school


@pytest.fixture
def school(committed_db: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> School:
    """A computed cycle with two ratees, on a database that commits."""
    use_keys(settings.keys)
    monkeypatch.setattr(publishing, "CHUNK", 1)
    monkeypatch.setattr(job_runner, "REPORT_SECONDS", 0)
    return rated_school(peers=3)


def test_every_kind_has_its_work() -> None:
    assert set(WORKS) == set(JobKind)


def test_progress_is_seen_while_it_runs(
    school: School, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = services.enqueue(JobKind.PUBLISH, school.cycle.id, actor=SYSTEM)
    seen: list[tuple[int, int]] = []
    report = services.report

    def spy(job: Job, done: int, total: int) -> None:
        report(job, done, total)
        row = Job.get_by_id(job.id)
        seen.append((row.done, row.total))

    monkeypatch.setattr(services, "report", spy)
    JobRunner().run_all()
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert Job.get_by_id(job.id).state == JobState.DONE
    assert Cycle.get().state == CycleState.PUBLISHED


def test_a_worker_that_is_told_to_stop_leaves_the_rest_to_the_next(
    school: School, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.enqueue(JobKind.PUBLISH, school.cycle.id, actor=SYSTEM)
    runner, written = JobRunner(), publishing._write

    def write_and_stop(*args: object) -> None:
        written(*args)  # type: ignore[arg-type]
        runner.stopping.set()

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "_write", write_and_stop)
        runner.run_all()
    assert Job.get().state == JobState.WAITING
    assert Result.select().count() == 1
    assert result_of_ratee(Result.get().ratee_id) is None
    JobRunner().run_all()
    assert Job.get().state == JobState.DONE
    assert result_of_ratee(Result.get().ratee_id) is not None


class Killed(BaseException):
    """What a process that dies looks like from inside."""


def test_a_crash_is_gone_on_with_after_the_lease(
    school: School, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.enqueue(JobKind.PUBLISH, school.cycle.id, actor=SYSTEM)

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "advance_cycle", die)
        with pytest.raises(Killed):
            JobRunner().run_all()
    job = Job.get()
    assert (job.state, Cycle.get().state) == (JobState.RUNNING, CycleState.COMPUTED)
    assert Result.select().count() == 2
    assert result_of_ratee(Result.get().ratee_id) is None
    assert JobRunner().run_all() == 0
    with clock.fixed(clock.now() + LEASE + timedelta(seconds=1)):
        assert JobRunner().run_all() == 1
    assert (Job.get().state, Cycle.get().state) == (JobState.DONE, CycleState.PUBLISHED)


def test_what_a_command_was_faster_at_is_done(school: School, settings: Settings) -> None:
    services.enqueue(JobKind.PUBLISH, school.cycle.id, actor=SYSTEM)
    publishing.publish_results(school.cycle.id, actor=SYSTEM)
    JobRunner().run_all()
    assert Job.get().state == JobState.DONE


def test_what_breaks_is_tried_again_later(
    school: School, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.enqueue(JobKind.PUBLISH, school.cycle.id, actor=SYSTEM)
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "_write", lambda *args: 1 / 0)
        JobRunner().run_all()
    assert Job.get().state == JobState.RUNNING
    with clock.fixed(clock.now() + timedelta(minutes=1)):
        JobRunner().run_all()
    assert Job.get().state == JobState.DONE


@pytest.mark.parametrize("end", [ZeroDivisionError, Killed], ids=["breaks", "kills its worker"])
def test_what_always_breaks_ends_with_what_to_do(
    school: School, settings: Settings, monkeypatch: pytest.MonkeyPatch, end: type[BaseException]
) -> None:
    """And a cycle that does not open can be mended."""

    def fall(*_: object) -> None:
        begun.append(True)
        raise end

    begun: list[bool] = []
    Cycle.update(state=CycleState.OPENING).execute()
    monkeypatch.setitem(WORKS, JobKind.OPEN, Work(fall))
    services.enqueue(JobKind.OPEN, school.cycle.id, actor=SYSTEM)
    for turn in range(MOST_TRIES + 1):
        with clock.fixed(clock.now() + 2 * turn * LEASE), suppress(Killed):
            JobRunner().run_all()
    job = Job.get()
    assert (len(begun), job.state) == (MOST_TRIES, JobState.FAILED)
    assert refusal_of(job)[1] == {"tries": MOST_TRIES}
    assert Cycle.get().state == CycleState.DRAFT


def test_computing_is_done_and_repeated_without_harm(committed_db: str, settings: Settings) -> None:
    use_keys(settings.keys)
    cycle = rated_school(state=CycleState.CLOSED).cycle
    for _ in range(2):
        services.enqueue(JobKind.COMPUTE, cycle.id, actor=SYSTEM)
        JobRunner().run_all()
    assert Cycle.get().state == CycleState.COMPUTED
    assert {job.state for job in Job.select()} == {JobState.DONE}


def test_a_file_is_complete_or_absent(
    school: School, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishing.publish_results(school.cycle.id, actor=SYSTEM)
    job = services.enqueue(JobKind.EXPORT, school.cycle.id, actor=SYSTEM, everyone=True)
    with monkeypatch.context() as patch:
        patch.setattr(job_runner, "_counted", lambda *args: 1 / 0)
        JobRunner().run_all()
    assert not has_file(job)
    with clock.fixed(clock.now() + timedelta(minutes=1)):
        JobRunner().run_all()
    assert (file_of(job) or b"").startswith(b"PK")
    assert Job.get().done == 2


def test_a_look_takes_what_is_asked_and_clears_what_is_owed(
    school: School, settings: Settings
) -> None:
    Cycle.update(cleared_at=None).execute()
    services.enqueue(JobKind.EXPORT, school.cycle.id, actor=SYSTEM, everyone=True)
    JobRunner().look()
    assert Job.get().state == JobState.DONE
    assert Cycle.get().cleared_at
