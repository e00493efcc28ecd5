"""Exactly one of several options."""

from __future__ import annotations

from formulir import messages
from formulir.fields.base import AnswerField, Built, Context, Option, face_of, unbound
from formulir.fields.other import OTHER_OPTION, other_words
from formulir.worded import worded
from survei.questionnaire.kinds import MultipleChoice, SingleChoice
from survei.questionnaire.parts import Choice


class SingleChoiceField(AnswerField):
    """Data: the option's value, or "na"."""

    def parse(self, values: list[str]) -> str:
        """A value of the list."""
        if values[0] not in {option.value for option in self.face.options}:
            raise ValueError(messages.UNKNOWN_CHOICE)
        return values[0]


def options_of(choices: list[Choice], language: str) -> tuple[Option, ...]:
    """The cards of a choice question."""
    return tuple(Option(choice.value, worded(choice.label, language)) for choice in choices)


def options_with_other(
    question: SingleChoice | MultipleChoice, context: Context
) -> tuple[Option, ...]:
    """The cards, "lainnya" the last where it is offered."""
    options = options_of(question.choices, context.language)
    return (*options, OTHER_OPTION) if question.other else options


def single_choice(question: SingleChoice, context: Context) -> Built:
    """The field of a single choice, and that of the words beside "lainnya"."""
    face = face_of(question, context, options=options_with_other(question, context))
    field = unbound(SingleChoiceField, question, face, context, messages.REQUIRED_CHOICE)
    return Built(face, (field, *other_words(question, context)))
