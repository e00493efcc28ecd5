"""Cycles that were closed before closing could be taken back: it cannot for them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playhouse.migrations import Runner

from survei.database import make_database

MIGRATIONS = Path(__file__).parents[2] / "survei" / "migrations"
THIS = "0070_computing"
CYCLE = (
    "INSERT INTO cycle (name, period_start, period_end, opens_at, closes_at, grace_minutes, state, "
    "plan, revision, created_at, closed_at) VALUES ('{state}', '2026-01-01', '2026-12-31', "
    "'{at}', '{at}', 15, '{state}', '{{}}', 1, '{at}', {closed})"
)
ERRAND = (
    "INSERT INTO errand (kind, cycle_id, state, live_key, payload, actor_kind, actor_name, "
    "address, asked_at, done, total, tries, message, params) VALUES ('close', 1, '{state}', {key}, "
    "'{{}}', 'user', 'Siti', '', '{at}', 0, 0, 0, '', '{{}}')"
)
AT = "2026-11-01 00:00:00.000000"


@pytest.fixture
def before(database_url: str, tmp_path: Path) -> Iterator[tuple[Any, Runner]]:
    """A database of its own as an earlier release left it, and the runner that brings it on."""
    is_file = database_url.startswith("sqlite")
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}" if is_file else database_url
    own = make_database(url) if is_file else make_database(url, schema="before")
    earlier = tmp_path / "migrations"
    earlier.mkdir()
    for path in MIGRATIONS.glob("0*.py"):
        if path.stem < THIS:
            shutil.copy(path, earlier)
    with own.connection_context():
        if not is_file:
            own.execute_sql("CREATE SCHEMA before")
        Runner(own, str(earlier)).up()
        yield own, Runner(own, str(MIGRATIONS))
        if not is_file:
            own.execute_sql("DROP SCHEMA before CASCADE")
    own.close_all()


def test_what_was_closed_is_computed_and_still_to_be_cleared(before: tuple[Any, Runner]) -> None:
    own, runner = before
    for state, closed in (("open", "NULL"), ("closed", f"'{AT}'"), ("published", f"'{AT}'")):
        own.execute_sql(CYCLE.format(state=state, closed=closed, at=AT))
    for state, key in (("waiting", "'close:1'"), ("done", "NULL")):
        own.execute_sql(ERRAND.format(state=state, key=key, at=AT))
    runner.up(THIS)
    columns = "name, state, computed_at, cleared_at, closed_by"
    rows = own.execute_sql(f"SELECT {columns} FROM cycle ORDER BY id").fetchall()
    assert [(name, state, at is not None, *rest) for name, state, at, *rest in rows] == [
        ("open", "open", False, None, None),
        ("closed", "computed", True, None, None),
        ("published", "published", True, None, None),
    ]
    errands = own.execute_sql("SELECT kind, state, live_key FROM errand ORDER BY id").fetchall()
    assert list(errands) == [("compute", "withdrawn", None), ("compute", "done", None)]
