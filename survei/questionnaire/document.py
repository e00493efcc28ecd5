"""The questionnaire as a typed document: what is edited, frozen, rendered, checked and scored.

Plain JSON in and out; `older.py` reads the formats before this one. Optional members are left
out when they hold their default, so that the hash of a version does not change when the format
grows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any

import msgspec

from survei.questionnaire.kinds import Question, Rating
from survei.questionnaire.languages import CODE, MAIN
from survei.questionnaire.older import FORMAT, joined, upgraded
from survei.questionnaire.parts import Condition, Part, Scale
from survei.questionnaire.plain_texts import with_plain_texts
from survei.questionnaire.translated_text import NOTHING, Text, read_text
from survei.typed_json import TypeReader

#: Limits said to the user before they are met. Source: security.md, row 49.
MOST_QUESTIONS = 300
#: Files that one form takes; each evidence question asks for one.
MOST_EVIDENCE = 5
#: Code of a language beside Indonesian.
Language = Annotated[str, msgspec.Meta(pattern=f"^(?!{MAIN}$){CODE.pattern}$(?!\\n)")]


class Section(Part, kw_only=True):
    """An aspect: questions that are scored together."""

    #: Stable key, unique among sections.
    code: str
    title: Text
    #: Shown above its questions.
    intro: Text = NOTHING
    #: Percent of the total; scored sections add up to 100.
    weight: float = 0
    questions: list[Question] = []
    #: Shown only where this holds; None: always.
    show_if: Condition | None = None

    def ratings(self) -> list[Rating]:
        """Its ratings in order, the rows of matrices among them."""
        return [rating for question in self.questions for rating in question.ratings()]


class Document(Part, kw_only=True, tag_field="format", tag=FORMAT):
    """A whole questionnaire."""

    #: Stable key of the questionnaire.
    key: str
    #: Languages beside Indonesian that its texts are, or are to be, written in.
    languages: list[Language] = []
    title: Text
    #: What it is for and how to answer; shown before the first section.
    intro: Text = NOTHING
    #: {scale key: scale}.
    scales: dict[str, Scale] = {}
    sections: list[Section] = []

    def __post_init__(self) -> None:
        self.languages = list(dict.fromkeys(self.languages))

    def questions(self) -> Iterator[Question]:
        """Every question in the order of display."""
        for section in self.sections:
            yield from section.questions

    def section(self, code: str) -> Section | None:
        """The section with this code."""
        return next((section for section in self.sections if section.code == code), None)

    def question(self, code: str) -> Question | None:
        """The question with this code."""
        return next((item for item in self.questions() if item.code == code), None)

    def section_of(self, code: str) -> Section | None:
        """The section that holds the question with this code."""
        holds = (part for part in self.sections if any(q.code == code for q in part.questions))
        return next(holds, None)


_encoder = msgspec.json.Encoder()
_documents = TypeReader(Document, read_text)
_scales = TypeReader(Scale, read_text)
#: Only to be written again, so its texts are plain objects.
_plain = TypeReader(with_plain_texts(Document))


def decode(data: bytes | str) -> Document:
    """A document from JSON of any format. Raises msgspec.ValidationError (with the place) or
    DecodeError.
    """
    return from_builtins(msgspec.json.decode(data))


def from_builtins(raw: Any) -> Document:
    """A document from JSON that was read already. Raises msgspec.ValidationError."""
    return _documents.convert(upgraded(raw))


def read_scale(text: str) -> Scale:
    """A scale from JSON of any format. Raises msgspec.ValidationError."""
    return _scales.convert(joined(msgspec.json.decode(text)))


def encode(document: Document) -> str:
    """Canonical JSON: members in the order of definition, defaults left out, no white space.

    Read once in between, so that a weight of 2 and of 2.0 are written alike.
    """
    copy = _read_again(_encoder.encode(document))
    for section in copy.sections:
        rows = [row for item in section.questions for row in getattr(item, "rows", ())]
        for part in (section, *section.questions, *rows):
            _rest_on_defaults(part)
    return _encoder.encode(copy).decode()


def _read_again(written: bytes) -> Document:
    """What was written a moment ago."""
    try:
        return _plain.decode(written)
    except msgspec.ValidationError:  # perhaps a wording alone where a text should be
        return decode(written)


def _rest_on_defaults(part: Part) -> None:
    """Puts the default itself where a number equals it (1.0 and 1): only that is left out."""
    for name, default in _default_numbers(type(part)):
        if getattr(part, name) == default:
            setattr(part, name, default)


@cache
def _default_numbers(part: type[Part]) -> list[tuple[str, float]]:
    """(member, default) of the members whose default is a number."""
    fields = msgspec.structs.fields(part)
    return [(one.name, one.default) for one in fields if type(one.default) in (int, float)]


def fingerprint(text: str) -> str:
    """SHA-256 of canonical JSON, hex: the name of a version."""
    return hashlib.sha256(text.encode()).hexdigest()
