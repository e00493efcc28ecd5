"""The database: SQLite by default, PostgreSQL by URL, one base model for both.

What the two do differently is met here once: UTC columns, write locks, limits; for many rows at
once in `survei.bulk`.
"""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import SQLITE_FULL
from typing import TYPE_CHECKING, Any

from peewee import (
    Database,
    DatabaseProxy,
    DateTimeField,
    Expression,
    InterfaceError,
    Model,
    OperationalError,
    SqliteDatabase,
    fn,
)
from playhouse.pool import PooledSqliteDatabase

from survei.bounded_postgres import POOL_SIZE, STATEMENT_MS, postgres
from survei.deadline import rest
from survei.errors import SettingError, SurveiError

#: The database of this process; bound by `connect_to`.
database: Any = DatabaseProxy()

#: Source: security.md D.6. secure_delete erases drafts; FULL makes a commit durable. Pages
#: are copied from the log into the file every 16 MB: a busy page once for many commits.
SQLITE_PRAGMAS = (
    ("journal_mode", "wal"),
    ("synchronous", "full"),
    ("foreign_keys", 1),
    ("busy_timeout", 5000),
    ("secure_delete", 1),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    ("cache_size", -16000),
    ("wal_autocheckpoint", 4000),
)
#: Seconds for which a transaction that is to write waits while a long one of others, such as the
#: opening of a city's cycle, holds SQLite. Longer than any such; in a request its deadline counts.
PATIENCE_SECONDS = 20.0
#: What of it is left to a request whose time is over, since it waited for a thread.
LEAST_PATIENCE_SECONDS = 0.2
#: Seconds of SQLite's own waiting, after which it may be asked again.
BUSY_SECONDS = 5.0
_patience: ContextVar[float | None] = ContextVar("patience", default=None)
#: Seconds for what rewrites whole tables.
LONG_SECONDS = 3600
#: Milliseconds by which PostgreSQL gives up before we stop waiting for it.
ANSWER_MARGIN_MS = 500
#: What the drivers say when nothing more fits on the disk.
POSTGRES_FULL = "53100"


class UTCDateTimeField(DateTimeField):
    """A moment: refuses naive values, stores UTC, returns aware ones; sorts as text on SQLite."""

    def db_value(self, value: datetime | None) -> str | None:
        """Microseconds always written, so that text order is time order."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{self.name}: naive datetime")
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")

    def python_value(self, value: Any) -> datetime | None:
        """An aware UTC datetime."""
        if value is None or (isinstance(value, datetime) and value.tzinfo):
            return value
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        return value.replace(tzinfo=UTC)


class BaseModel(Model):
    """Every table: snake-case names, changed columns only in an UPDATE."""

    if TYPE_CHECKING:
        #: The key that Peewee adds where a model names none.
        id: Any

    class Meta:
        database = database
        legacy_table_names = False
        only_save_dirty = True


class PrivateSqliteDatabase(SqliteDatabase):
    """Its file is the owner's alone, whoever makes it first. Below the pool, so that this is looked
    after for a new connection only.
    """

    def _connect(self) -> Any:
        _make_private(Path(self.database))
        return super()._connect()  # type: ignore[misc]


class PatientSqliteDatabase(PooledSqliteDatabase, PrivateSqliteDatabase):
    """Tries the beginning of a transaction again, each time with SQLite's own patience."""

    def begin(self, lock_type: str | None = None) -> None:
        """Raises OperationalError when it is still locked after `patience_left`."""
        deadline = time.monotonic() + patience_left()
        while True:
            left = deadline - time.monotonic()
            try:
                with self._busy_for(left) if left < BUSY_SECONDS else nullcontext():
                    super().begin(lock_type)
                return
            except OperationalError as error:
                if "locked" not in str(error) or time.monotonic() >= deadline:
                    raise

    @contextmanager
    def _busy_for(self, seconds: float) -> Iterator[None]:
        """SQLite's own waiting ends after so long."""
        own = self.pragma("busy_timeout")
        self.pragma("busy_timeout", min(own, max(0, int(seconds * 1000))))
        try:
            yield
        finally:
            self.pragma("busy_timeout", own)


def patience_left() -> float:
    """Seconds that a transaction that begins now waits for SQLite."""
    given = _patience.get()
    return rest(PATIENCE_SECONDS if given is None else given, least=LEAST_PATIENCE_SECONDS)


def _make_private(path: Path) -> None:
    """0600 for the file, which SQLite copies to its log and index; those of an earlier release
    are mended. By name, since closing a descriptor of it would drop this process's locks on it.
    """
    with suppress(OSError):  # it is there already, or SQLite will say what is wrong
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    for one in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        with suppress(OSError):  # absent, or another user's, whose file it is to keep
            if one.stat().st_mode & 0o077:
                one.chmod(0o600)


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Transactions that begin inside wait so long, not `PATIENCE_SECONDS`; with 0 not at all."""
    kept = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(kept)


@contextmanager
def long_statements(seconds: float = LONG_SECONDS) -> Iterator[None]:
    """Statements inside may take so long: PostgreSQL's own limit and ours are put off. In a
    request it is PostgreSQL that gives up, before our side of the line does.
    """
    if is_sqlite():
        yield
        return
    scope = "LOCAL" if database.in_transaction() else "SESSION"
    limit = int(1000 * rest(seconds)) - ANSWER_MARGIN_MS
    database.execute_sql(f"SET {scope} statement_timeout = {limit}")
    is_done = False
    try:
        with database.connection().bounded(seconds):
            yield
        is_done = True
    finally:
        # A transaction that failed takes its own limit with it.
        if is_done or (scope == "SESSION" and not database.connection().closed):
            database.execute_sql(f"SET {scope} statement_timeout = {STATEMENT_MS}")


class DatabaseAway(SurveiError):
    """The database does not answer, or can write nothing more."""

    message = "Basis data tidak menjawab (%(reason)s). Yang belum selesai dibatalkan; coba lagi."


@contextmanager
def told_plainly() -> Iterator[None]:
    """For a terminal: raises DatabaseAway, a sentence, where the database is away."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        reason = "penyimpanan penuh" if is_disk_full(error) else str(error).partition("\n")[0]
        raise DatabaseAway(reason=reason) from error


def connect_to(url: str) -> Database:
    """Binds `database` to a URL (`sqlite:///path` or `postgresql://…`) without connecting."""
    database.initialize(make_database(url))
    return database.obj


def connect() -> None:
    """Opens the bound database. Raises SettingError when it is out of reach: a wrong setting."""
    try:
        database.connect()
    except OperationalError as error:
        raise unreachable(error) from None


def unreachable(error: Exception) -> SettingError:
    """What a database that cannot be opened is called: a wrong setting, with the first line of
    what was said.
    """
    reason = f"basis data tidak dapat dibuka ({str(error).partition(chr(10))[0]})"
    return SettingError(variable="SURVEI_DATABASE_URL", reason=reason)


def make_database(url: str, *, schema: str = "") -> Database:
    """A database of its own, for those who need another than `database` (the task queue).

    `schema` keeps its tables apart on PostgreSQL; SQLite has one file for each anyway.
    """
    return _sqlite(url) if url.startswith("sqlite:") else postgres(url, schema)


def _sqlite(url: str) -> Database:
    path = url.removeprefix("sqlite:///")
    return PatientSqliteDatabase(
        path,
        max_connections=POOL_SIZE,
        timeout=5,
        pragmas=SQLITE_PRAGMAS,
        lock_type="IMMEDIATE",
        autoconnect=False,
        check_same_thread=False,
    )


def is_disk_full(error: BaseException | None) -> bool:
    """Whether this error, or one that it came from, says that nothing more fits on the disk.

    Peewee hides it: SQLite has rolled back by then, and "cannot rollback" is what is raised.
    """
    while error is not None:
        code = getattr(error, "sqlite_errorcode", None)
        if code == SQLITE_FULL or getattr(error, "sqlstate", None) == POSTGRES_FULL:
            return True
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        error = error.__cause__ or error.__context__
    return False


def is_sqlite() -> bool:
    """Whether the bound database is SQLite."""
    return isinstance(database.obj, SqliteDatabase)


def driver_sql(statement: str) -> str:
    """A written statement, whose values are marked "?", as the driver of the database wants it."""
    return statement if is_sqlite() else statement.replace("?", "%s")


def often(condition: Expression) -> Any:
    """The condition, said to hold for most rows. SQLite, which has no statistics, takes equality
    for rare, and would walk a whole cycle where another condition leaves few rows.
    """
    return fn.LIKELY(condition) if is_sqlite() else condition


def contains(text: str) -> str:
    """A LIKE pattern that finds `text` anywhere, its wildcards taken literally (escape `\\`)."""
    return "%" + re.sub(r"([\\%_])", r"\\\1", text) + "%"
