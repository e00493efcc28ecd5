"""A process that opens a cycle and waits before it commits (tests only)."""

from __future__ import annotations

import sys
import threading

from survei.audit.choices import SYSTEM
from survei.database import connect_to, database
from survei.lifecycle.opening import open_cycle
from tests.held_keys import hold_own


def wait(done: int, total: int) -> None:
    """Once rows are written."""
    print("writing", flush=True)
    threading.Event().wait(600)


if __name__ == "__main__":
    hold_own()
    connect_to(sys.argv[1])
    with database.connection_context():
        open_cycle(int(sys.argv[2]), actor=SYSTEM, progress=wait)
