"""The worker as a process: prompt delivery, clean end, nothing lost when it is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.cycle.choices import AssignmentState, CycleState
from survei.cycle.models import Assignment, Cycle
from survei.database import database
from survei.installation.new_keys import write_keys
from survei.jobs import services as jobs
from survei.jobs.choices import JobKind, JobState
from survei.jobs.models import Job
from survei.keys import use_keys
from survei.mail.choices import LetterState
from survei.mail.models import Letter
from survei.mail.rules import batch_size
from survei.mail.services import post_letter, post_test_letter
from survei.settings import Settings, load_settings
from survei.task_queue.choices import Queue
from survei.task_queue.queues import TaskQueue
from survei.worker import lanes, schedule
from tests.forked import Popen
from tests.invitation.conftest import CLOSES, make_cycle
from tests.invitation.links import make_link
from tests.mail.conftest import Server, Sink, smtp_server
from tests.waiting import wait_for

__all__ = ["smtp_server"]

ROOT = Path(__file__).parents[2]
#: Letters that may leave in an hour.
PER_HOUR = 1000


@pytest.fixture
def instance(committed_db: str, tmp_path: Path) -> dict[str, str]:
    """The environment of an installation on a database that commits."""
    env = {
        "SURVEI_INSTANCE": str(tmp_path / "instance"),
        "SURVEI_DATABASE_URL": committed_db,
        "SURVEI_BASE_URL": "http://localhost",
        "SURVEI_MAILS_PER_HOUR": str(PER_HOUR),
    }
    use_keys(write_keys(load_settings(env)).keys)
    return env


@pytest.fixture
def start(instance: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts workers and ends what a test leaves behind."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(**more: str) -> subprocess.Popen[bytes]:
        pairs = [f"{name}={value}" for name, value in (instance | more).items()]
        command = [sys.executable, "-m", "tests.worker.process", *pairs]
        running.append(Popen(command, cwd=ROOT, stderr=subprocess.PIPE))
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def make_letters(number: int) -> None:
    """Invitations of a small cycle, to as many addresses."""
    small = make_cycle(closes_at=clock.now() + timedelta(days=9))
    make_link(small, "budi")
    for place in range(number):
        post_letter(
            "invitation",
            recipient=f"p{place}@example.go.id",
            payload={"participant": small.people["budi"].id},
            cycle_id=small.cycle.id,
        )


def test_a_letter_leaves_within_seconds_and_sigterm_ends_cleanly(
    start: Callable[..., subprocess.Popen[bytes]], smtp_server: Callable[..., Server]
) -> None:
    server = smtp_server()
    process = start(SURVEI_MAIL_URL=f"smtp://127.0.0.1:{server.port}")
    make_letters(1)
    assert wait_for(lambda: len(server.sink.accepted) == 1)
    assert wait_for(lambda: Letter.get().state == LetterState.SENT)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


def test_a_killed_worker_loses_nothing_and_repeats_at_most_one(
    start: Callable[..., subprocess.Popen[bytes]],
    smtp_server: Callable[..., Server],
) -> None:
    server = smtp_server(Sink(pause=0.05))
    make_letters(40)
    url = f"smtp://127.0.0.1:{server.port}"
    first = start(SURVEI_MAIL_URL=url)
    assert wait_for(lambda: len(server.sink.accepted) >= 5)
    first.kill()
    first.wait()
    Letter.update(leased_until=clock.now() - timedelta(seconds=1)).where(
        Letter.state == LetterState.SENDING
    ).execute()
    start(SURVEI_MAIL_URL=url)
    start(SURVEI_MAIL_URL=url)
    all_sent = Letter.select().where(Letter.state != LetterState.SENT)
    assert wait_for(lambda: not all_sent.exists(), 120)
    times = [server.sink.recipients.count(f"p{place}@example.go.id") for place in range(40)]
    assert min(times) == 1
    assert sum(times) <= 41


def test_two_workers_never_take_the_same_job(
    start: Callable[..., subprocess.Popen[bytes]],
) -> None:
    """Of cycles that do not exist, so that each fails at once."""
    for _ in range(2):
        start()
    cycles = range(1, 41)
    with database.atomic():
        for cycle_id in cycles:
            jobs.enqueue(JobKind.PUBLISH, cycle_id, actor=SYSTEM)
    failed = Job.select().where(Job.state == JobState.FAILED)
    assert wait_for(lambda: failed.count() == len(cycles))
    assert {job.tries for job in Job.select()} == {1}


def is_at_work(worker: subprocess.Popen[bytes]) -> bool:
    """Whether its lanes have begun: each is a thread."""
    return len(list(Path(f"/proc/{worker.pid}/task").iterdir())) > len(Queue)


def test_of_two_schedules_one_closes_a_cycle(
    start: Callable[..., subprocess.Popen[bytes]],
) -> None:
    make_letters(0)
    workers = [start(PERIOD="1") for _ in range(2)]
    assert wait_for(lambda: all(is_at_work(worker) for worker in workers))
    Cycle.update(closes_at=clock.now() - timedelta(days=1)).execute()
    assert wait_for(lambda: Cycle.get().state == CycleState.CLOSED)
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    assert [worker.wait(60) for worker in workers] == [0, 0]
    assert AuditEvent.select().where(AuditEvent.action == "cycle.close").count() == 1


def test_a_killed_worker_leaves_its_job_to_another(
    start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    held = tmp_path / "held"
    held.touch()
    job = jobs.enqueue(JobKind.CHECK, 3, actor=SYSTEM)
    first = start(HOLD=str(held))
    assert wait_for(lambda: Job.get_by_id(job.id).state == JobState.RUNNING)
    start(HOLD=str(held), LOOK="0.5")
    other = jobs.enqueue(JobKind.PUBLISH, 4, actor=SYSTEM)
    assert wait_for(lambda: Job.get_by_id(other.id).state == JobState.FAILED)
    assert Job.get_by_id(job.id).tries == 1  # held by a living one
    first.kill()
    first.wait()
    held.unlink()
    Job.update(leased_until=clock.now() - timedelta(seconds=1)).where(Job.id == job.id).execute()
    assert wait_for(lambda: Job.get_by_id(job.id).state == JobState.DONE)
    assert Job.get_by_id(job.id).tries == 2


def test_a_letter_on_the_wire_holds_up_neither_schedule_nor_long_work_nor_account_letters(
    start: Callable[..., subprocess.Popen[bytes]],
    smtp_server: Callable[..., Server],
    settings: Settings,
) -> None:
    server = smtp_server(Sink(held={"p0@example.go.id"}))
    make_letters(3)
    start(SURVEI_MAIL_URL=f"smtp://127.0.0.1:{server.port}", PERIOD="1")
    assert wait_for(lambda: server.sink.waiting == ["p0@example.go.id"])
    begun = clock.now()
    Cycle.update(closes_at=begun - timedelta(days=1)).execute()
    post_test_letter("test", recipient="hr@example.go.id", name="Nurul", actor=SYSTEM)
    cycle = Cycle.get()
    job = jobs.enqueue(JobKind.EXPORT, cycle.id, actor=SYSTEM, everyone=True)
    assert wait_for(lambda: Cycle.get().state == CycleState.CLOSED)
    assert wait_for(lambda: Job.get_by_id(job.id).state == JobState.DONE)
    assert wait_for(lambda: server.sink.recipients == ["hr@example.go.id"])
    assert Letter.get(Letter.recipient == "p0@example.go.id").state == LetterState.SENDING
    server.sink.held.clear()


def test_a_stop_lets_one_letter_out_and_leaves_none_leased(
    start: Callable[..., subprocess.Popen[bytes]], smtp_server: Callable[..., Server]
) -> None:
    server = smtp_server(Sink(held={"p0@example.go.id"}))
    make_letters(batch_size(PER_HOUR) + 5)
    process = start(SURVEI_MAIL_URL=f"smtp://127.0.0.1:{server.port}")
    assert wait_for(lambda: server.sink.waiting == ["p0@example.go.id"])
    leased = Letter.select().where(Letter.lease.is_null(False))
    assert leased.count() == batch_size(PER_HOUR)
    process.send_signal(signal.SIGTERM)
    assert wait_for(lambda: leased.count() == 1)
    assert process.poll() is None
    server.sink.held.clear()
    assert process.wait(60) == 0
    assert leased.count() == 0
    assert server.sink.recipients == ["p0@example.go.id"]
    assert {letter.state for letter in Letter.select()} == {LetterState.SENT, LetterState.QUEUED}
    assert Letter.select().where(Letter.attempts > 0).count() == 1


def test_a_letter_that_hangs_does_not_keep_the_process(
    committed_db: str,
    settings: Settings,
    smtp_server: Callable[..., Server],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The one on the wire gets its seconds, then its line is cut and it waits for another try."""
    monkeypatch.setattr(lanes, "WIRE_SECONDS", 0.1)
    server = smtp_server(Sink(held={"a@example.go.id"}))
    on_wire = replace(settings, mail_url=f"smtp://127.0.0.1:{server.port}")
    use_keys(settings.keys)
    post_test_letter("test", recipient="a@example.go.id", name="A", actor=SYSTEM)
    running = lanes.Lanes(on_wire)
    for _, thread in running.worker_threads:
        thread.start()
    assert wait_for(lambda: server.sink.waiting == ["a@example.go.id"])
    running.scheduler.start()
    running.stop(graceful=True)
    assert not any(thread.is_alive() for _, thread in running.worker_threads)
    row = Letter.get()
    assert (row.state, row.attempts, row.lease) == (LetterState.QUEUED, 1, None)
    server.sink.held.clear()


def test_a_plain_remote_server_stops_the_start(
    start: Callable[..., subprocess.Popen[bytes]],
) -> None:
    process = start(SURVEI_MAIL_URL="smtp://mail.example.go.id")
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0
    assert b"SURVEI_MAIL_URL" in errors


def test_the_schedule_runs_through_the_queue(committed_db: str, settings: Settings) -> None:
    queue = TaskQueue(Queue.SCHEDULE)
    ran: list[str] = []
    task = schedule.PeriodicTask("try_it", lambda at: True, lambda: ran.append("ran"))
    schedule.add_tasks(queue, [task], settings, clock.now)
    (due,) = queue.read_periodic(clock.now())
    queue.enqueue(due)
    taken = queue.dequeue()
    assert taken is not None
    queue.execute(taken)
    assert ran == ["ran"]
    assert queue.dequeue() is None


def test_every_periodic_task_runs_on_an_empty_database(db: None, settings: Settings) -> None:
    use_keys(settings.keys)
    for task in schedule.periodic_tasks(settings):
        task.run()


def test_reminders_go_out_on_the_days_of_the_plan(db: None, settings: Settings) -> None:
    use_keys(settings.keys)
    with clock.fixed(CLOSES - timedelta(days=20)):
        make_cycle()
    for days, hour, expected in ((8, 10, 0), (7, 5, 0), (7, 8, 4), (7, 9, 0), (3, 10, 4)):
        local = clock.to_local(CLOSES - timedelta(days=days)).replace(hour=hour)
        with clock.fixed(local):
            assert schedule.remind_raters() == expected
    Assignment.update(state=AssignmentState.SUBMITTED).execute()
    with clock.fixed(CLOSES - timedelta(days=1)):
        assert schedule.remind_raters() == 0


def test_a_cycle_closes_by_itself_after_its_grace(db: None, settings: Settings) -> None:
    use_keys(settings.keys)
    small = make_cycle()
    grace = timedelta(minutes=small.cycle.grace_minutes)
    for moment, expected in (
        (CLOSES, 0),
        (CLOSES + grace - timedelta(seconds=1), 0),
        (CLOSES + grace, 1),
        (CLOSES + grace, 0),
    ):
        with clock.fixed(moment):
            assert schedule.close_due_cycles() == expected
    assert Cycle.get_by_id(small.cycle.id).state == CycleState.CLOSED
