"""Whether a question of one version is the same in another, so that scores may be compared."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from survei.questionnaire.document import Document
from survei.questionnaire.kinds import Question, QuestionKind, Rating, kind_of
from survei.questionnaire.translated_text import Text
from survei.questionnaire.wording import anchor_of


class Sameness(StrEnum):
    """How far a question carries over to another version."""

    #: Same question, same answers, same words: figures may be put together.
    SAME = "same"
    #: Same answers, other words: figures may be looked at side by side, never put together.
    REWORDED = "reworded"
    #: Other answers or another question: figures say nothing about one another.
    DIFFERENT = "different"


SAMENESS_LABELS = {
    Sameness.SAME: "Sama: nilainya dapat dibandingkan",
    Sameness.REWORDED: "Kalimat berbeda: bandingkan dengan hati-hati",
    Sameness.DIFFERENT: "Berbeda: nilainya tidak dapat dibandingkan",
}


@dataclass(frozen=True)
class Item:
    """A question as far as its answers can be compared; a row of a matrix is one of its own."""

    #: Key of the answer: "mutu", "matriks.baris".
    code: str
    kind: QuestionKind
    #: What can be answered, in order: points, values of options; empty for numbers and words.
    values: tuple[str, ...]
    reversed: bool
    #: What raters read, in Indonesian: wording, and what stands beside each value.
    words: tuple[str, ...]


def same_question(old: Item, new: Item) -> Sameness:
    """Whether figures about the two may be compared.

    The code carries the lineage; kind, values in their order and direction must be equal, or
    a number does not mean the same. Weights and required do not matter: they change what is
    made of an answer, not the answer. Source: issue 3, Versions.
    """
    if (old.code, old.kind, old.values, old.reversed) != (
        new.code,
        new.kind,
        new.values,
        new.reversed,
    ):
        return Sameness.DIFFERENT
    return Sameness.SAME if old.words == new.words else Sameness.REWORDED


def items(document: Document) -> list[Item]:
    """Every question of a document that is answered, rows of matrices each for itself."""
    return [item for question in document.questions() for item in items_of(document, question)]


def compared_items(old: Document, new: Document) -> dict[str, Sameness]:
    """{code: sameness} of the questions that both documents have."""
    before = {item.code: item for item in items(old)}
    return {
        item.code: same_question(before[item.code], item)
        for item in items(new)
        if item.code in before
    }


def lineage_key(item: Item) -> str:
    """A name that two items share exactly if `same_question` calls them the same; 64 characters."""
    parts = (item.code, str(item.kind), item.values, item.reversed, item.words)
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def items_of(document: Document, question: Question) -> list[Item]:
    """What of a question is answered: itself, each row of a matrix, nothing of information."""
    if ratings := question.ratings():
        return [_rating(document, rating, question) for rating in ratings]
    return [_other(question)] if question.is_asked else []


def _rating(document: Document, rating: Rating, question: Question) -> Item:
    points = document.scales[rating.scale].points if rating.scale in document.scales else []
    lead = [] if rating is question else [question.text, question.text_self]
    beside: list[str | Text] = [
        part for point in points for part in (point.label, anchor_of(document, rating, point))
    ]
    return Item(
        code=rating.code,
        kind=kind_of(question),
        values=tuple(str(point.value) for point in points),
        reversed=rating.reversed,
        words=_folded(*lead, rating.text, rating.text_self, *beside),
    )


def _other(question: Question) -> Item:
    return Item(
        code=question.code,
        kind=kind_of(question),
        values=tuple(question.lineage_values()),
        reversed=False,
        words=_folded(question.text, question.text_self, *question.lineage_words()),
    )


def _folded(*texts: str | Text) -> tuple[str, ...]:
    """Texts without differences in white space, which nobody reads."""
    return tuple(" ".join(str(text).split()) for text in texts)
