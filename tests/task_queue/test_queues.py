"""Work is queued with its cause or not at all, and no queue waits for another."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import msgspec
import pytest

from survei.audit.choices import SYSTEM
from survei.database import database
from survei.jobs import services as jobs
from survei.jobs.choices import JobKind, JobState
from survei.jobs.models import Job
from survei.keys import use_keys
from survei.mail.models import Letter
from survei.mail.outbox_sender import OutboxSender
from survei.mail.services import post_test_letter
from survei.settings import Settings
from survei.task_queue.choices import Queue
from survei.task_queue.models import QueuedTask
from survei.task_queue.queues import QUEUES
from survei.worker import job_runner
from survei.worker.job_runner import Work
from survei.worker.lanes import Lanes
from tests.mail.conftest import Server, smtp_server
from tests.waiting import wait_for

__all__ = ["smtp_server"]


def queued() -> list[str]:
    """Names of the queues that hold a task, one for each task."""
    return [task.queue for task in QueuedTask.select().order_by(QueuedTask.id)]


def post(name: str) -> Letter:
    return post_test_letter("test", recipient=f"{name}@example.go.id", name=name, actor=SYSTEM)


def test_what_is_taken_back_wakes_nobody(committed_db: str) -> None:
    with database.atomic() as transaction:
        jobs.enqueue(JobKind.PUBLISH, 3, actor=SYSTEM)
        post("a")
        assert queued() == ["survei_jobs", "survei_account_letters"]
        transaction.rollback()
    assert queued() == []
    assert QUEUES[Queue.JOBS].dequeue() is None


def test_what_is_asked_for_twice_wakes_once(committed_db: str) -> None:
    for _ in range(2):
        jobs.enqueue(JobKind.PUBLISH, 3, actor=SYSTEM)
    assert queued() == ["survei_jobs"]


LOOK = "survei.task_queue.queues.look"


def test_a_queue_holds_the_name_of_a_task_and_nothing_else(committed_db: str) -> None:
    jobs.enqueue(JobKind.PUBLISH, 3, actor=SYSTEM)
    _key, name = msgspec.json.decode(bytes(QueuedTask.get().data))
    assert name == LOOK


GARBAGE = {
    "code": b"cos\nsystem\n(S'id'\ntR.",
    "no text": b"\xff\xfe",
    "deep": b"[" * 100_000,
    "unknown": b'["a", "os.system"]',
    "given something": f'["a", "{LOOK}", null, 9, 1, ["id"], {{"a": 1}}]'.encode(),
    "empty": b"",
}


def test_what_is_no_task_holds_up_nobody(
    committed_db: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever wrote it into the table, and however much of it."""
    queue = QUEUES[Queue.JOBS]
    rows = [{"queue": queue.name, "data": data} for data in GARBAGE.values()] * 20
    QueuedTask.insert_many(rows).execute()
    jobs.enqueue(JobKind.PUBLISH, 3, actor=SYSTEM)
    task = queue.dequeue()
    assert task is not None
    assert task.name == "look"
    assert [line.getMessage() for line in caplog.records] == [
        "survei_jobs held 120 messages that are no tasks; they are gone"
    ]
    assert QueuedTask.select().count() == 0


def test_a_delivery_leaves_nothing_to_be_woken_for(committed_db: str, settings: Settings) -> None:
    use_keys(settings.keys)
    for name in ("a", "b", "c"):
        post(name)
    assert len(queued()) == 3
    assert OutboxSender(settings).deliver().sent == 3
    assert queued() == []


Run = Callable[[Settings], Lanes]


@pytest.fixture
def run(committed_db: str) -> Iterator[Run]:
    """Runs every lane of a worker in this process, and ends them."""
    running: list[Lanes] = []

    def start(settings: Settings) -> Lanes:
        use_keys(settings.keys)
        running.append(Lanes(settings))
        running[-1].scheduler.start()
        for _, thread in running[-1].worker_threads:
            thread.start()
        return running[-1]

    yield start
    for lanes in running:
        lanes.stop(graceful=True)


def test_long_work_holds_up_neither_letters_nor_the_schedule(
    settings: Settings,
    run: Run,
    smtp_server: Callable[..., Server],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = smtp_server()
    begun, over, ran = threading.Event(), threading.Event(), threading.Event()

    def wait(*_: object) -> None:
        begun.set()
        over.wait(60)

    monkeypatch.setitem(job_runner.WORKS, JobKind.CHECK, Work(wait))
    schedule = QUEUES[Queue.SCHEDULE]
    task = schedule.task(name="try_it")(ran.set)
    run(replace(settings, mail_url=f"smtp://127.0.0.1:{server.port}"))
    job = jobs.enqueue(JobKind.CHECK, 3, actor=SYSTEM)
    assert begun.wait(60)
    task()
    post("a")
    assert ran.wait(60)
    assert wait_for(lambda: server.sink.recipients == ["a@example.go.id"])
    assert Job.get_by_id(job.id).state == JobState.RUNNING
    over.set()
    assert wait_for(lambda: Job.get_by_id(job.id).state == JobState.DONE)
    task.unregister()


def test_a_lane_finds_what_nobody_woke_it_for(settings: Settings, run: Run) -> None:
    """Such as after a worker was killed, or Redis has lost its queue."""
    use_keys(settings.keys)
    job = jobs.enqueue(JobKind.PUBLISH, 3, actor=SYSTEM)
    QueuedTask.delete().execute()
    run(settings)
    assert wait_for(lambda: Job.get_by_id(job.id).state == JobState.FAILED)


def test_every_queue_has_its_lane(settings: Settings, run: Run) -> None:
    lanes = run(settings)
    names = [lane.huey.name for lane, _ in lanes.worker_threads]
    assert sorted(names) == sorted(f"survei_{queue}" for queue in Queue)


def test_a_lane_that_dies_is_replaced(settings: Settings, run: Run) -> None:
    lanes = run(settings)
    task = QUEUES[Queue.SCHEDULE].task(name="die")(sys.exit)
    task()
    assert wait_for(lambda: any(not thread.is_alive() for _, thread in lanes.worker_threads))
    task.unregister()
    lanes.check_worker_health()
    assert all(thread.is_alive() for _, thread in lanes.worker_threads)
    assert {lane.huey.name for lane, _ in lanes.worker_threads} == {
        f"survei_{queue}" for queue in Queue
    }
