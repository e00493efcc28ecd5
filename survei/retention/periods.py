"""Periods: their arithmetic in the configured zone, and how they are said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from survei import clock
from survei.retention.choices import Unit


@dataclass(frozen=True)
class Period:
    """So many hours, days or years; 0 of anything means: not kept at all."""

    amount: int
    unit: Unit


def oldest_kept(period: Period, now: datetime) -> datetime:
    """What is dated before this moment is to go.

    Hours run to the second. Days and years are counted in whole days of the configured zone, so
    that what falls due goes in the night after its last day. 29 February counts as the 28th.
    """
    if period.unit is Unit.HOURS:
        return now - timedelta(hours=period.amount)
    today = clock.to_local(now).date()
    if period.unit is Unit.DAYS:
        day = today - timedelta(days=period.amount)
    else:
        day = _years_before(today, period.amount)
    return clock.from_local(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - local


def due_from(at: datetime, period: Period) -> datetime:
    """The moment from which something dated `at` is to go: `oldest_kept` from the other end."""
    if period.unit is Unit.HOURS:
        return at + timedelta(hours=period.amount)
    day = clock.to_local(at).date()
    if period.unit is Unit.DAYS:
        last = day + timedelta(days=period.amount)
    else:
        last = _years_before(day, -period.amount)
    after = last + timedelta(days=1)
    return clock.from_local(datetime(after.year, after.month, after.day))  # noqa: DTZ001 - local


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


#: A function like gettext's: (singular, plural, number) → words.
Plural = Callable[[str, str, int], str]


def period_words(period: Period, ngettext: Plural) -> str:
    """ "2 tahun"; the caller brings the language."""
    count = period.amount
    if period.unit is Unit.HOURS:
        return ngettext("%(num)s jam", "%(num)s jam", count)
    if period.unit is Unit.DAYS:
        return ngettext("%(num)s hari", "%(num)s hari", count)
    return ngettext("%(num)s tahun", "%(num)s tahun", count)


def indonesian(one: str, many: str, count: int) -> str:
    """The `ngettext` of terminals and tests, which speak Indonesian."""
    return many % {"num": count}
