"""A rating: cards with value, label and behavioural anchor; "tidak dapat menilai" apart."""

from __future__ import annotations

from typing import Any

from formulir import messages
from formulir.fields.base import AnswerField, Context, Option, face_of, unbound
from survei.questionnaire.document import Rating
from survei.questionnaire.rules import anchor_of, text_in


class RatingField(AnswerField):
    """Data: the point's value as int, or "na"."""

    def parse(self, values: list[str]) -> int:
        """A point of the scale, written exactly as it stands on the card."""
        if values[0] not in self.points:
            raise ValueError(messages.UNKNOWN_CHOICE)
        return int(values[0])

    @property
    def points(self) -> list[str]:
        """Values of the cards."""
        return [option.value for option in self.face.options]


def rating(question: Rating, context: Context) -> Any:
    """The field of a rating."""
    scale = context.document.scales.get(question.scale)  # a draft may name one that is not there
    options = tuple(
        Option(
            str(point.value),
            text_in(point, "label", context.language),
            anchor_of(context.document, question, point, context.language),
        )
        for point in (scale.points if scale else ())
    )
    required = messages.REQUIRED_RATING if question.allow_na else messages.REQUIRED_CHOICE
    face = face_of(question, context, options=options)
    return unbound(RatingField, question, face, context, required)
