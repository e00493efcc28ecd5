"""The schema: brought up to this release, one process at a time, and asked for by all others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from playhouse.migrations import Migration, Runner

from survei.database import database, is_sqlite, long_statements
from survei.errors import SurveiError
from survei.structure.record import (
    create_record,
    made_structure,
    real_structure,
    record_structure,
    recorded_structure,
)
from survei.structure.structure_difference import compare, named

MIGRATIONS = Path(__file__).parent / "migrations"

#: Number of the PostgreSQL advisory lock that lets one process migrate at a time.
MIGRATION_LOCK = 7_261_000


class SchemaTooNew(SurveiError):
    """The database was migrated by a newer release than this one."""

    message = "Basis data dibuat oleh versi yang lebih baru (%(names)s). Perbarui aplikasi ini."


class SchemaMissing(SurveiError):
    """The database is empty or was made by an older release."""

    message = "Basis data belum disiapkan. Jalankan `flask --app app migrate` lebih dahulu."


class StructureDiffers(SurveiError):
    """Something that the migrations made is missing or changed."""

    message = (
        "Basis data tidak utuh: %(differences)s. Jangan dipakai: kembalikan cadangan ke basis data "
        "baru yang kosong dengan `flask --app app restore FILE`."
    )


class StructureExtended(StructureDiffers):
    """All that the migrations made is there as they made it, and something else beside it."""

    message = (
        "Basis data berisi tambahan yang tidak dibuat aplikasi ini: %(extra)s. Datanya utuh, "
        "cadangan tidak perlu dikembalikan. Jalankan pada basis data itu: %(removals)s Isi "
        "tambahan yang masih diperlukan disalin dahulu. Setelah itu jalankan lagi."
    )


def migrate() -> list[str]:
    """Applies pending migrations, one process at a time, and returns their names.

    Needs an open connection. Raises SchemaTooNew when the database was made by a newer release,
    and StructureDiffers when it is not whole, before or after.
    """
    runner = Runner(database.obj, str(MIGRATIONS))
    with _one_migrator():
        rows = runner.status()
        _refuse_newer(rows)
        was_empty = not database.get_tables()
        _require_structure(recorded_structure(_release(rows)))
        with long_statements():
            names: list[str] = runner.up()
        _settle_structure(_release(runner.status()), was_empty=was_empty)
    return names


def require_schema() -> None:
    """Raises SchemaMissing, SchemaTooNew or StructureDiffers unless the open database is of this
    release and whole. Takes milliseconds.
    """
    rows = Runner(database.obj, str(MIGRATIONS)).status()
    _refuse_newer(rows)
    wanted = recorded_structure(_release(rows))
    if wanted is None or not all(row.applied for row in rows):
        raise SchemaMissing
    _require_structure(wanted)


def _refuse_newer(rows: Sequence[Migration]) -> None:
    if any(row.path is None for row in rows):
        raise SchemaTooNew(names=", ".join(row.name for row in rows if row.path is None))


def _release(rows: Sequence[Migration]) -> str:
    """Name of the structure that a database has with these migrations: another version of
    PostgreSQL may word it differently.
    """
    names = [row.name for row in rows if row.applied]
    server = "" if is_sqlite() else str(database.server_version // 10_000)
    return sha256("\n".join([*names, server]).encode()).hexdigest()


def _settle_structure(release: str, *, was_empty: bool) -> None:
    """Writes down what the migrations make, unless it is, and compares."""
    create_record()
    wanted = recorded_structure(release)
    if wanted is None:
        wanted = real_structure() if was_empty else made_structure(MIGRATIONS)
        record_structure(release, wanted)
    _require_structure(wanted)


def _require_structure(wanted: dict[str, str] | None) -> None:
    """Raises StructureDiffers, or StructureExtended where statements take away what differs."""
    found = compare(real_structure(), wanted) if wanted is not None else None
    if not found:
        return
    removals = found.removals(is_sqlite=is_sqlite())
    if not removals:
        raise StructureDiffers(differences=found.words())
    raise StructureExtended(
        extra=named(found.extra), removals=" ".join(f"{one};" for one in removals)
    )


def is_empty() -> bool:
    """Whether the open database holds no table at all: nobody has ever prepared it."""
    return not database.get_tables()


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
