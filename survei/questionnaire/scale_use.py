"""Which scale indicators stand on: of all at once, and of the one that comes next."""

from __future__ import annotations

from msgspec.structs import replace

from survei.errors import NotFound
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import Question


def use_scale(document: Document, key: str) -> Document:
    """Every rating and matrix on this scale; anchors of their own stay with their values."""
    if key not in document.scales:
        raise NotFound
    sections = [
        replace(section, questions=[_standing_on(key, item) for item in section.questions])
        for section in document.sections
    ]
    return replace(document, sections=sections)


def usual_scale(document: Document, section: str) -> str:
    """The scale for one more rating: the last one used in the section, else anywhere.

    Where nothing is rated yet it is the scale added last, which somebody just asked for.
    """
    here = document.section(section)
    questions = [*document.questions(), *(here.questions if here else ())]
    used = [getattr(item, "scale", None) for item in questions]
    known = [scale for scale in used if scale in document.scales]
    return (known or list(document.scales) or [""])[-1]


def _standing_on(key: str, question: Question) -> Question:
    return replace(question, scale=key) if hasattr(question, "scale") else question
