"""A worker as a process of its own, told what it needs on the command line (tests only)."""

from __future__ import annotations

import sys

from huey.consumer import Scheduler

from survei.settings import load_settings
from survei.worker import run

if __name__ == "__main__":
    given = dict(pair.split("=", 1) for pair in sys.argv[1:])
    #: Seconds between two looks at the schedule; what is due each minute is due each time.
    Scheduler.periodic_task_seconds = float(given.pop("PERIOD", "60"))
    raise SystemExit(run(load_settings(given)))
