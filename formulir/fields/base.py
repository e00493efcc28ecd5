"""What every answer field shares: clean text, one value, and "tidak dapat menilai"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.validators import InputRequired

from formulir import messages
from formulir.worded import worded
from survei.questionnaire.choices import CANNOT_RATE
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import Question
from survei.questionnaire.wording import text_for

#: Control characters that no keyboard types: dropped. NUL is refused before (security row 51).
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Context:
    """For whom a field is built."""

    document: Document
    #: Whether ratees answer about themselves.
    is_self: bool
    #: In which the questionnaire is shown.
    language: str
    #: A draft asks for nothing, so nothing is required.
    is_draft: bool = False
    #: Answers that are stored unlinkable: no files are asked for.
    is_confidential: bool = False


@dataclass(frozen=True)
class Option:
    """One card of a scale or choice."""

    value: str
    label: str
    #: Behavioural anchor; empty for choices.
    anchor: str = ""


@dataclass(frozen=True)
class Face:
    """What a question shows, in one language and for one relation; the same for all people."""

    code: str
    kind: str
    text: str
    hint: str
    required: bool
    allow_na: bool
    options: tuple[Option, ...] = ()
    unit: str = ""
    longest: int = 0
    #: ISO dates, numbers as typed, or empty.
    least: str = ""
    most: str = ""
    decimals: int = 0
    #: Information as safe HTML.
    html: str = ""
    #: Of a row: the text of its matrix.
    within: str = ""

    @property
    def named(self) -> str:
        """The text where it stands alone, away from its matrix."""
        return f"{self.within.rstrip(' .:')} – {self.text}" if self.within else self.text


def face_of(question: Question, context: Context, **more: Any) -> Face:
    """The face with what all kinds have; `more` adds the rest."""
    return Face(
        code=question.code,
        kind=str(question.__struct_config__.tag),
        text=worded(text_for(question, context.is_self), context.language),
        hint=worded(question.hint, context.language),
        required=question.required,
        allow_na=question.allow_na,
        **more,
    )


class AnswerField(Field):
    """A field whose data is the answer as it is stored, or None.

    Subclasses give `parse(values)`: the answer of one or more non-empty texts, or ValueError
    with the message. Empty values count as not sent.
    """

    #: Whether several values are one answer.
    takes_many = False

    #: Whether it is an answer by itself, counted and perhaps required; else words beside one.
    stands_alone = True

    def __init__(
        self, *args: Any, question: Any, face: Face, needed: InputRequired, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        #: What it belongs to: a row of a matrix to the matrix.
        self.question = question
        self.face = face
        #: The validator that asks for it where it is required.
        self.needed = needed

    def process(
        self, formdata: MultiDict[str, str] | None, data: object = None, extra_filters: object = ()
    ) -> None:
        """Cleans what was sent, keeps it for showing again, and parses it.

        Answers only ever come from a form, so WTForms' defaults, objects and filters are left out.
        """
        self.data, self.raw_data, self.process_errors = None, [], []
        sent = formdata.getlist(self.name) if formdata else ()
        self.raw_data = [text for text in map(clean, sent) if text.strip()]
        try:
            if any("\0" in text for text in sent):
                raise ValueError(messages.BAD_CHARACTER)
            if self.raw_data:
                self.data = self._answer(self.raw_data)
        except ValueError as error:
            self.process_errors.append(error.args[0])

    def _answer(self, values: list[str]) -> Any:
        if self.face.allow_na and CANNOT_RATE in values:
            if len(values) > 1:
                raise ValueError(messages.ANSWER_OR_NA)
            return CANNOT_RATE
        if len(values) > 1 and not self.takes_many:
            raise ValueError(messages.ONE_ONLY)
        return self.parse(values)

    def parse(self, values: list[str]) -> Any:
        """The answer that is stored. Raises ValueError with the message."""
        raise NotImplementedError

    @property
    def in_words(self) -> str:
        """What was sent as one reads it: labels for the values of options; "" for nothing."""
        labels = {option.value: self.label_of(option) for option in self.face.options}
        return ", ".join(labels.get(text) or self.loose_word(text) for text in self.typed)

    def label_of(self, option: Option) -> str:
        """What an option is called away from its card."""
        return str(option.label)

    def loose_word(self, text: str) -> str:
        """A text that stands for no option."""
        return _("Tidak dapat menilai") if self.face.allow_na and text == CANNOT_RATE else text

    @property
    def typed(self) -> list[str]:
        """What was sent, wrong or not, for showing again."""
        return list(self.raw_data or ())


def clean(text: str) -> str:
    """NFC, line ends as one character, control characters dropped, NUL too."""
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text).replace("\0", "")


@dataclass(frozen=True)
class Built:
    """A question ready for a form: what it shows, and its unbound fields in the order shown."""

    face: Face
    fields: tuple[Any, ...] = ()


def single(
    field: type[AnswerField], question: Any, face: Face, context: Context, required: object
) -> Built:
    """A question of one field; `required` is what is said where its answer is missing."""
    return Built(face, (unbound(field, question, face, context, required),))


def unbound(
    field: type[AnswerField], question: Any, face: Face, context: Context, required: object
) -> Any:
    """The unbound field, named by the key of its answer; required unless it is a draft."""
    needed = InputRequired(required)
    asks = question.required and not context.is_draft and field.stands_alone
    return field(
        label=face.text,
        name=face.code,
        id=f"q-{face.code}",
        question=question,
        face=face,
        needed=needed,
        validators=[needed] if asks else [],
    )
