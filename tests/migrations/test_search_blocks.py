"""Blocks of searched text that an earlier release left wrong are mended."""

from __future__ import annotations

from collections.abc import Callable

from survei.database import is_sqlite
from tests.migrations.conftest import Old

ALL = "SELECT subject, part, number, body FROM search_block"


def test_what_was_written_back_is_gone(database_before: Callable[[str], Old]) -> None:
    """SQLite has no two writers, so its blocks are true."""
    own, runner = database_before("0097_search_turns")
    if not is_sqlite():
        own.execute_sql(
            "INSERT INTO search_block (subject, part, number, body) VALUES ('letter', 0, 3, 'x')"
        )
    runner.up("0097_search_turns")
    assert own.execute_sql(ALL).fetchall() == []
    runner.down("0097_search_turns")
    runner.up("0097_search_turns")
