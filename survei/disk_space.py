"""Whether something more can be stored: a write that is taken back says little about the disk,
since neither database needs room for it.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryFile

from survei.cycle.models import Cycle
from survei.database import database, is_sqlite

#: Bytes that have to be free: of the order of what the largest submission takes.
ROOM = 1_000_000
#: Bytes that SQLite has to find pages for, which a limit of its own may refuse.
PAGES = 100_000
#: Rows of 32 characters whose sorting cannot stay within the smallest working memory.
SPILLING_ROWS = 8000


def require_storage() -> None:
    """Returns when the open database takes a write and has room for it. Raises PeeweeException or
    OSError when it is read-only, locked for too long, or full. Keeps nothing.
    """
    if is_sqlite():
        _take_room_beside_file()
    with database.atomic() as transaction:
        Cycle.update(revision=Cycle.revision).where(Cycle.id == -1).execute()
        if is_sqlite():
            database.execute_sql("CREATE TABLE room AS SELECT zeroblob(?) AS taken", (PAGES,))
        else:
            _take_room_of_server()
        transaction.rollback()


def _take_room_beside_file() -> None:
    """A nameless file; what is taken back in a transaction never reaches the disk."""
    with TemporaryFile(dir=Path(database.obj.database).parent) as file:
        os.posix_fallocate(file.fileno(), 0, ROOM)


def _take_room_of_server() -> None:
    """A file on the server's disk, which it removes by itself; no row, no catalogue entry."""
    database.execute_sql("SET LOCAL work_mem = '64kB'")
    database.execute_sql(
        "SELECT count(*) FROM (SELECT md5(i::text) AS x FROM generate_series(1, %s) AS i "
        "ORDER BY x) AS sorted",
        (SPILLING_ROWS,),
    )
