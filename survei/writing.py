"""The transaction of the busy kind: many people sending at once, on either database."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from peewee import OperationalError

from survei.database import database, is_sqlite

_turn = threading.RLock()
#: Seconds between two looks at whether another process is done writing.
TURN_SECONDS = 0.0005
#: Looks after which SQLite's own waiting takes over.
MOST_LOOKS = 4000
#: Seconds for which somebody who sends answers waits while a long transaction, such as the opening
#: of another cycle, holds SQLite. Longer than any such, shorter than the web server's patience.
PATIENCE_SECONDS = 20.0


@contextmanager
def writing() -> Iterator[None]:
    """A transaction of the busy kind: like `database.atomic()`, but on SQLite the threads of a
    process, and the processes, take turns. Without that they poll for the file's lock with
    pauses that grow to 100 ms, while a commit takes about one. Waits for a long transaction of
    others for `PATIENCE_SECONDS`, and raises OperationalError after that.
    """
    if not is_sqlite() or database.in_transaction():
        with database.atomic():
            yield
        return
    deadline = time.monotonic() + PATIENCE_SECONDS
    with _thread_turn(deadline), _process_turn(), _begun(deadline):
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
def _process_turn() -> Iterator[None]:
    """Holds `….turn` beside the database; a file of its own, since closing a descriptor of the
    database itself would drop SQLite's locks. A process that dies gives its turn back.
    """
    descriptor = os.open(f"{database.obj.database}.turn", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        for _ in range(MOST_LOOKS):
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(TURN_SECONDS)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _begun(deadline: float) -> Iterator[None]:
    """The transaction; its beginning is tried again, each time with SQLite's own patience."""
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(database.atomic())
                break
            except OperationalError as error:
                if "locked" not in str(error) or time.monotonic() >= deadline:
                    raise
        yield
