"""Which text of a document a reader sees: by relation, by language, by scale point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec

from survei.questionnaire.parts import Anchor, Part, Point

if TYPE_CHECKING:  # kinds read their own words
    from survei.questionnaire.document import Document
    from survei.questionnaire.kinds import QuestionBase, Rating

ENGLISH = "en"
T = TypeVar("T")


def text_in(part: Part, member: str, language: str = "id") -> str:
    """A text member in a language; Indonesian where the English is missing."""
    english = getattr(part, f"{member}_en") if language == ENGLISH else ""
    text: str = english or getattr(part, member)
    return text


def wording(question: QuestionBase, relation_is_self: bool, language: str = "id") -> str:
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


def in_english(part: T) -> T:
    """A document, or a part of one, whose texts are the English ones where there are any.

    Only for showing: it is no document to store.
    """
    found: Any = part
    if isinstance(part, Part):
        members = msgspec.structs.asdict(part)
        shown = {name: members.get(f"{name}_en") or members[name] for name in members}
        found = msgspec.structs.replace(
            part, **{name: in_english(member) for name, member in shown.items()}
        )
    elif isinstance(part, list):
        found = [in_english(one) for one in part]
    elif isinstance(part, dict):
        found = {key: in_english(one) for key, one in part.items()}
    return cast(T, found)


def has_english(part: object) -> bool:
    """Whether anything in a document, or in a part of one, has an English text."""
    if isinstance(part, Part):
        members = msgspec.structs.asdict(part)
        return any(
            bool(member) if name.endswith("_en") else has_english(member)
            for name, member in members.items()
        )
    if isinstance(part, (list, dict)):
        return any(has_english(one) for one in (part.values() if isinstance(part, dict) else part))
    return False
