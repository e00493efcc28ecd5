"""When a clock may be relied upon, by table: a course of readings and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from survei.timekeeping.rules import (
    RESTART,
    STEADY,
    ClockState,
    Reading,
    confirmed,
    first_state,
    next_state,
)

NOON = datetime(2026, 12, 2, 4, tzinfo=UTC)
HOUR = 3600.0


def at(seconds: float, *, ahead: float = 0, boot: str = "a", skew: float = 0) -> Reading:
    """What the clocks show `seconds` after noon on a machine that was started a day before."""
    wall = NOON + timedelta(seconds=seconds + ahead)
    uptime = 86_400 + seconds if boot == "a" else seconds
    return Reading(wall=wall, uptime=uptime, boot=boot, skew=skew)


def after(*readings: Reading) -> ClockState:
    """The state after one look after the other."""
    first, *others = readings
    state = first_state(first, None)
    for reading in others:
        state = next_state(state, reading)
    return state


TRUSTED = {
    "a clock that goes on": (at(0), at(15), at(30)),
    "one that a time server steers": (at(0), at(15, ahead=0.4), at(30, ahead=0.9)),
    "a step of some seconds": (at(0), at(15, ahead=20)),
    "a worker that was off for the night": (at(0), at(15 * HOUR)),
    "a machine that slept over the weekend": (at(0), at(60 * HOUR)),
    "a machine that was started anew": (at(0), at(300, boot="b")),
    "eight hours ahead for a while and right again": (
        at(0), at(15, ahead=8 * HOUR), at(30, ahead=8 * HOUR), at(45),
    ),
    "eight hours behind and right again": (at(0), at(15, ahead=-8 * HOUR), at(30)),
    "a jump and an hour without another": (
        at(0), at(15, ahead=8 * HOUR), at(1815, ahead=8 * HOUR), at(3615, ahead=8 * HOUR),
    ),
    "an hour ahead of the database and steady": (
        at(0), at(15, skew=HOUR), at(3615, skew=HOUR), at(3630, skew=HOUR),
    ),
}  # fmt: skip

UNTRUSTED = {
    "eight hours ahead": (at(0), at(15, ahead=8 * HOUR)),
    "and still so later": (at(0), at(15, ahead=8 * HOUR), at(3600, ahead=8 * HOUR)),
    "eight hours behind": (at(0), at(15, ahead=-8 * HOUR)),
    "two minutes ahead": (at(0), at(15, ahead=120)),
    "small jumps that add up": (at(0), *(at(15 * n, ahead=20 * n) for n in range(1, 5))),
    "another jump begins the wait anew": (
        at(0), at(15, ahead=8 * HOUR), at(3000, ahead=8 * HOUR), at(3300, ahead=9 * HOUR),
        at(3700, ahead=9 * HOUR),
    ),
    "a machine that was down for the weekend": (at(0), at(60 * HOUR, boot="b")),
    "a machine whose clock fell back at its start": (at(0), at(300, boot="b", ahead=-9e8)),
    "a clock that crawls away from the database's": (at(0), at(15, skew=400)),
}  # fmt: skip


@pytest.mark.parametrize("readings", TRUSTED.values(), ids=TRUSTED)
def test_trusted(readings: tuple[Reading, ...]) -> None:
    assert after(*readings).is_trusted


@pytest.mark.parametrize("readings", UNTRUSTED.values(), ids=UNTRUSTED)
def test_not_trusted(readings: tuple[Reading, ...]) -> None:
    assert not after(*readings).is_trusted


@pytest.mark.parametrize(
    ("gap", "trusted"),
    [
        (None, True),
        (timedelta(0), True),
        (RESTART, True),
        (-timedelta(minutes=5), True),
        (RESTART + timedelta(seconds=1), False),
        (-timedelta(minutes=6), False),
    ],
)
def test_a_host_without_a_mark_must_fit_what_others_saw(
    gap: timedelta | None, trusted: bool
) -> None:
    known = None if gap is None else NOON - gap
    assert first_state(at(0), known).is_trusted is trusted


def test_a_host_without_a_mark_must_fit_its_database() -> None:
    assert not first_state(at(0, skew=HOUR), None).is_trusted


def test_the_jump_is_told_with_its_direction() -> None:
    assert after(at(0), at(15, ahead=8 * HOUR)).jump_seconds == 8 * HOUR
    assert after(at(0), at(15, ahead=-8 * HOUR)).jump_seconds == -8 * HOUR


def test_a_person_is_believed_at_once_unless_the_clock_jumped_again() -> None:
    jumped = after(at(0), at(15, ahead=8 * HOUR))
    assert confirmed(jumped, at(30, ahead=8 * HOUR)).is_trusted
    assert not confirmed(jumped, at(30, ahead=20 * HOUR)).is_trusted


def test_steady_time_counts_over_a_restart_of_the_worker_but_not_of_the_machine() -> None:
    half = after(at(0), at(15, ahead=8 * HOUR), at(1815, ahead=8 * HOUR))
    assert half.steady_seconds == STEADY.total_seconds() / 2
    again = next_state(half, replace(at(1900, ahead=8 * HOUR), boot="b", uptime=30))
    assert again.steady_seconds == STEADY.total_seconds() / 2
