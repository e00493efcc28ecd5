"""A calendar date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar

from survei.errors import Term
from survei.questionnaire.choices import Operator
from survei.questionnaire.finding import Finding, Place, error
from survei.questionnaire.kinds.base import EXACT, ORDER, QuestionBase, Scales
from survei.questionnaire.sampler import Sampler

#: The day of a sample where the question sets no bounds.
SOME_DAY = date(2026, 1, 1)
_DAY = timedelta(days=1)


class Date(QuestionBase, kw_only=True, tag_field="kind", tag="date"):
    """The answer is an ISO date; so are the bounds, empty for none."""

    earliest: str = ""
    latest: str = ""
    allow_na: bool = False

    label: ClassVar[str] = "Tanggal"
    use: ClassVar[str] = "Hari pada kalender."
    seconds: ClassVar[float] = 6
    operators: ClassVar[tuple[Operator, ...]] = ORDER
    has_one_answer: ClassVar[bool] = True
    is_day: ClassVar[bool] = True
    rules: ClassVar[Mapping[str, Term]] = {
        "earliest": Term("Tanggal paling awal"),
        "latest": Term("Tanggal paling akhir"),
    }

    def sample(self, scales: Scales, sampler: Sampler, language: str) -> Any:
        """A day between the bounds."""
        earliest, latest = _some_day(self.earliest), _some_day(self.latest)
        first = earliest or (latest or SOME_DAY)
        last = latest or first
        days = max((last - first).days, 0)
        return date.fromordinal(first.toordinal() + sampler.index(days + 1)).isoformat()

    def fits(self, operator: Operator, value: str, scales: Scales) -> bool:
        """Any day, but an equal one must be accepted."""
        day = date_in(value)
        if day is None or operator not in EXACT:
            return day is not None
        return self.within(value)

    def within(self, text: str) -> bool:
        """Whether an ISO date is within the bounds."""
        return self.earliest <= text and (not self.latest or text <= self.latest)

    def outcomes(self, values: list[str], scales: Scales) -> list[Any] | None:
        """Each value and bound with the days around it."""
        ends = [text for text in (self.earliest, self.latest) if text]
        texts = [*values, *ends, SOME_DAY.isoformat()]
        named = [day for text in texts if (day := date_in(text))]
        near = {text for day in named for text in _days_around(day)}
        return sorted(text for text in near if self.within(text))

    def check(self, place: Place) -> Iterator[Finding]:
        """Bounds are ISO dates in order."""
        bounds = [text for text in (self.earliest, self.latest) if text]
        if not all(map(date_in, bounds)):
            yield error(
                replace(place, member="earliest"),
                "Batas tanggal tidak dapat dibaca.",
                "Tulis sebagai tahun-bulan-hari, misalnya 2026-11-23.",
            )
        elif bounds != sorted(bounds):
            yield error(
                replace(place, member="earliest"),
                "Batas awal tanggal berada sesudah batas akhirnya.",
                "Tukar atau sesuaikan kedua tanggal.",
            )

    def bounds(self) -> list[str]:
        """First and last day."""
        return [self.earliest, self.latest, "", "", ""]


def date_in(text: str) -> date | None:
    """An ISO date written in full; else None."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _some_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _days_around(day: date) -> list[str]:
    days = [day - _DAY, day, day + _DAY] if date.min < day < date.max else [day]
    return [day.isoformat() for day in days]
