"""Web and worker live and end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
RUN = (
    "import sys; from survei.processes import run_together\n"
    "raise SystemExit(run_together({'a': %r, 'b': %r}))"
)


def _run(first: list[str], second: list[str]) -> subprocess.Popen[str]:
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", RUN % (first, second)], cwd=root, stderr=subprocess.PIPE, text=True
    )


def test_ctrl_c_ends_both_quickly() -> None:
    process = _run(SLEEP, SLEEP)
    time.sleep(1)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    assert len(children) == 2
    assert not any(_is_alive(int(child)) for child in children)


def test_a_failing_process_ends_the_other_and_is_told() -> None:
    process = _run([sys.executable, "-c", "raise SystemExit(3)"], SLEEP)
    _, errors = process.communicate(timeout=10)
    assert process.returncode == 3
    assert "a: berhenti dengan status 3" in errors


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
