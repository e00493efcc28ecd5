"""A process that computes the results of a cycle and has not yet cleared the files (tests only)."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from survei.audit.choices import SYSTEM
from survei.database import connect_to, database
from survei.lifecycle.computing import compute_results
from tests.held_keys import hold_those_in

if __name__ == "__main__":
    hold_those_in(Path(sys.argv[3]))
    connect_to(sys.argv[1])
    with database.connection_context():
        compute_results(int(sys.argv[2]), actor=SYSTEM)
        print("committed", flush=True)
        threading.Event().wait(600)
