"""Pure rules of errands: how long a worker may be silent, how often one is tried."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from survei.errand.choices import ErrandState
from survei.retention.choices import DataClass
from survei.retention.rules import lasting

#: How long a worker holds an errand without a sign of life; then another one goes on.
LEASE = timedelta(seconds=90)
#: Between two signs of life.
BEAT_SECONDS = 20.0
#: Between two writes of the progress.
REPORT_SECONDS = 1.0
#: Until the next try after something unexpected.
PAUSE = timedelta(seconds=20)
#: Tries after which an errand has failed.
MOST_TRIES = 4
#: After this an errand that nobody took means that no worker runs.
SOON = timedelta(seconds=30)
#: After how many seconds a page about an errand that is under way loads again.
RELOAD_SECONDS = "3"
#: How long a file that an errand made can be fetched.
FILE_KEPT_FOR = lasting(DataClass.ERRAND_FILES)


class Step(Protocol):
    """What the rules need of an errand."""

    state: str
    asked_at: datetime
    leased_until: datetime | None
    done: int
    total: int


def percent_of(errand: Step) -> int:
    """0..100, rounded down; 100 only when all is done."""
    return min(100, 100 * errand.done // errand.total) if errand.total else 0


def is_stalled(errand: Step, now: datetime) -> bool:
    """Whether a worker should have taken it, or gone on with it, by now."""
    if errand.state == ErrandState.WAITING:
        return now - errand.asked_at > SOON
    return (
        errand.state == ErrandState.RUNNING
        and errand.leased_until is not None
        and now - errand.leased_until > SOON
    )
