"""Jobs: asked for once, held by one worker, gone on with after a crash."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from survei import clock
from survei.audit.choices import Actor, ActorKind
from survei.audit.models import AuditEvent
from survei.errors import WrongState
from survei.jobs import services
from survei.jobs.choices import JobKind, JobState
from survei.jobs.models import Job
from survei.jobs.queries import asker_of, file_of, live_job, newest_file, refusal_of
from survei.jobs.rules import LEASE, PAUSE, is_stalled, percent_of
from survei.purge.services import purge
from survei.retention.choices import DataClass
from survei.settings import Settings

NOW = datetime(2026, 11, 23, 2, 32, tzinfo=UTC)
NURUL = Actor(ActorKind.USER, 7, "Nurul", "10.0.0.7")
RAHMAT = Actor(ActorKind.USER, 8, "Rahmat", "10.0.0.8")


def state_of(job: Job) -> str:
    return Job.get_by_id(job.id).state


def test_asking_twice_is_asking_once(db: None) -> None:
    first = services.enqueue(JobKind.PUBLISH, 3, actor=NURUL)
    assert services.enqueue(JobKind.PUBLISH, 3, actor=RAHMAT).id == first.id
    assert services.enqueue(JobKind.PUBLISH, 4, actor=NURUL).id != first.id
    assert asker_of(first) == NURUL
    assert [line.object_id for line in AuditEvent.select().order_by(AuditEvent.id)] == ["3", "4"]


def test_a_file_is_asked_for_by_each(db: None) -> None:
    mine = services.enqueue(JobKind.EXPORT, 3, actor=NURUL, everyone=True)
    theirs = services.enqueue(JobKind.EXPORT, 3, actor=RAHMAT, everyone=True)
    assert mine.id != theirs.id
    assert newest_file(3, 7) == mine
    assert newest_file(3, 9) is None


def test_what_ended_can_be_asked_for_again(db: None) -> None:
    first = services.enqueue(JobKind.PUBLISH, 3, actor=NURUL)
    taken = services.claim()
    assert taken is not None
    services.fail(taken, WrongState())
    assert refusal_of(Job.get_by_id(first.id)) == (WrongState.message, {})
    assert live_job(3, JobKind.PUBLISH) is None
    assert services.enqueue(JobKind.PUBLISH, 3, actor=NURUL).id != first.id


def test_one_worker_holds_it_until_it_falls_silent(db: None) -> None:
    services.enqueue(JobKind.PUBLISH, 3, actor=NURUL)
    with clock.fixed(NOW):
        first = services.claim()
        assert first is not None
        assert services.claim() is None
    with clock.fixed(NOW + LEASE - timedelta(seconds=1)):
        services.report(first, 5, 10)
    with clock.fixed(NOW + 2 * LEASE - timedelta(seconds=2)):
        assert services.claim() is None
    with clock.fixed(NOW + 2 * LEASE):
        second = services.claim()
    assert second is not None
    assert (second.id, second.done, second.tries) == (first.id, 5, 2)
    with pytest.raises(services.LeaseLost):
        services.report(first, 6, 10)
    services.finish(first)
    assert state_of(first) == JobState.RUNNING
    services.finish(second)
    assert state_of(first) == JobState.DONE


def test_a_withdrawn_wish_stops_the_worker(db: None) -> None:
    services.enqueue(JobKind.OPEN, 3, actor=NURUL)
    taken = services.claim()
    assert taken is not None
    services.withdraw(JobKind.OPEN, 3)
    with pytest.raises(services.LeaseLost):
        services.report(taken, 1, 2)
    assert state_of(taken) == JobState.WITHDRAWN


def test_a_worker_that_is_told_to_stop_gives_back_at_once(db: None) -> None:
    services.enqueue(JobKind.PUBLISH, 3, actor=NURUL)
    taken = services.claim()
    assert taken is not None
    services.give_back(taken)
    again = services.claim()
    assert again is not None
    assert again.tries == 1


def test_what_breaks_rests_before_it_is_tried_again(db: None) -> None:
    services.enqueue(JobKind.PUBLISH, 3, actor=NURUL)
    with clock.fixed(NOW):
        taken = services.claim()
        assert taken is not None
        services.put_off(taken)
        assert services.claim() is None
    with clock.fixed(NOW + 2 * PAUSE):
        again = services.claim()
    assert again is not None
    assert again.tries == 2


@pytest.mark.parametrize(
    ("done", "total", "percent"), [(0, 0, 0), (0, 9, 0), (1, 3, 33), (999, 1000, 99), (3, 3, 100)]
)
def test_percent_is_rounded_down(done: int, total: int, percent: int) -> None:
    assert percent_of(Job(done=done, total=total)) == percent


@pytest.mark.parametrize(
    ("state", "seconds", "stalled"),
    [("waiting", 5, False), ("waiting", 31, True), ("running", 31, True), ("done", 99, False)],
)
def test_stalled_is_what_no_worker_takes(state: str, seconds: int, stalled: bool) -> None:
    past = NOW - timedelta(seconds=seconds)
    assert is_stalled(Job(state=state, asked_at=past, leased_until=past), NOW) is stalled


def test_files_are_dropped_after_a_day(db: None, settings: Settings) -> None:
    asked = [services.enqueue(JobKind.COMPUTE, cycle, actor=NURUL) for cycle in (1, 2)]
    for job, hours in zip(asked, (25, 23), strict=True):
        with clock.fixed(NOW - timedelta(hours=hours)):
            services.keep_file(job, b"first")
            services.keep_file(job, b"x")
    with clock.fixed(NOW):
        assert purge(settings, actor=NURUL).counts == {DataClass.JOB_FILES: 1}
    assert [file_of(job) for job in asked] == [None, b"x"]
