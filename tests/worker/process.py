"""A worker as a process of its own, told what it needs on the command line (tests only)."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from huey.consumer import Scheduler

from survei import clock
from survei.jobs.choices import JobKind
from survei.settings import load_settings
from survei.worker import lanes
from survei.worker.job_runner import WORKS, Work
from survei.worker.process import run


def follow(path: Path) -> None:
    """From now on this process's clock is ahead by the seconds that stand in a file."""

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(path.read_text()))

    clock._source = now


def hold(path: Path) -> None:
    """From now on a check of this process lasts for as long as there is a file."""

    def wait(*_: object) -> None:
        while path.exists():
            time.sleep(0.05)

    WORKS[JobKind.CHECK] = Work(wait)


if __name__ == "__main__":
    given = dict(pair.split("=", 1) for pair in sys.argv[1:])
    #: Seconds between two looks at the schedule; what is due each minute is due each time.
    Scheduler.periodic_task_seconds = float(given.pop("PERIOD", "60"))
    #: Seconds after which a lane looks though nobody woke it.
    lanes.LOOK_SECONDS = float(given.pop("LOOK", "20"))
    if "HOLD" in given:
        hold(Path(given.pop("HOLD")))
    if "AHEAD" in given:
        follow(Path(given.pop("AHEAD")))
    raise SystemExit(run(load_settings(given)))
