"""What was deleted is gone from the database's files, and from the next backup."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.backup import back_up
from survei.database import database, is_sqlite, make_database
from survei.keys import use_keys
from survei.purge.models import PurgeRun
from survei.purge.services import purge
from survei.settings import Settings
from tests.house.test_backup import postgres_programs  # noqa: F401 - used by name
from tests.purge.world import CLOSED, SECRETS, World, make_world

LATER = CLOSED + timedelta(days=4000)


@pytest.fixture
def world(committed_db: str, settings: Settings, postgres_programs: None) -> World:  # noqa: F811
    """A cycle that was closed and published, on a database that commits."""
    use_keys(settings.keys)
    return make_world()


def backup_text(settings: Settings, file: Path) -> bytes:
    """Everything that a backup made now holds, readable."""
    back_up(settings, file)
    if is_sqlite():
        return file.read_bytes()
    command = ["pg_restore", "--file=-", str(file)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def live_text(settings: Settings) -> bytes:
    """The bytes of the tables as they lie on the disk, dead rows included."""
    if is_sqlite():
        path = Path(settings.database_url.removeprefix("sqlite:///"))
        log = Path(f"{path}-wal")
        return path.read_bytes() + (log.read_bytes() if log.exists() else b"")
    database.execute_sql("CHECKPOINT")
    sql = "SELECT pg_read_binary_file(pg_relation_filepath(%s))"
    rows = (database.execute_sql(sql, (table,)).fetchone()[0] for table in _rewritten())
    return b"".join(map(bytes, rows))


def _rewritten() -> list[str]:
    return [table for table in SECRETS if table != "letter"]


def found_in(data: bytes) -> set[str]:
    """Tables whose secret stands there, as text or as the hex of a dump."""
    return {
        table
        for table, text in SECRETS.items()
        if text.encode() in data or text.encode().hex().encode() in data
    }


def test_the_next_backup_and_the_files_hold_nothing_of_it(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    assert found_in(backup_text(settings, tmp_path / "before")) == set(SECRETS)
    assert found_in(live_text(settings)) >= set(_rewritten())
    with clock.fixed(LATER):
        assert purge(settings, actor=SYSTEM).is_cleared
    assert found_in(backup_text(settings, tmp_path / "after")) == set()
    assert found_in(live_text(settings)) == set()


@contextmanager
def another_reader(settings: Settings) -> Iterator[None]:
    """Somebody who began to read before and has not ended."""
    other = make_database(settings.database_url)
    other.connect()
    _wait_at_most("50ms")
    try:
        other.execute_sql("BEGIN")
        other.execute_sql("SELECT count(*) FROM confidential_submission").fetchone()
        yield
    finally:
        other.execute_sql("ROLLBACK")
        other.close()
        other.close_all()
        _wait_at_most("5s")


def _wait_at_most(time: str) -> None:
    """How long this connection waits for others."""
    if is_sqlite():
        database.pragma("busy_timeout", {"50ms": 50, "5s": 5000}[time])
    else:
        database.execute_sql(f"SET lock_timeout = '{time}'")


def test_files_that_somebody_holds_are_cleared_by_the_next_run(
    world: World, settings: Settings
) -> None:
    """A reader keeps the log, or a lock the table: the run stays open and is taken up again."""
    with another_reader(settings), clock.fixed(LATER):
        assert not purge(settings, actor=SYSTEM).is_cleared
    assert PurgeRun.get().ended_at is None
    with clock.fixed(LATER + timedelta(minutes=1)):
        assert purge(settings, actor=SYSTEM).is_cleared
    assert PurgeRun.get().ended_at is not None
    assert found_in(live_text(settings)) == set()
