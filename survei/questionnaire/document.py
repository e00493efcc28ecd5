"""The questionnaire as a typed document: what is edited, frozen, rendered, checked and scored.

Plain JSON in and out. Every text has its English beside it (`…_en`, empty when missing).
Optional members are left out when they hold their default, so that the hash of a version does
not change when the format grows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec

from survei.questionnaire.choices import QuestionKind

#: Limits said to the user before they are met. Source: security.md, row 49.
MOST_QUESTIONS = 300
LONGEST_TEXT = 5000


class Part(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """Base of all parts: unknown members are refused, defaults left out (so never change one)."""


class Point(Part, kw_only=True):
    """One point of a scale."""

    #: Whole number; higher is better unless the question is reversed.
    value: int
    label: str
    label_en: str = ""
    #: Behavioural anchor that holds for every question on this scale.
    anchor: str = ""
    anchor_en: str = ""


class Scale(Part, kw_only=True):
    """A rating scale: 2 to 10 points, ascending by value."""

    title: str
    title_en: str = ""
    points: list[Point]


class Choice(Part, kw_only=True):
    """One option of a choice question."""

    value: str
    label: str
    label_en: str = ""


class Anchor(Part, kw_only=True):
    """Behavioural anchor of one point for one question; replaces the scale's own."""

    text: str
    text_en: str = ""


class QuestionBase(Part, kw_only=True):
    """What every kind of question has."""

    #: Stable key of the answer: lowercase letters, digits, "-" and "_"; unique in the document.
    code: str
    #: Wording for those who rate somebody else.
    text: str
    text_en: str = ""
    #: Wording for the ratee about oneself; empty: `text` serves both.
    text_self: str = ""
    text_self_en: str = ""
    hint: str = ""
    hint_en: str = ""
    required: bool = True


class Rating(QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.RATING)):
    """A rating on one of the document's scales; the only kind that scores."""

    #: Key into `Document.scales`.
    scale: str
    #: {point value as text: anchor}; points not named keep the scale's anchor.
    anchors: dict[str, Anchor] = {}
    #: Weight inside the section, at least 0; 0 shows it without counting.
    weight: float = 1
    #: Whether the lowest point is the best.
    reversed: bool = False
    #: Whether "tidak dapat menilai" is offered.
    allow_na: bool = True


class SingleChoice(
    QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.SINGLE_CHOICE)
):
    """Exactly one of several options."""

    choices: list[Choice]
    allow_na: bool = False


class MultipleChoice(
    QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.MULTIPLE_CHOICE)
):
    """Any number of options within bounds."""

    choices: list[Choice]
    #: Fewest and most options; 0 at most means no limit.
    minimum: int = 0
    maximum: int = 0
    allow_na: bool = False


class Number(QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.NUMBER)):
    """A number, typed with a decimal comma."""

    minimum: float | None = None
    maximum: float | None = None
    #: Decimal places that are accepted, 0 to 4.
    decimals: int = 0
    unit: str = ""
    unit_en: str = ""
    allow_na: bool = False


class Date(QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.DATE)):
    """A calendar date; bounds are ISO dates, empty for none."""

    earliest: str = ""
    latest: str = ""
    allow_na: bool = False


class ShortText(QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.SHORT_TEXT)):
    """One line."""

    longest: int = 200
    allow_na: bool = False


class LongText(QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.LONG_TEXT)):
    """Several lines; what feeds the comments of a result."""

    longest: int = 2000
    allow_na: bool = False


Question = Rating | SingleChoice | MultipleChoice | Number | Date | ShortText | LongText


class Section(Part, kw_only=True):
    """An aspect: questions that are scored together."""

    #: Stable key, unique among sections.
    code: str
    title: str
    title_en: str = ""
    #: Shown above its questions.
    intro: str = ""
    intro_en: str = ""
    #: Percent of the total; scored sections add up to 100.
    weight: float = 0
    questions: list[Question] = []


class Document(Part, kw_only=True):
    """A whole questionnaire."""

    #: Stable key of the questionnaire.
    key: str
    title: str
    title_en: str = ""
    #: What it is for and how to answer; shown before the first section.
    intro: str = ""
    intro_en: str = ""
    #: {scale key: scale}.
    scales: dict[str, Scale] = {}
    sections: list[Section] = []

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


_decoder = msgspec.json.Decoder(Document)
_encoder = msgspec.json.Encoder()


def decode(data: bytes | str) -> Document:
    """A document from JSON. Raises msgspec.ValidationError (with the place) or DecodeError."""
    return _decoder.decode(data)


def encode(document: Document) -> str:
    """Canonical JSON: members in the order of definition, defaults left out, no white space.

    Read once in between, so that a weight of 2 and of 2.0 are written alike.
    """
    return _encoder.encode(_decoder.decode(_encoder.encode(document))).decode()


def fingerprint(text: str) -> str:
    """SHA-256 of canonical JSON, hex: the name of a version."""
    return hashlib.sha256(text.encode()).hexdigest()
