"""What a deleted row leaves behind in the database's files, and clearing it away."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from peewee import OperationalError

from survei.database import LONG_SECONDS, database, is_sqlite, long_statements

log = logging.getLogger(__name__)


def clear_files(tables: Iterable[str], *, most_seconds: float = LONG_SECONDS) -> bool:
    """Leaves nothing of deleted rows in the files; False when others are in the way or it takes
    longer: try again. Harmless to repeat.

    SQLite overwrites what it deletes (secure_delete) and here empties its write-ahead log.
    PostgreSQL writes the files of these tables anew, holding each exclusively meanwhile: a plain
    VACUUM leaves the bytes of dead rows where they were. Inside somebody's transaction neither is
    possible; the answer is True then.
    """
    if database.in_transaction():
        return True
    try:
        return _truncate_log() if is_sqlite() else _write_new_files(tables, most_seconds)
    except OperationalError as error:
        log.info("clearing is left for later: %s", error)
        return False


def _truncate_log() -> bool:
    """False while a reader still needs what the log holds."""
    busy, *_ = database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _write_new_files(tables: Iterable[str], most_seconds: float) -> bool:
    with long_statements(most_seconds):
        for table in sorted(set(tables)):
            database.execute_sql(f'VACUUM FULL "{table}"')
    return True
