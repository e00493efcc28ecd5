"""Conditions in a rater's words, for who fills in without script: "“…” adalah “Ya”"."""

from __future__ import annotations

from datetime import date
from textwrap import shorten

from flask_babel import gettext as _

from formulir.fields.base import Context
from formulir.fields.number import shown as shown_number
from survei.clock import format_date
from survei.questionnaire.choices import (
    CANNOT_RATE,
    NO,
    OPERATOR_LABELS,
    OTHER,
    WITHOUT_VALUE,
    YES,
    Match,
)
from survei.questionnaire.conditions import number_in
from survei.questionnaire.kinds import Question
from survei.questionnaire.parts import Clause, Condition
from survei.questionnaire.rules import text_in, wording

#: Longest part of a question that is cited.
LONGEST = 90


def in_words(condition: Condition | None, context: Context) -> str:
    """All clauses in one line; empty for no condition."""
    if condition is None or not condition.clauses:
        return ""
    word = _("dan") if condition.match == Match.ALL else _("atau")
    return f", {word} ".join(_clause(clause, context) for clause in condition.clauses)


def _clause(clause: Clause, context: Context) -> str:
    question = next(
        (item for item in context.document.questions() if clause.question in item.source_keys()),
        None,
    )
    asked = shorten(_text(question, clause.question, context), LONGEST, placeholder="…")
    words = f"“{asked}” {_(OPERATOR_LABELS[clause.operator])}"
    if clause.operator in WITHOUT_VALUE:
        return words
    return f"{words} {_value(question, clause.value, context)}"


def _text(question: Question | None, key: str, context: Context) -> str:
    """The wording of a question or of a row of a matrix."""
    if question is None:
        return key
    named = next((item for item in question.ratings() if item.code == key), question)
    return wording(named, context.is_self, context.language)


def _value(question: Question | None, value: str, context: Context) -> str:
    """The label of a point or option, a number or a date."""
    if question and hasattr(question, "unit") and (number := number_in(value)) is not None:
        unit = text_in(question, "unit", context.language)
        return f"{shown_number(number, context.language)} {unit}".strip()
    if question and question.is_day:
        try:
            return format_date(date.fromisoformat(value), context.language)
        except ValueError:
            return value
    label = _labels(question, context).get(value, value)
    return f"“{label}”"


def _labels(question: Question | None, context: Context) -> dict[str, str]:
    labels = {
        YES: _("Ya"),
        NO: _("Tidak"),
        OTHER: _("Lainnya"),
        CANNOT_RATE: _("Tidak dapat menilai"),
    }
    own = question.labels(context.document.scales, context.language) if question else {}
    return labels | own
