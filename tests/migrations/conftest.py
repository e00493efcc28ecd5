"""Databases as an earlier release left them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playhouse.migrations import Runner

from survei.database import make_database

MIGRATIONS = Path(__file__).parents[2] / "survei" / "migrations"
#: A database, and the runner that brings it on.
Old = tuple[Any, Runner]


@pytest.fixture
def database_before(database_url: str, tmp_path: Path) -> Iterator[Callable[[str], Old]]:
    """Makes a database of its own to which all migrations before one were applied."""
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(_before(name, database_url, tmp_path))


@contextmanager
def _before(name: str, url: str, folder: Path) -> Iterator[Old]:
    is_file = url.startswith("sqlite")
    own: Any = (
        make_database(f"sqlite:///{folder / 'old.sqlite3'}")
        if is_file
        else make_database(url, schema="before")
    )
    earlier = folder / "migrations"
    earlier.mkdir()
    for path in MIGRATIONS.glob("0*.py"):
        if path.stem < name:
            shutil.copy(path, earlier)
    with own.connection_context():
        if not is_file:
            own.execute_sql("CREATE SCHEMA before")
        Runner(own, str(earlier)).up()
        yield own, Runner(own, str(MIGRATIONS))
        if not is_file:
            own.execute_sql("DROP SCHEMA before CASCADE")
    own.close_all()
