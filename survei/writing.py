"""The transaction of the busy kind: many people sending at once, on either database."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from survei.database import database, is_sqlite

_turn = threading.RLock()
#: Seconds between two looks at whether another process is done writing.
TURN_SECONDS = 0.0005
#: Looks after which SQLite's own waiting takes over.
MOST_LOOKS = 4000


@contextmanager
def writing() -> Iterator[None]:
    """A transaction of the busy kind: like `database.atomic()`, but on SQLite the threads of a
    process, and the processes, take turns. Without that they poll for the file's lock with
    pauses that grow to 100 ms, while a commit takes about one.
    """
    if not is_sqlite() or database.in_transaction():
        with database.atomic():
            yield
        return
    with _turn, _process_turn(), database.atomic():
        yield


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
