"""SURVEI_QUEUE_URL: the same schedule and worker on a real Redis server."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NoServer

from survei import clock, worker
from survei.settings import Settings
from tests.forked import Popen
from tests.running import free_port
from tests.waiting import wait_for

ROOT = Path(__file__).parents[2]
SERVER = shutil.which("redis-server")


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A Redis server of this test, with a password, that keeps nothing."""
    if SERVER is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no redis-server")
        pytest.skip("no redis-server (apt install redis-server)")
    port = free_port()
    options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--requirepass", "kunci"]
    with (tmp_path / "redis.log").open("w") as log:
        server = subprocess.Popen([SERVER, *options], cwd=tmp_path, stdout=log)
    url = f"redis://:kunci@127.0.0.1:{port}/0"
    try:
        assert wait_for(lambda: answers(url)), (tmp_path / "redis.log").read_text()
        yield url
    finally:
        server.terminate()
        server.wait(60)


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


def test_the_schedule_runs_through_redis(settings: Settings, redis_url: str) -> None:
    huey = worker.create_huey(replace(settings, queue_url=redis_url))
    ran: list[str] = []
    worker.add_tasks(
        huey,
        [worker.PeriodicTask("try_it", lambda at: True, lambda: ran.append("ran"))],
        lambda: True,
    )
    (task,) = huey.read_periodic(clock.now())
    huey.enqueue(task)
    assert keys(redis_url) == [b"huey.redis.survei_queue"]
    taken = huey.dequeue()
    assert taken is not None
    huey.execute(taken)
    assert ran == ["ran"]
    assert keys(redis_url) == []
    huey.storage.conn.connection_pool.disconnect()


def test_a_worker_on_redis_runs_and_ends_cleanly(
    committed_db: str, tmp_path: Path, redis_url: str
) -> None:
    pairs = {
        "SURVEI_INSTANCE": str(tmp_path / "instance"),
        "SURVEI_DATABASE_URL": committed_db,
        "SURVEI_BASE_URL": "http://localhost",
        "SURVEI_QUEUE_URL": redis_url,
    }
    command = [sys.executable, "-m", "tests.worker.process"]
    command += [f"{name}={value}" for name, value in pairs.items()]
    with Redis.from_url(redis_url) as connection:
        process = Popen(command, cwd=ROOT, stderr=subprocess.PIPE)
        try:
            assert wait_for(lambda: len(connection.client_list()) > 1)
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
        finally:
            process.kill()
            _, errors = process.communicate()
    assert b"Traceback" not in errors
    assert not (tmp_path / "instance" / "queue.sqlite3").exists()
