"""A number as Indonesians write it: decimal comma, dots between thousands."""

from __future__ import annotations

import math

from flask_babel import get_locale

from formulir import messages
from formulir.fields.base import AnswerField, Built, Context, Option, face_of, single
from formulir.worded import worded
from survei.numerals import plain, written
from survei.questionnaire.kinds import Number, Slider

_STEP_ROUNDING = 1e-6


class NumberField(AnswerField):
    """Data: int when the question has no decimals, else float; or "na"."""

    def parse(self, values: list[str]) -> int | float:
        """The number, within bounds and places."""
        text = plain(values[0])
        if text is None:
            raise ValueError(messages.NOT_A_NUMBER)
        places = len(text.partition(".")[2])
        if places > self.question.decimals:
            raise ValueError(
                messages.too_many_decimals(self.question.decimals)
                if self.question.decimals
                else messages.NOT_WHOLE
            )
        number = float(text) if self.question.decimals else int(text)
        self._check_bounds(number)
        return number

    def _check_bounds(self, number: float) -> None:
        least, most = self.question.minimum, self.question.maximum
        if (least is not None and number < least) or (most is not None and number > most):
            raise ValueError(messages.outside(self.face.least or None, self.face.most or None))
        if self.question.step and not fits_step(number, self.question.step, least or 0):
            language = str(get_locale() or "id")
            step = shown(self.question.step, language)
            raise ValueError(messages.off_step(step, shown(least or 0, language)))


class SliderField(NumberField):
    """Data: int, or "na"."""

    def label_of(self, option: Option) -> str:
        """The number alone: the words stand beside the ends."""
        return option.value


def fits_step(number: float, step: float, base: float) -> bool:
    """Whether a number lies on a step, but for rounding; the browser reckons alike."""
    steps = (number - base) / step
    return abs(steps - math.floor(steps + 0.5)) < _STEP_ROUNDING


def shown(number: float | None, language: str = "id") -> str:
    """A bound as people read it: "2,5" (English: "2.5"); empty for none."""
    return "" if number is None else written(number, language)


def number(question: Number, context: Context) -> Built:
    """The field of a number."""
    face = face_of(
        question,
        context,
        unit=worded(question.unit, context.language),
        least=shown(question.minimum, context.language),
        most=shown(question.maximum, context.language),
        decimals=question.decimals,
    )
    return single(NumberField, question, face, context, messages.REQUIRED_NUMBER)


def slider(question: Slider, context: Context) -> Built:
    """The field of a slider: a number, whose ends have words."""
    face = face_of(
        question,
        context,
        options=tuple(
            Option(str(value), worded(getattr(question, member), context.language))
            for value, member in ((question.minimum, "low_label"), (question.maximum, "high_label"))
        ),
        unit=str(question.step),
        least=shown(question.minimum, context.language),
        most=shown(question.maximum, context.language),
    )
    return single(SliderField, question, face, context, messages.REQUIRED_NUMBER)
