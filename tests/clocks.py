"""A mark that a worker of this host has left of its clock."""

from __future__ import annotations

from dataclasses import asdict

from survei.timekeeping.models import ClockMark
from survei.timekeeping.queries import host_name
from survei.timekeeping.reading import read_clocks
from survei.timekeeping.rules import ClockState


def look_after_clock() -> None:
    """The worker trusts what the clock shows now."""
    now = read_clocks()
    state = ClockState(
        now.boot, now.wall, now.uptime, now.wall, now.uptime,
        skew_seconds=now.skew, accepted_skew=now.skew,
    )  # fmt: skip
    ClockMark.delete().execute()
    ClockMark.create(host=host_name(), **asdict(state))
