"""The life of a cycle and its instants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from survei.cycle.choices import CycleState
from survei.cycle.rules import (
    LONGEST_OPEN,
    TRANSITIONS,
    DeadlineInvalid,
    DeadlineTooLate,
    Phase,
    accepts_at,
    can_move,
    check_deadline,
    phase_at,
)

OPENS = datetime(2026, 11, 23, tzinfo=UTC)
CLOSES = datetime(2026, 12, 7, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)
GRACE = timedelta(minutes=15)


@dataclass
class Window:
    opens_at: datetime = OPENS
    closes_at: datetime = CLOSES
    grace_minutes: int = 15
    state: str = CycleState.OPEN


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (OPENS - SECOND, Phase.BEFORE),
        (OPENS, Phase.ACCEPTING),
        (CLOSES, Phase.ACCEPTING),
        (CLOSES + GRACE - SECOND, Phase.ACCEPTING),
        (CLOSES + GRACE, Phase.OVER),
        (CLOSES + GRACE + SECOND, Phase.OVER),
    ],
    ids=["before", "opening", "in grace", "last second", "the instant", "after"],
)
def test_phase_at(now: datetime, phase: Phase) -> None:
    assert phase_at(Window(), now) is phase
    assert accepts_at(Window(), now) == (phase is Phase.ACCEPTING)


@pytest.mark.parametrize("state", [state for state in CycleState if state != CycleState.OPEN])
def test_only_an_open_cycle_accepts(state: CycleState) -> None:
    assert not accepts_at(Window(state=state), OPENS)


def test_every_state_has_its_transitions() -> None:
    assert set(TRANSITIONS) == set(CycleState)
    moves = [(a, b) for a in CycleState for b in CycleState if can_move(a, b)]
    assert moves == [
        (CycleState.DRAFT, CycleState.OPENING),
        (CycleState.DRAFT, CycleState.OPEN),
        (CycleState.OPENING, CycleState.DRAFT),
        (CycleState.OPENING, CycleState.OPEN),
        (CycleState.OPEN, CycleState.CLOSED),
        (CycleState.CLOSED, CycleState.OPEN),
        (CycleState.CLOSED, CycleState.COMPUTED),
        (CycleState.COMPUTED, CycleState.PUBLISHED),
    ]


def test_a_mistyped_year_is_no_deadline() -> None:
    check_deadline(Window(), OPENS + LONGEST_OPEN, OPENS)
    with pytest.raises(DeadlineTooLate):
        check_deadline(Window(), OPENS + LONGEST_OPEN + SECOND, OPENS)


@pytest.mark.parametrize("closes_at", [OPENS, OPENS + SECOND], ids=["opening", "past"])
def test_a_deadline_never_lies_in_the_past(closes_at: datetime) -> None:
    with pytest.raises(DeadlineInvalid):
        check_deadline(Window(), closes_at, OPENS + SECOND)
