"""How long one may wait for the database: a request ends in time, whatever the database does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

#: Seconds that all waiting of one request may take together. With what else it does it ends
#: within ten. Opening a cycle for a city, the longest that one transaction holds SQLite, takes
#: about three. Source: security.md, rows 72 and 98.
REQUEST_SECONDS = 7.0
#: Seconds that a single wait has in any case: a healthy database answers, a hung one is found out.
LEAST_SECONDS = 2.0

_deadline: ContextVar[float] = ContextVar("deadline", default=float("inf"))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Waits inside end when so many seconds are over."""
    kept = _deadline.set(min(_deadline.get(), monotonic() + seconds))
    try:
        yield
    finally:
        _deadline.reset(kept)


def rest(most: float, *, least: float = LEAST_SECONDS) -> float:
    """Seconds left for a wait that by itself could take `most`."""
    return min(most, max(least, _deadline.get() - monotonic()))
