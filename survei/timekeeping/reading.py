"""Reads this machine's clocks, and the database server's beside them."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from survei import clock
from survei.database import database, is_sqlite
from survei.timekeeping.rules import Reading

#: Where Linux says which start of the machine this is.
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
#: Seconds between which the clocks must have been read to belong together.
LONGEST_LOOK = 1.0
#: Counts on while the machine sleeps, where there is such a clock.
_COUNT = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def read_clocks() -> Reading:
    """What they show now. Needs an open connection."""
    while True:
        begun = time.clock_gettime(_COUNT)
        wall, theirs = clock.now(), _database_time()
        uptime = time.clock_gettime(_COUNT)
        if uptime - begun <= LONGEST_LOOK:  # else the process was held in between
            break
    skew = (wall - theirs).total_seconds() if theirs else 0.0
    return Reading(wall=wall, uptime=uptime, boot=_boot(), skew=skew)


def _boot() -> str:
    try:
        return BOOT_ID.read_text().strip()
    except OSError:
        return ""


def _database_time() -> datetime | None:
    """A second witness, on a host of its own perhaps; SQLite has no clock but ours."""
    if is_sqlite():
        return None
    (at,) = database.execute_sql("SELECT clock_timestamp() AT TIME ZONE 'UTC'").fetchone()
    return at.replace(tzinfo=UTC)
