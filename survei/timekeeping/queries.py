"""Reads of clock marks."""

from __future__ import annotations

import socket
from dataclasses import fields
from datetime import datetime, timedelta

from survei import clock
from survei.timekeeping.models import ClockMark
from survei.timekeeping.reading import read_clocks
from survei.timekeeping.rules import ClockState, Span, span_at

#: After so long without a mark no worker runs on that host.
SILENT_AFTER = timedelta(minutes=5)
COLUMNS = tuple(field.name for field in fields(ClockState))


def host_name() -> str:
    """What the marks call this host."""
    return socket.gethostname()[:255]


def true_span() -> Span:
    """Between which moments the true time lies now, by what is known of this host's clock; both
    are the clock's where it is trusted, or nobody has ever looked after it. Changes nothing.
    """
    mark = ClockMark.get_or_none(ClockMark.host == host_name())
    if mark is None:
        now = clock.now()
        return Span(now, now)
    return span_at(state_of(mark), read_clocks(), is_confirmed=mark.is_confirmed)


def state_of(mark: ClockMark) -> ClockState:
    """The mark as the rules see it."""
    return ClockState(**{name: getattr(mark, name) for name in COLUMNS})


def latest_mark() -> datetime | None:
    """The latest moment that any worker has seen."""
    mark = ClockMark.select().order_by(ClockMark.wall.desc()).first()
    return mark.wall if mark else None


def untrusted_clocks() -> list[ClockMark]:
    """Workers that wait, since their clock is not relied upon, by host."""
    alive = ClockMark.wall >= clock.now() - SILENT_AFTER
    query = ClockMark.select().where(ClockMark.untrusted_since.is_null(False) & alive)
    return list(query.order_by(ClockMark.host))


def clocks() -> list[ClockMark]:
    """Every host whose worker has left a mark of late, by name."""
    alive = ClockMark.wall >= clock.now() - SILENT_AFTER
    return list(ClockMark.select().where(alive).order_by(ClockMark.host))
