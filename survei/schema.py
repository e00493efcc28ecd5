"""The schema: brought up to this release, one process at a time, and asked for by all others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playhouse.migrations import Runner

from survei.database import database, is_sqlite
from survei.errors import SurveiError

MIGRATIONS = Path(__file__).parent / "migrations"

#: Number of the PostgreSQL advisory lock that lets one process migrate at a time.
MIGRATION_LOCK = 7_261_000


class SchemaTooNew(SurveiError):
    """The database was migrated by a newer release than this one."""

    message = "Basis data dibuat oleh versi yang lebih baru (%(names)s). Perbarui aplikasi ini."


class SchemaMissing(SurveiError):
    """The database is empty or was made by an older release."""

    message = "Basis data belum disiapkan. Jalankan `flask --app app migrate` lebih dahulu."


def migrate() -> list[str]:
    """Applies pending migrations, one process at a time, and returns their names.

    Needs an open connection. Raises SchemaTooNew when the database was made by a newer release.
    """
    runner = Runner(database.obj, str(MIGRATIONS))
    with _one_migrator():
        unknown = [row.name for row in runner.status() if row.path is None]
        if unknown:
            raise SchemaTooNew(names=", ".join(unknown))
        names: list[str] = runner.up()
    return names


def require_schema() -> None:
    """Raises SchemaMissing or SchemaTooNew unless the open database is of this release."""
    rows = Runner(database.obj, str(MIGRATIONS)).status()
    if any(row.path is None for row in rows):
        raise SchemaTooNew(names=", ".join(row.name for row in rows if row.path is None))
    if not all(row.applied for row in rows):
        raise SchemaMissing


@contextmanager
def _one_migrator() -> Iterator[None]:
    if is_sqlite():
        # One transaction around all of them: the write lock makes the second process wait.
        with database.atomic():
            yield
        return
    database.execute_sql("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
    try:
        yield
    finally:
        database.execute_sql("SELECT pg_advisory_unlock(%s)", (MIGRATION_LOCK,))
