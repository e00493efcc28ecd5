"""One builder per question kind, in a table keyed by the kind (a test holds table == enum)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from formulir.fields.base import Context
from formulir.fields.date import date
from formulir.fields.multiple_choice import multiple_choice
from formulir.fields.number import number
from formulir.fields.rating import rating
from formulir.fields.single_choice import single_choice
from formulir.fields.text import long_text, short_text
from survei.questionnaire.choices import QuestionKind
from survei.questionnaire.document import Question
from survei.questionnaire.kinds import kind_of

#: Makes the unbound WTForms field of one question.
Builder = Callable[[Any, Context], Any]

BUILDERS: Mapping[QuestionKind, Builder] = {
    QuestionKind.RATING: rating,
    QuestionKind.SINGLE_CHOICE: single_choice,
    QuestionKind.MULTIPLE_CHOICE: multiple_choice,
    QuestionKind.NUMBER: number,
    QuestionKind.DATE: date,
    QuestionKind.SHORT_TEXT: short_text,
    QuestionKind.LONG_TEXT: long_text,
}


def build_field(question: Question, context: Context) -> Any:
    """The unbound field of a question."""
    return BUILDERS[kind_of(question)](question, context)
