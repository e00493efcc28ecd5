"""The structure that the migrations make, kept in the database beside their names.

It is read where nothing else has ever written: in a database that was empty before, or else in one
made for the purpose and dropped at once.
"""

from __future__ import annotations

import json
from pathlib import Path

from peewee import SqliteDatabase
from playhouse.migrations import Runner

from survei.database import database, is_sqlite
from survei.structure import postgres, sqlite

#: Name of the PostgreSQL schema that exists only inside a transaction that is rolled back.
SCRATCH = "survei_scratch"
_TABLE = (
    "CREATE TABLE IF NOT EXISTS schema_structure "
    "(release VARCHAR(64) NOT NULL PRIMARY KEY, content TEXT NOT NULL)"
)


def real_structure() -> dict[str, str]:
    """What the open database really has."""
    return sqlite.read(database) if is_sqlite() else postgres.read(database)


def recorded_structure(release: str) -> dict[str, str] | None:
    """What was written down for a release; None when nothing was."""
    if "schema_structure" not in database.get_tables():
        return None
    query = f"SELECT content FROM schema_structure WHERE release = {database.param}"
    found = database.execute_sql(query, (release,)).fetchone()
    return json.loads(found[0]) if found else None


def record_structure(release: str, made: dict[str, str]) -> None:
    """Writes down what the migrations make."""
    database.execute_sql("DELETE FROM schema_structure")
    query = f"INSERT INTO schema_structure VALUES ({database.param}, {database.param})"
    database.execute_sql(query, (release, json.dumps(made, sort_keys=True)))


def create_record() -> None:
    """Makes the table of the record unless it is there."""
    database.execute_sql(_TABLE)


def made_structure(migrations: Path) -> dict[str, str]:
    """What the migrations make of nothing, on the kind of database that is open."""
    return _made_in_memory(migrations) if is_sqlite() else _made_in_scratch(migrations)


def _made_in_memory(migrations: Path) -> dict[str, str]:
    empty = SqliteDatabase(":memory:")
    with empty.connection_context():
        Runner(empty, str(migrations)).up()
        empty.execute_sql(_TABLE)
        return sqlite.read(empty)


def _made_in_scratch(migrations: Path) -> dict[str, str]:
    with database.atomic() as transaction:
        database.execute_sql(f"CREATE SCHEMA {SCRATCH}")
        database.execute_sql(f"SET LOCAL search_path = {SCRATCH}")
        Runner(database.obj, str(migrations), schema=SCRATCH).up()
        database.execute_sql(_TABLE)
        made = postgres.read(database)
        transaction.rollback()
    return made
