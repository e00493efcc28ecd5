"""Whether a clock may be relied upon for what cannot be undone. Pure; readings are passed in.

A clock is trusted for as long as it goes on as the machine's own count of seconds does, which no
setting of the clock changes. After a jump it is trusted again once it is back where it would have
been, has run steadily for `STEADY`, or a person has looked at it and said that it is right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from survei.clock import SKEW

#: Further off than this no clock gets by itself between two looks: time servers correct smaller
#: errors bit by bit, and a leap second is one.
JUMP = timedelta(seconds=60)
#: What a clock that is only being steered may be off between two looks; more than that adds up.
DRIFT = timedelta(seconds=1)
#: A machine that was down for longer cannot be told from one whose clock was set forward.
RESTART = timedelta(minutes=10)
#: How long a clock must run steadily after a jump. Longer than the longest pause between two
#: questions to a time server (34 minutes), so that what will be put right has been by then.
#: Source: timesyncd.conf(5), PollIntervalMaxSec=2048; ntp.conf(5), maxpoll 10 (1024 s).
STEADY = timedelta(minutes=60)


@dataclass(frozen=True)
class Reading:
    """What a machine's clocks show at one moment."""

    wall: datetime
    #: Seconds since the machine's start, sleep included; no setting of the clock changes it.
    uptime: float
    #: Which start of the machine that is.
    boot: str
    #: Seconds by which `wall` is ahead of the database server's clock; 0 without a server.
    skew: float = 0.0


@dataclass(frozen=True)
class ClockState:
    """What is known of a clock; the columns of its mark."""

    boot: str
    wall: datetime
    uptime: float
    trusted_wall: datetime
    trusted_uptime: float
    untrusted_since: datetime | None = None
    jump_seconds: float = 0.0
    steady_seconds: float = 0.0
    skew_seconds: float = 0.0
    accepted_skew: float = 0.0

    @property
    def is_trusted(self) -> bool:
        """Whether what cannot be undone may be done by this clock."""
        return self.untrusted_since is None


def first_state(reading: Reading, latest_known: datetime | None) -> ClockState:
    """Of a machine that has left no mark: its clock must fit the last thing that the database
    knows of; an empty one knows nothing that could be harmed.
    """
    trusted = _trusted(reading)
    gap = reading.wall - latest_known if latest_known else timedelta(0)
    if -SKEW <= gap <= RESTART and _fits(reading.skew, 0):
        return trusted
    return _distrusted(replace(trusted, accepted_skew=0.0), reading, gap.total_seconds())


def next_state(before: ClockState, reading: Reading) -> ClockState:
    """After one more look. `is_trusted` changes here only, and by `confirmed`."""
    off = _seconds_off(before.boot, before.trusted_wall, before.trusted_uptime, reading)
    if _is_near(off) and _fits(reading.skew, before.accepted_skew):
        return _went_on(before, reading, off)
    ran = _seconds_off(before.boot, before.wall, before.uptime, reading)
    is_steady = _is_near(ran) and _fits(reading.skew, before.skew_seconds)
    if before.is_trusted or not is_steady:
        return _distrusted(before, reading, off)
    elapsed = reading.uptime - before.uptime if before.boot == reading.boot else 0.0
    steady_seconds = before.steady_seconds + max(0.0, elapsed)
    if steady_seconds >= STEADY.total_seconds():
        return _trusted(reading)
    return replace(before, **_looked(reading), steady_seconds=steady_seconds)


def confirmed(before: ClockState, reading: Reading) -> ClockState:
    """After a person has said that this clock is right; unless it has jumped again since."""
    ran = _seconds_off(before.boot, before.wall, before.uptime, reading)
    return _trusted(reading) if _is_near(ran) else next_state(before, reading)


@dataclass(frozen=True)
class Span:
    """The true time lies between the two."""

    earliest: datetime
    latest: datetime


def span_at(before: ClockState, reading: Reading, *, is_confirmed: bool = False) -> Span:
    """What a reading says of the true time, by the last mark of that clock.

    A clock that is not trusted is corrected by the machine's own count of seconds since it was.
    Over a restart the count says only how much time has passed at least.
    """
    after = (confirmed if is_confirmed else next_state)(before, reading)
    if after.is_trusted:
        return Span(reading.wall, reading.wall)
    counted = after.trusted_wall + timedelta(seconds=reading.uptime - after.trusted_uptime)
    return Span(counted, counted if after.trusted_uptime else max(counted, reading.wall))


def _seconds_off(boot: str, wall: datetime, uptime: float, reading: Reading) -> float:
    """By how much the clock is ahead of where it would be, had it gone on from `wall`.

    Over a restart of the machine the time that passed is unknown: up to `RESTART` is none.
    """
    passed = (reading.wall - wall).total_seconds()
    if boot == reading.boot and reading.uptime >= uptime:
        return passed - (reading.uptime - uptime)
    return 0.0 if 0 <= passed <= RESTART.total_seconds() else passed


def _is_near(seconds: float) -> bool:
    return abs(seconds) <= JUMP.total_seconds()


def _fits(skew: float, known: float) -> bool:
    return abs(skew - known) <= SKEW.total_seconds()


def _looked(reading: Reading) -> dict[str, Any]:
    return {
        "boot": reading.boot,
        "wall": reading.wall,
        "uptime": reading.uptime,
        "skew_seconds": reading.skew,
    }


def _trusted(reading: Reading) -> ClockState:
    return ClockState(
        boot=reading.boot,
        wall=reading.wall,
        uptime=reading.uptime,
        trusted_wall=reading.wall,
        trusted_uptime=reading.uptime,
        skew_seconds=reading.skew,
        accepted_skew=reading.skew,
    )


def _went_on(before: ClockState, reading: Reading, off: float) -> ClockState:
    """Trusted, or trusted again. What it is off adds up: many small jumps are a large one."""
    moved = replace(_trusted(reading), accepted_skew=before.accepted_skew)
    is_steered = abs(off) <= DRIFT.total_seconds() or before.boot != reading.boot
    return (
        moved
        if is_steered
        else replace(
            moved,
            trusted_wall=reading.wall - timedelta(seconds=off),
        )
    )


def _distrusted(before: ClockState, reading: Reading, off: float) -> ClockState:
    """The trusted point stays where it was, so that coming back to it is seen.

    Over a restart it cannot be: the count of seconds has begun anew.
    """
    is_same_boot = before.boot == reading.boot
    return replace(
        before,
        **_looked(reading),
        trusted_wall=before.trusted_wall,
        trusted_uptime=before.trusted_uptime if is_same_boot else 0.0,
        untrusted_since=reading.wall,
        jump_seconds=off,
        steady_seconds=0.0,
    )
