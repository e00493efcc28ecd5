"""Web and worker live and end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.waiting import wait_for

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
RUN = (
    "import sys; from survei.processes import run_together\n"
    "raise SystemExit(run_together({'a': %r, 'b': %r}, []))"
)
#: Ctrl-C comes where Python can only ignore what a handler raises.
DROPPED = """
import os, signal, sys
from survei.processes import remember_interrupt, run_together
class Last:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        sum(range(1000))
caught = remember_interrupt()
Last()
print("went on", flush=True)
run_together({"a": [sys.executable, "-c", "print('started')"]}, caught)
"""


def _run(first: list[str], second: list[str]) -> subprocess.Popen[str]:
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", RUN % (first, second)], cwd=root, stderr=subprocess.PIPE, text=True
    )


def test_ctrl_c_ends_both_quickly() -> None:
    process = _run(SLEEP, SLEEP)
    assert wait_for(lambda: len(_children(process)) == 2)
    children = _children(process)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert not any(_is_alive(child) for child in children)


def test_ctrl_c_that_python_drops_still_ends_the_start() -> None:
    process = subprocess.run(
        [sys.executable, "-c", DROPPED],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert process.stdout == "went on\n"
    assert process.returncode == -signal.SIGINT


def test_a_failing_process_ends_the_other_and_is_told() -> None:
    process = _run([sys.executable, "-c", "raise SystemExit(3)"], SLEEP)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "a: berhenti dengan status 3" in errors


def _children(process: subprocess.Popen[str]) -> list[int]:
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(child) for child in listed.split()]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
