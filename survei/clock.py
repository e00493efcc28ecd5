"""The one place that knows what time it is, and how a moment is written for people.

Times are aware and in UTC everywhere inside; they meet the configured zone only here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from time import monotonic
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime

#: Indonesian abbreviations; Babel only knows "GMT+8" for them in other languages.
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}

#: By how much the clocks of two machines may differ and both still be right.
#: Source: RFC 4120, section 1.6 (Kerberos: "typically 5 minutes").
SKEW = timedelta(minutes=5)

_zone = ZoneInfo("Asia/Makassar")


def _system_time() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system_time


#: The clock of what runs in this context, where it has one of its own.
_own: ContextVar[Callable[[], datetime] | None] = ContextVar("own", default=None)


def now() -> datetime:
    """The current moment, aware, in UTC."""
    own = _own.get()
    return own() if own else _source()


@contextmanager
def running_from(at: datetime) -> Iterator[None]:
    """Inside, in this thread, it is `at` and goes on from there by the machine's own count of
    seconds: whatever happens to the system's clock in the meantime is not seen.
    """
    begun = monotonic()
    kept = _own.set(lambda: at + timedelta(seconds=monotonic() - begun))
    try:
        yield
    finally:
        _own.reset(kept)


def latest_credible(at: datetime | None = None) -> datetime:
    """The last moment that a stored stamp can rightly bear at `at` (now, when absent).

    A stamp beyond it was written by a clock that ran ahead. What that means is the same
    everywhere: it counts against nobody (a limit, a cap, a letter of today), it holds nothing (a
    lease, a retry), and it vouches for nothing (a session, a typed password, a one-time link).
    """
    return (at or now()) + SKEW


def is_future(stamp: datetime, at: datetime | None = None) -> bool:
    """Whether a stamp of something that has happened lies in the future; see `latest_credible`."""
    return stamp > latest_credible(at)


@contextmanager
def fixed(at: datetime) -> Iterator[None]:
    """Holds the clock at one moment; for tests and for building demonstration data."""
    global _source
    before, _source = _source, lambda: at
    try:
        yield
    finally:
        _source = before


def set_zone(name: str) -> None:
    """Chooses the zone in which moments are shown and typed. Raises ZoneInfoNotFoundError."""
    global _zone
    _zone = ZoneInfo(name)


def zone_name() -> str:
    """What people call the configured zone: "WITA"."""
    return ZONE_NAMES.get(_zone.key, _zone.key)


def to_local(at: datetime) -> datetime:
    """The same moment in the configured zone."""
    return at.astimezone(_zone)


def from_local(at: datetime) -> datetime:
    """A naive wall-clock time of the configured zone as an aware UTC moment."""
    return at.replace(tzinfo=_zone).astimezone(UTC)


def today() -> date:
    """The current date in the configured zone."""
    return to_local(now()).date()


@lru_cache(maxsize=2000)
def format_date(day: date, locale: str = "id") -> str:
    """ "23 November 2026"."""
    return babel_date(day, "d MMMM y", locale=locale)


def format_moment(at: datetime, locale: str = "id") -> str:
    """ "23 November 2026 pukul 10.32 WITA" (English: "23 November 2026 at 10:32 WITA")."""
    pattern = "d MMMM y 'pukul' HH.mm" if locale == "id" else "d MMMM y 'at' HH:mm"
    return f"{babel_datetime(to_local(at), pattern, locale=locale)} {zone_name()}"


def format_time(at: datetime, locale: str = "id") -> str:
    """ "10.32", the way Indonesian writes a time of day (English: "10:32")."""
    return to_local(at).strftime("%H.%M" if locale == "id" else "%H:%M")
