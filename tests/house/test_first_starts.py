"""First starts, in any number and order, come up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from survei.database import make_database
from survei.exclusive import exclusively
from survei.settings import Settings
from tests.running import Running
from tests.waiting import wait_for

Start = Callable[..., Running]
#: Threads of a worker whose schedule and four lanes have begun, with what watches beside them.
THREADS_AT_WORK = 7


@pytest.fixture
def fresh_url(database_url: str, tmp_path: Path) -> Iterator[str]:
    """URL of a database that nobody has prepared."""
    if database_url.startswith("sqlite:"):
        yield f"sqlite:///{tmp_path / 'instance' / 'survei.sqlite3'}"
        return
    server: Any = make_database(database_url)
    with server.connection_context():
        server.execute_sql("DROP DATABASE IF EXISTS fresh WITH (FORCE)")
        server.execute_sql("CREATE DATABASE fresh")
    server.close_all()
    path, _, query = database_url.partition("?")
    yield f"{path.rsplit('/', 1)[0]}/fresh?{query}"


@pytest.fixture
def start(fresh_url: str, tmp_path: Path) -> Iterator[Start]:
    """Starts processes of one installation, and ends them all."""
    started: list[Running] = []

    def begin(*arguments: str) -> Running:
        started.append(
            Running(
                tmp_path / "instance", *arguments, SURVEI_DATABASE_URL=fresh_url, SURVEI_WORKERS="1"
            )
        )
        return started[-1]

    yield begin
    for running in started:
        running.process.kill()
        running.process.wait()


def _threads(running: Running) -> int:
    folder = Path(f"/proc/{running.process.pid}/task")
    return len(list(folder.iterdir())) if running.process.poll() is None else 0


def test_four_workers_on_an_empty_database(start: Start) -> None:
    workers = [start("--only", "worker") for _ in range(4)]
    assert wait_for(
        lambda: (
            all(_threads(one) >= THREADS_AT_WORK for one in workers)
            or any(one.process.poll() is not None for one in workers)
        )
    )
    assert [one.process.poll() for one in workers] == [None] * 4, workers[0].log.read_text()
    for one in workers:
        one.process.terminate()
    assert [one.process.wait(60) for one in workers] == [0] * 4


def test_three_demonstrations_at_once(start: Start, tmp_path: Path) -> None:
    houses = [start("--demo") for _ in range(3)]
    for one in houses:
        one.wait()
    printed = [one.stop() for one in houses]
    assert [one.process.returncode for one in houses] == [0] * 3, printed
    assert sum("Data peragaan dimuat" in text for text in printed) == 1
    assert sum("Data peragaan sudah ada" in text for text in printed) == 2
    assert sum("menunggu sampai selesai" in text for text in printed) >= 1


def test_nobody_waits_for_himself(settings: Settings) -> None:
    with (
        exclusively(settings, "start"),
        pytest.raises(RuntimeError),
        exclusively(settings, "start"),
    ):
        pass
