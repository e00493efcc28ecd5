"""Pure rules of a run."""

from __future__ import annotations

from datetime import datetime, timedelta

from survei import clock

#: How long a process holds a run without a sign of life; then another one goes on with it.
LEASE = timedelta(minutes=5)
#: Seconds of work after which the schedule's run makes room; the next one goes on.
MOST_SECONDS = 20.0
#: How far ahead the pages and the command look.
AHEAD_DAYS = 30
#: Shortest reason that says something, in characters.
SHORTEST_REASON = 10


def is_left(leased_until: datetime, now: datetime) -> bool:
    """Whether a run may be taken over: fell silent, or was held by a clock that was wrong."""
    return not now < leased_until <= clock.latest_credible(now) + LEASE
