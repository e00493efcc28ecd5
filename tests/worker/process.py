"""A worker as a process of its own, told what it needs on the command line (tests only)."""

from __future__ import annotations

import sys

from survei.settings import load_settings
from survei.worker import run

if __name__ == "__main__":
    raise SystemExit(run(load_settings(dict(pair.split("=", 1) for pair in sys.argv[1:]))))
