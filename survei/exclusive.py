"""What only one process may do at a time, on whatever machine: the others wait and are told."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from peewee import OperationalError

from survei.database import make_database, unreachable
from survei.errors import SurveiError
from survei.settings import Settings

#: Seconds between two looks at whether it is our turn.
LOOK_SECONDS = 0.1
#: Seconds after which waiting makes no sense: longer than a migration of a large city takes.
PATIENCE_SECONDS = 1800.0
#: Number of the PostgreSQL advisory lock of each occasion.
LOCKS = {"start": 7_261_010}
_held: ContextVar[frozenset[tuple[str, str]]] = ContextVar("held", default=frozenset())


class StillBusy(SurveiError):
    """Another process has not come to an end within half an hour."""

    message = "Proses lain masih menyiapkan basis data ini. Coba lagi sesudah proses itu selesai."


@contextmanager
def exclusively(
    settings: Settings, occasion: str, *, told: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Holds an occasion of `LOCKS` on the settings' database; `told` is called once when others
    have it. A process that dies lets it go. Raises StillBusy after `PATIENCE_SECONDS`,
    SettingError when the database is out of reach, and RuntimeError where this thread has it
    already: it would wait for itself.
    """
    held = _held.get()
    if (settings.database_url, occasion) in held:
        raise RuntimeError(f"{occasion} is held already")
    hold = _file if settings.is_sqlite else _session
    with hold(settings.database_url, occasion) as try_once:
        _wait(try_once, told)
        before = _held.set(held | {(settings.database_url, occasion)})
        try:
            yield
        finally:
            _held.reset(before)


def _wait(try_once: Callable[[], bool], told: Callable[[], None]) -> None:
    if try_once():
        return
    told()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not try_once():
        if time.monotonic() > deadline:
            raise StillBusy
        time.sleep(LOOK_SECONDS)


@contextmanager
def _file(url: str, occasion: str) -> Iterator[Callable[[], bool]]:
    """A file beside SQLite's; closing it lets the lock go."""
    path = f"{url.removeprefix('sqlite:///')}.{occasion}"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise unreachable(error) from None

    def try_once() -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    try:
        yield try_once
    finally:
        os.close(descriptor)


@contextmanager
def _session(url: str, occasion: str) -> Iterator[Callable[[], bool]]:
    """A connection of its own, since the lock belongs to it: closing it lets the lock go."""
    own = make_database(url)
    try:
        own.connect()
    except OperationalError as error:
        raise unreachable(error) from None
    try:
        yield lambda: bool(
            own.execute_sql("SELECT pg_try_advisory_lock(%s)", (LOCKS[occasion],)).fetchone()[0]
        )
    finally:
        own.close_all()  # type: ignore[attr-defined]
