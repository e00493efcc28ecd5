"""Short and long text, measured in characters."""

from __future__ import annotations

from formulir import messages
from formulir.fields.base import AnswerField, Built, Context, face_of, single
from survei.questionnaire.kinds import LongText, ShortText
from survei.questionnaire.parts import LONGEST_TEXT


class TextField(AnswerField):
    """Data: text in NFC without blank ends, or "na"."""

    def parse(self, values: list[str]) -> str:
        """The text, no longer than said."""
        text = self.tidy(values[0])
        if len(text) > self.face.longest:
            raise ValueError(messages.too_long(self.face.longest, len(text)))
        return text

    def tidy(self, text: str) -> str:
        """Blank ends dropped; lines stay."""
        return text.strip()


class ShortTextField(TextField):
    """One line."""

    def tidy(self, text: str) -> str:
        """Line ends and tabs become one space."""
        return " ".join(text.split())


def short_text(question: ShortText, context: Context) -> Built:
    """The field of a short text."""
    face = face_of(question, context, longest=min(question.longest, LONGEST_TEXT))
    return single(ShortTextField, question, face, context, messages.REQUIRED_TEXT)


def long_text(question: LongText, context: Context) -> Built:
    """The field of a long text."""
    face = face_of(question, context, longest=min(question.longest, LONGEST_TEXT))
    return single(TextField, question, face, context, messages.REQUIRED_TEXT)
