"""A number as Indonesians write it: decimal comma, dots between thousands."""

from __future__ import annotations

import math
import re

from flask_babel import get_locale

from formulir import messages
from formulir.fields.base import AnswerField, Built, Context, face_of, single
from survei.questionnaire.document import Number
from survei.questionnaire.rules import text_in

#: "1.250,5", "1250,5", "-3" …
_INDONESIAN = re.compile(r"[-−]?(\d{1,3}(\.\d{3})+|\d{1,15})(,\d{1,15})?", re.ASCII)
_STEP_ROUNDING = 1e-6
#: "3.5" as some keyboards give it; never three places, which are thousands.
_POINT = re.compile(r"[-−]?\d{1,15}\.(\d{1,2}|\d{4,15})", re.ASCII)


class NumberField(AnswerField):
    """Data: int when the question has no decimals, else float; or "na"."""

    def parse(self, values: list[str]) -> int | float:
        """The number, within bounds and places."""
        text = plain(values[0].strip())
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


def fits_step(number: float, step: float, base: float) -> bool:
    """Whether a number lies on a step, but for rounding; the browser reckons alike."""
    steps = (number - base) / step
    return abs(steps - math.floor(steps + 0.5)) < _STEP_ROUNDING


def plain(text: str) -> str:
    """The number in Python's writing. Raises ValueError with the message.

    "1.500" is one thousand five hundred; exponents, NaN and infinity are no numbers here.
    """
    if _INDONESIAN.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif not _POINT.fullmatch(text):
        raise ValueError(messages.NOT_A_NUMBER)
    return text.replace("−", "-")


def shown(number: float | None, language: str = "id") -> str:
    """A bound as people read it: "2,5" (English: "2.5"); empty for none."""
    text = "" if number is None else f"{number:g}"
    return text if language == "en" else text.replace(".", ",")


def number(question: Number, context: Context) -> Built:
    """The field of a number."""
    face = face_of(
        question,
        context,
        unit=text_in(question, "unit", context.language),
        least=shown(question.minimum, context.language),
        most=shown(question.maximum, context.language),
        decimals=question.decimals,
    )
    return single(NumberField, question, face, context, messages.REQUIRED_NUMBER)
