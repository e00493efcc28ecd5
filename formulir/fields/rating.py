"""A rating: cards with value, label and behavioural anchor; "tidak dapat menilai" apart."""

from __future__ import annotations

from formulir import messages
from formulir.fields.base import AnswerField, Built, Context, Option, face_of, single
from formulir.worded import worded
from survei.questionnaire.kinds import Rating
from survei.questionnaire.wording import anchor_text


class RatingField(AnswerField):
    """Data: the point's value as int, or "na"."""

    def parse(self, values: list[str]) -> int:
        """A point of the scale, written exactly as it stands on the card."""
        if values[0] not in self.points:
            raise ValueError(messages.UNKNOWN_CHOICE)
        return int(values[0])

    def label_of(self, option: Option) -> str:
        """Value and label."""
        return f"{option.value} · {option.label}"

    @property
    def points(self) -> list[str]:
        """Values of the cards."""
        return [option.value for option in self.face.options]


def rating(question: Rating, context: Context) -> Built:
    """The field of a rating."""
    face = face_of(question, context, options=points_of(question, context))
    return single(RatingField, question, face, context, required_words(question.allow_na))


def points_of(question: Rating, context: Context) -> tuple[Option, ...]:
    """The cards of a rating's scale."""
    scale = context.document.scales.get(question.scale)  # a draft may name one that is not there
    return tuple(
        Option(
            str(point.value),
            worded(point.label, context.language),
            worded(anchor_text(context.document, question, point), context.language),
        )
        for point in (scale.points if scale else ())
    )


def required_words(allow_na: bool) -> object:
    """What is said where a rating is missing."""
    return messages.REQUIRED_RATING if allow_na else messages.REQUIRED_CHOICE
