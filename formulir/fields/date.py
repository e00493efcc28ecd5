"""A calendar date; stored as ISO text."""

from __future__ import annotations

import re
from datetime import date as Day

from flask_babel import get_locale

from formulir import messages
from formulir.fields.base import AnswerField, Built, Context, face_of, single
from survei.clock import format_date
from survei.questionnaire.kinds import Date

_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})", re.ASCII)
_LOCAL = re.compile(r"(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2})[-/. ](?P<y>\d{4})", re.ASCII)


class DateField(AnswerField):
    """Data: "2026-11-23", or "na"."""

    def parse(self, values: list[str]) -> str:
        """The date, within bounds."""
        day = day_of(values[0].strip())
        iso = day.isoformat()
        earliest, latest = self.question.earliest, self.question.latest
        if (earliest and iso < earliest) or (latest and iso > latest):
            raise ValueError(messages.outside(_shown(earliest), _shown(latest)))
        return iso


def day_of(text: str) -> Day:
    """A date as browsers send it or people type it. Raises ValueError with the message."""
    found = _ISO.fullmatch(text) or _LOCAL.fullmatch(text)
    if not found:
        raise ValueError(messages.NOT_A_DATE)
    try:
        return Day(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        raise ValueError(messages.NOT_A_DATE) from None


def _shown(iso: str) -> str | None:
    language = str(get_locale() or "id")
    return format_date(Day.fromisoformat(iso), language) if iso else None


def date(question: Date, context: Context) -> Built:
    """The field of a date."""
    face = face_of(question, context, least=question.earliest, most=question.latest)
    return single(DateField, question, face, context, messages.REQUIRED_DATE)
