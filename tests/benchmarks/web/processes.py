"""Processor time of processes that serve, theirs and that of their children, dead ones included."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds(pid: int) -> float:
    """User and system time so far of a process, its living children and those it has reaped."""
    return _ticks(pid, reaped=True) + sum(map(_ticks, children(pid)))


def children(pid: int) -> list[int]:
    """Process ids of the living children."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for one in threads for child in (one / "children").read_text().split()]


def _ticks(pid: int, *, reaped: bool = False) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:  # ended meanwhile, so it is among the reaped the next time
        return 0.0
    # utime, stime, cutime, cstime are the fields 14 to 17; two stand before the bracket.
    return sum(map(int, fields[11 : 15 if reaped else 13])) / _TICKS
