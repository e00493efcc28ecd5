"""A worker as a process of its own, told what it needs on the command line (tests only)."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from huey.consumer import Scheduler

from survei import clock
from survei.settings import load_settings
from survei.worker import lanes
from survei.worker.process import run


def follow(path: Path) -> None:
    """From now on this process's clock is ahead by the seconds that stand in a file."""

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(path.read_text()))

    clock._source = now


if __name__ == "__main__":
    given = dict(pair.split("=", 1) for pair in sys.argv[1:])
    #: Seconds between two looks at the schedule; what is due each minute is due each time.
    Scheduler.periodic_task_seconds = float(given.pop("PERIOD", "60"))
    #: Seconds after which a lane looks though nobody woke it.
    lanes.LOOK_SECONDS = float(given.pop("LOOK", "20"))
    if "AHEAD" in given:
        follow(Path(given.pop("AHEAD")))
    raise SystemExit(run(load_settings(given)))
