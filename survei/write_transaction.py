"""The transaction of the busy kind: many people sending at once, on either database."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from peewee import OperationalError

from survei.database import database, is_sqlite, patience, patience_left

_turn = threading.RLock()
#: Seconds between two looks at whether another process is done writing.
TURN_SECONDS = 0.0005
#: Seconds of looking after which SQLite's own waiting takes over.
LOOKING_SECONDS = 2.0


@contextmanager
def write_transaction() -> Iterator[None]:
    """A transaction of the busy kind: like `database.atomic()`, but on SQLite the threads of a
    process, and the processes, take turns. Without that they poll for the file's lock with
    pauses that grow to 100 ms, while a commit takes about one. Waits for a long transaction of
    others as `patience_left` says, and raises OperationalError after that.
    """
    if not is_sqlite() or database.in_transaction():
        with database.atomic():
            yield
        return
    deadline = time.monotonic() + patience_left()
    with (
        _thread_turn(deadline),
        _process_turn(deadline),
        _rest_of_patience(deadline),
        database.atomic(),
    ):
        yield


@contextmanager
def _rest_of_patience(deadline: float) -> Iterator[None]:
    """What waiting for the turn has left of it; SQLite's own waiting in any case."""
    with patience(max(0.001, deadline - time.monotonic())):
        yield


@contextmanager
def _thread_turn(deadline: float) -> Iterator[None]:
    if not _turn.acquire(timeout=max(0.0, deadline - time.monotonic())):
        raise OperationalError("database is locked")
    try:
        yield
    finally:
        _turn.release()


@contextmanager
def _process_turn(deadline: float) -> Iterator[None]:
    """Holds `….turn` beside the database; a file of its own, since closing a descriptor of the
    database itself would drop SQLite's locks. A process that dies gives its turn back.
    """
    descriptor = os.open(f"{database.obj.database}.turn", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = min(deadline, time.monotonic() + LOOKING_SECONDS)
    try:
        while time.monotonic() < deadline:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(TURN_SECONDS)
        yield
    finally:
        os.close(descriptor)
