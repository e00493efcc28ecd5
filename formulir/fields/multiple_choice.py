"""Any number of options within bounds."""

from __future__ import annotations

from formulir import messages
from formulir.fields.base import AnswerField, Built, Context, face_of, unbound
from formulir.fields.other import other_words
from formulir.fields.single_choice import options_with_other
from survei.questionnaire.kinds import MultipleChoice


class MultipleChoiceField(AnswerField):
    """Data: list of values in the order of the document, or "na"."""

    takes_many = True

    def parse(self, values: list[str]) -> list[str]:
        """Values of the list, each once, as many as the bounds say."""
        known = [option.value for option in self.face.options]
        if not set(values) <= set(known):
            raise ValueError(messages.UNKNOWN_CHOICE)
        chosen = [value for value in known if value in values]
        if len(chosen) < self.question.minimum:
            raise ValueError(messages.too_few_choices(self.question.minimum))
        if 0 < self.question.maximum < len(chosen):
            raise ValueError(messages.too_many_choices(self.question.maximum))
        return chosen


def multiple_choice(question: MultipleChoice, context: Context) -> Built:
    """The field of a multiple choice, and that of the words beside "lainnya"."""
    face = face_of(
        question,
        context,
        options=options_with_other(question, context),
        least=str(question.minimum or ""),
        most=str(question.maximum or ""),
    )
    field = unbound(MultipleChoiceField, question, face, context, messages.REQUIRED_CHOICES)
    return Built(face, (field, *other_words(question, context)))
