"""A web process whose clock is ahead by the seconds in a file (tests only)."""

from __future__ import annotations

import sys
from pathlib import Path

from app import main
from tests.worker.process import follow

if __name__ == "__main__":
    follow(Path(sys.argv[1]))
    raise SystemExit(main(["--only", "web", "--port", sys.argv[2]]))
