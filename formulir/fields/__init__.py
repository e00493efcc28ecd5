"""One builder per question kind, in a table keyed by the kind (a test holds table == enum)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from formulir.fields.base import Built, Context
from formulir.fields.date import date
from formulir.fields.evidence import evidence
from formulir.fields.information import information
from formulir.fields.matrix import matrix
from formulir.fields.multiple_choice import multiple_choice
from formulir.fields.number import number, slider
from formulir.fields.ranking import ranking
from formulir.fields.rating import rating
from formulir.fields.single_choice import single_choice
from formulir.fields.text import long_text, short_text
from formulir.fields.yes_no import yes_no
from survei.questionnaire.kinds import Question, QuestionKind, kind_of

#: Makes face and unbound WTForms fields of one question, unless this form does not ask it.
Builder = Callable[[Any, Context], Built | None]

BUILDERS: Mapping[QuestionKind, Builder] = {
    QuestionKind.RATING: rating,
    QuestionKind.MATRIX: matrix,
    QuestionKind.SINGLE_CHOICE: single_choice,
    QuestionKind.MULTIPLE_CHOICE: multiple_choice,
    QuestionKind.RANKING: ranking,
    QuestionKind.YES_NO: yes_no,
    QuestionKind.NUMBER: number,
    QuestionKind.SLIDER: slider,
    QuestionKind.DATE: date,
    QuestionKind.SHORT_TEXT: short_text,
    QuestionKind.LONG_TEXT: long_text,
    QuestionKind.EVIDENCE: evidence,
    QuestionKind.INFORMATION: information,
}


def build(question: Question, context: Context) -> Built | None:
    """Face and fields of a question; None where this form does not ask it."""
    return BUILDERS[kind_of(question)](question, context)
