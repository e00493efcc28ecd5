"""Exactly one of several options."""

from __future__ import annotations

from typing import Any

from formulir import messages
from formulir.fields.base import AnswerField, Context, Option, face_of, unbound
from survei.questionnaire.document import Choice, SingleChoice
from survei.questionnaire.rules import text_in


class SingleChoiceField(AnswerField):
    """Data: the option's value, or "na"."""

    def parse(self, values: list[str]) -> str:
        """A value of the list."""
        if values[0] not in {option.value for option in self.face.options}:
            raise ValueError(messages.UNKNOWN_CHOICE)
        return values[0]


def options_of(choices: list[Choice], language: str) -> tuple[Option, ...]:
    """The cards of a choice question."""
    return tuple(Option(choice.value, text_in(choice, "label", language)) for choice in choices)


def single_choice(question: SingleChoice, context: Context) -> Any:
    """The field of a single choice."""
    face = face_of(question, context, options=options_of(question.choices, context.language))
    return unbound(SingleChoiceField, question, face, context, messages.REQUIRED_CHOICE)
