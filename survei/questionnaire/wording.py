"""Which text of a document a reader sees: by relation, by language, by scale point."""

from __future__ import annotations

from survei.questionnaire.document import Anchor, Document, Part, Point, Question, Rating

ENGLISH = "en"


def text_in(part: Part, member: str, language: str = "id") -> str:
    """A text member in a language; Indonesian where the English is missing."""
    english = getattr(part, f"{member}_en") if language == ENGLISH else ""
    text: str = english or getattr(part, member)
    return text


def wording(question: Question, relation_is_self: bool, language: str = "id") -> str:
    """The question as a rater reads it: about oneself, or about somebody else.

    A self wording without English stays Indonesian: better than English about a third person.
    """
    member = "text_self" if relation_is_self and question.text_self else "text"
    return text_in(question, member, language)


def anchor_of(document: Document, question: Rating, point: Point, language: str = "id") -> str:
    """The behaviour beside a scale point: the question's own, else the scale's, else empty."""
    own: Anchor | None = question.anchors.get(str(point.value))
    if own and own.text:
        return text_in(own, "text", language)
    return text_in(point, "anchor", language)
