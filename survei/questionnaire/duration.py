"""How long a questionnaire takes: reading all of its words, then answering each question."""

from __future__ import annotations

from survei.questionnaire.document import Document, Section
from survei.questionnaire.wording import anchor_of, wording

#: Words a minute of careful reading on a small screen.
WORDS_PER_MINUTE = 180


def estimated_minutes(document: Document, relation_is_self: bool = False) -> float:
    """Minutes for the whole questionnaire, unrounded, when everything in it is asked.

    None at all for one that asks nothing yet.
    """
    if not any(document.questions()):
        return 0.0
    reading = _minutes_to_read(str(document.title), str(document.intro))
    return reading + sum(
        section_minutes(document, section, relation_is_self) for section in document.sections
    )


def section_minutes(document: Document, section: Section, relation_is_self: bool = False) -> float:
    """Minutes for one section, unrounded."""
    texts = [str(section.title), str(section.intro)]
    for question in section.questions:
        texts += [wording(question, relation_is_self), str(question.hint)]
        texts += [str(part.label) for part in getattr(question, "choices", ())]
        texts += [wording(row, relation_is_self) for row in getattr(question, "rows", ())]
    texts += _scale_texts(document, section)
    answering = sum(one.answering_seconds() for one in section.questions) / 60
    return _minutes_to_read(*texts) + answering


def _scale_texts(document: Document, section: Section) -> list[str]:
    """Labels and anchors: those of a scale are read once, those of a question each time."""
    found: list[str] = []
    met: set[str] = set()
    for rating in section.ratings():
        scale = document.scales.get(rating.scale)
        for point in scale.points if scale else []:
            text = anchor_of(document, rating, point)
            if text not in met:
                found.append(text)
                met.add(text)
            if rating.scale not in met:
                found.append(str(point.label))
        met.add(rating.scale)
    return found


def _minutes_to_read(*texts: str) -> float:
    return sum(len(text.split()) for text in texts) / WORDS_PER_MINUTE
