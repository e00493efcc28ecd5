"""With what a clause may compare, and which answers tell its outcomes apart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import Any

from survei.questionnaire import number_line
from survei.questionnaire.choices import CANNOT_RATE, NO, OTHER, YES, Operator
from survei.questionnaire.conditions import needs_value
from survei.questionnaire.document import Clause, Document
from survei.questionnaire.kinds import (
    Date,
    Matrix,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Rating,
    SingleChoice,
    YesNo,
)

#: Options of a multiple choice that are tried in all combinations; beyond, nothing is concluded.
_MOST_OPTIONS = 8
_DAY = timedelta(days=1)
_EXACT = (Operator.IS, Operator.IS_NOT)


def can_compare(document: Document, question: Question, clause: Clause) -> bool:
    """Whether the value of a clause is one that answers to the question can have."""
    if not needs_value(clause.operator):
        return True
    if clause.value == CANNOT_RATE:
        return clause.operator == Operator.IS and bool(question.allow_na)
    if isinstance(question, Number):
        return _number_fits(question, clause)
    if isinstance(question, Date):
        return _date_fits(question, clause)
    return clause.value in values_of(document, question)


def values_of(document: Document, question: Question) -> list[str]:
    """What a clause about a rating, choice or yes/no question may name; without "na"."""
    if isinstance(question, Rating | Matrix):
        scale = document.scales.get(question.scale)
        return [str(point.value) for point in scale.points] if scale else []
    if isinstance(question, SingleChoice | MultipleChoice):
        return [
            *(choice.value for choice in question.choices),
            *([OTHER] if question.other else []),
        ]
    return [YES, NO] if isinstance(question, YesNo) else []


def _options(question: SingleChoice | MultipleChoice) -> list[str]:
    values = [choice.value for choice in question.choices]
    return [*values, OTHER] if question.other else values


def _number_fits(question: Number, clause: Clause) -> bool:
    value = number_in(clause.value)
    if value is None or not number_line.is_sound(question):
        return value is not None
    return clause.operator not in _EXACT or number_line.accepts(question, value)


def _date_fits(question: Date, clause: Clause) -> bool:
    day = date_in(clause.value)
    if day is None or clause.operator not in _EXACT:
        return day is not None
    return _within(question, clause.value)


def _within(question: Date, text: str) -> bool:
    return question.earliest <= text and (not question.latest or text <= question.latest)


def number_in(text: str) -> Decimal | None:
    """A number of at most fifteen digits, written with a decimal point; else None."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) <= 10**15 and len(text) <= 40 else None


def date_in(text: str) -> date | None:
    """An ISO date written in full; else None."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def samples(document: Document, question: Question, clauses: Iterable[Clause]) -> list[Any] | None:
    """Answers (without None for "unanswered") of which one stands for each outcome of the clauses.

    None where there are too many to try; then nothing is to be concluded.
    """
    values = [clause.value for clause in clauses if needs_value(clause.operator)]
    found = _samples(document, question, [value for value in values if value != CANNOT_RATE])
    if found is None:
        return None
    return [*found, CANNOT_RATE] if question.allow_na else found


def _samples(document: Document, question: Question, values: list[str]) -> list[Any] | None:
    match question:
        case Rating() | Matrix():
            return [int(value) for value in values_of(document, question)]
        case SingleChoice() | YesNo():
            return values_of(document, question)
        case MultipleChoice():
            return _choice_samples(question, values)
        case Number():
            return _number_samples(question, values)
        case Date():
            return _date_samples(question, values)
        case Ranking():
            return [[choice.value for choice in question.choices]]
        case _:
            return ["x"]


def _choice_samples(question: MultipleChoice, values: list[str]) -> list[Any] | None:
    """Every combination of the options named, filled up with others where that is allowed."""
    named = sorted(set(values))
    options = _options(question)
    if len(named) > _MOST_OPTIONS:
        return None
    others = [value for value in options if value not in named]
    least, most = max(question.minimum, 1), question.maximum or len(options)
    found = []
    for picks in product((False, True), repeat=len(named)):
        chosen = [value for value, picked in zip(named, picks, strict=True) if picked]
        chosen += others[: max(0, least - len(chosen))]
        if least <= len(chosen) <= most:
            found.append(chosen)
    return found


def _number_samples(question: Number, values: list[str]) -> list[Any] | None:
    """The numbers on the line next to each value and bound, two on each side."""
    if not number_line.is_sound(question):
        return None
    bounds = [number_line.exact(v) for v in (question.minimum, question.maximum) if v is not None]
    named = [value for text in values if (value := number_in(text)) is not None]
    unit = number_line.spacing(question)
    near = {
        edge + unit * step
        for value in [*named, *bounds, number_line.start(question)]
        for edge in number_line.around(question, value)
        for step in (-1, 0, 1)
    }
    kept = sorted(value for value in near if number_line.within(question, value))
    return [float(value) for value in kept]


def _date_samples(question: Date, values: list[str]) -> list[Any]:
    """Each value and bound with the days around it."""
    ends = [text for text in (question.earliest, question.latest) if text]
    named = [day for text in [*values, *ends, "2026-01-01"] if (day := date_in(text))]
    near = {text for day in named for text in _days_around(day)}
    return sorted(text for text in near if _within(question, text))


def _days_around(day: date) -> list[str]:
    days = [day - _DAY, day, day + _DAY] if date.min < day < date.max else [day]
    return [day.isoformat() for day in days]
