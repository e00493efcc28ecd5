"""What a deleted row leaves behind in the database's files, and clearing it away."""

from __future__ import annotations

from collections.abc import Iterable

from peewee import OperationalError

from survei.database import database, is_sqlite, long_statements


def clear_files(tables: Iterable[str]) -> bool:
    """Leaves nothing of deleted rows in the files; False when others are in the way: try again.

    SQLite overwrites what it deletes (secure_delete) and here empties its write-ahead log.
    PostgreSQL writes the files of these tables anew, holding each exclusively meanwhile. Harmless
    to repeat. Inside somebody's transaction neither is possible; the answer is True then.
    """
    if database.in_transaction():
        return True
    if is_sqlite():
        busy, *_ = database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    return _rewrite(sorted(set(tables)))


def _rewrite(tables: list[str]) -> bool:
    try:
        with long_statements():
            for table in tables:
                database.execute_sql(f'VACUUM FULL "{table}"')
    except OperationalError as error:
        if "lock timeout" not in str(error):
            raise
        return False
    return True
