"""SURVEI_QUEUE_URL: the same worker, woken by a real Redis server."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NoServer

from survei import clock
from survei.audit.choices import SYSTEM
from survei.database import database
from survei.installation.new_keys import write_keys
from survei.jobs import services as jobs
from survei.jobs.choices import JobKind, JobState
from survei.jobs.models import Job
from survei.keys import use_keys
from survei.settings import Settings, load_settings
from survei.task_queue.choices import Queue
from survei.task_queue.models import QueuedTask
from survei.task_queue.queues import QUEUES, TaskQueue, use_queue
from survei.worker import schedule
from tests.forked import Popen
from tests.running import free_port
from tests.waiting import wait_for

ROOT = Path(__file__).parents[2]
SERVER = shutil.which("redis-server")


@dataclass
class RedisServer:
    """Where it is, and what it is."""

    url: str
    process: subprocess.Popen[bytes]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis server of this test, with a password, that keeps nothing."""
    if SERVER is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no redis-server")
        pytest.skip("no redis-server (apt install redis-server)")
    port = free_port()
    options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--requirepass", "kunci"]
    with (tmp_path / "redis.log").open("w") as log:
        process = subprocess.Popen([SERVER, *options], cwd=tmp_path, stdout=log)
    url = f"redis://:kunci@127.0.0.1:{port}/0"
    try:
        assert wait_for(lambda: answers(url)), (tmp_path / "redis.log").read_text()
        yield RedisServer(url, process)
    finally:
        process.terminate()
        process.wait(60)


def answers(url: str) -> bool:
    """Whether the server takes commands."""
    with Redis.from_url(url) as connection:
        try:
            return bool(connection.ping())
        except NoServer:
            return False


def keys(url: str) -> list[bytes]:
    """Every key on the server."""
    with Redis.from_url(url) as connection:
        return sorted(connection.keys())


@pytest.fixture
def on_redis(server: RedisServer) -> Iterator[str]:
    """This process queues there."""
    use_queue(server.url)
    yield server.url
    QUEUES[Queue.JOBS].storage.conn.connection_pool.disconnect()
    use_queue(None)


def test_the_schedule_runs_without_redis(committed_db: str, settings: Settings) -> None:
    """Cycles close at their time though the server is away."""
    use_queue(f"redis://127.0.0.1:{free_port()}/0")
    queue = TaskQueue(Queue.SCHEDULE)
    queue.storage = QUEUES[Queue.SCHEDULE].storage
    use_queue(None)
    ran: list[str] = []
    task = schedule.PeriodicTask("try_it", lambda at: True, lambda: ran.append("ran"))
    schedule.add_tasks(queue, [task], settings, clock.now)
    (due,) = queue.read_periodic(clock.now())
    queue.enqueue(due)
    taken = queue.dequeue()
    assert taken is not None
    queue.execute(taken)
    assert ran == ["ran"]


def test_redis_is_told_after_the_transaction_and_of_no_other(
    committed_db: str, on_redis: str
) -> None:
    with database.atomic():
        jobs.enqueue(JobKind.PUBLISH, 3, actor=SYSTEM)
        assert keys(on_redis) == []
    assert keys(on_redis) == [b"huey.redis.survei_jobs"]
    QUEUES[Queue.JOBS].storage.flush_queue()
    with database.atomic() as transaction:
        jobs.enqueue(JobKind.PUBLISH, 4, actor=SYSTEM)
        transaction.rollback()
    assert keys(on_redis) == []
    assert QueuedTask.select().count() == 0


def test_a_redis_that_is_away_undoes_nothing(
    committed_db: str, caplog: pytest.LogCaptureFixture
) -> None:
    use_queue(f"redis://127.0.0.1:{free_port()}/0")
    jobs.enqueue(JobKind.PUBLISH, 3, actor=SYSTEM)
    use_queue(None)
    assert Job.get().state == JobState.WAITING
    assert "out of reach" in caplog.text


@dataclass
class RunningWorker:
    """Its process, and what it logs."""

    process: subprocess.Popen[bytes]
    log: Path


@pytest.fixture
def worker(committed_db: str, tmp_path: Path, on_redis: str) -> Iterator[RunningWorker]:
    """A worker whose lanes wait on the server."""
    pairs = {
        "SURVEI_INSTANCE": str(tmp_path / "instance"),
        "SURVEI_DATABASE_URL": committed_db,
        "SURVEI_BASE_URL": "http://localhost",
        "SURVEI_QUEUE_URL": on_redis,
    }
    use_keys(write_keys(load_settings(pairs)).keys)
    command = [sys.executable, "-m", "tests.worker.process", "LOOK=2"]
    command += [f"{name}={value}" for name, value in pairs.items()]
    log = tmp_path / "worker.log"
    with log.open("w") as file:
        process = Popen(command, cwd=ROOT, stderr=file)
    with Redis.from_url(on_redis) as connection:
        # A lane each, but of the schedule; and this one.
        assert wait_for(lambda: len(connection.client_list()) == len(Queue))
    yield RunningWorker(process, log)
    process.kill()
    process.wait(60)


def fails(cycle_id: int) -> bool:
    """Whether the job of a cycle that does not exist is done, as far as it can be."""
    job = jobs.enqueue(JobKind.PUBLISH, cycle_id, actor=SYSTEM)
    return wait_for(lambda: Job.get_by_id(job.id).state == JobState.FAILED)


def test_a_worker_on_redis_runs_and_ends_cleanly(worker: RunningWorker) -> None:
    """What was asked for here is done there."""
    assert fails(3)
    worker.process.send_signal(signal.SIGTERM)
    assert worker.process.wait(60) == 0
    assert "Traceback" not in worker.log.read_text()
    assert QueuedTask.select().count() == 0


def test_a_worker_looks_by_itself_while_redis_is_away(
    worker: RunningWorker, server: RedisServer
) -> None:
    server.process.terminate()
    server.process.wait(60)
    assert fails(3)
    assert worker.process.poll() is None
    assert fails(4)  # some seconds later
    lines = [line.split("\\n")[0] for line in worker.log.read_text().splitlines()]
    assert sum("cannot be read" in line for line in lines) == len(Queue) - 1
    assert len(lines) == len(Queue) - 1
