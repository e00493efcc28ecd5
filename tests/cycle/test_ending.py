"""What is said of how a cycle ended: never that a time is past which is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from survei.cycle.choices import CycleState
from survei.cycle.ending import EARLY, END_SENTENCES, End, end_of, end_words, is_moved

CLOSES = datetime(2026, 12, 14, 8, tzinfo=UTC)
EARLIER, LATER = CLOSES - timedelta(days=12), CLOSES + timedelta(minutes=16)


@dataclass
class Ended:
    state: str = CycleState.CLOSED
    closes_at: datetime = CLOSES
    closed_at: datetime | None = None
    closed_by: str | None = None
    announced_closes_at: datetime | None = None
    moved_at: datetime | None = None


@pytest.mark.parametrize(
    ("cycle", "now", "end"),
    [
        (Ended(state=CycleState.OPEN), LATER, End.DEADLINE),
        (Ended(closed_at=LATER, closed_by="system"), LATER, End.DEADLINE),
        (Ended(closed_at=LATER, closed_by="user"), LATER, End.DEADLINE),
        (Ended(closed_at=EARLIER, closed_by="user"), EARLIER, End.BY_HR),
        (Ended(closed_at=EARLIER, closed_by="user"), LATER, End.BY_HR),
        (Ended(closed_at=EARLIER, closed_by="command"), LATER, End.BY_COMMAND),
        (Ended(closed_at=EARLIER), LATER, End.BY_HR),
        (Ended(closed_at=LATER, closed_by="system"), EARLIER, End.UNEXPLAINED),
        (Ended(), EARLIER, End.UNEXPLAINED),
        (Ended(announced_closes_at=LATER, moved_at=EARLIER), LATER, End.SHORTENED),
        (Ended(announced_closes_at=EARLIER, moved_at=EARLIER), LATER, End.DEADLINE),
    ],
    ids=[
        "grace over",
        "by the schedule",
        "by hand, in time",
        "by hand, early",
        "by hand, early, read later",
        "at the terminal",
        "before it was written down by whom",
        "by a clock that was wrong",
        "nothing known",
        "made earlier",
        "made later",
    ],
)
def test_what_ended_it(cycle: Ended, now: datetime, end: End) -> None:
    words = end_words(cycle, now)
    assert end_of(cycle, now) is end
    assert words.is_early == (end in EARLY)
    assert words.message % dict.fromkeys(words.moments, "x")


def test_every_end_has_its_sentence_and_only_two_say_past() -> None:
    assert set(END_SENTENCES) == set(End)
    past = {end for end, text in END_SENTENCES.items() if "sudah lewat" in text}
    assert past == {End.DEADLINE, End.SHORTENED}


def test_a_time_that_was_moved_back_is_as_announced() -> None:
    assert not is_moved(Ended())
    assert not is_moved(Ended(announced_closes_at=CLOSES))
    assert is_moved(Ended(announced_closes_at=LATER))
