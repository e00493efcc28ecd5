"""Answers of made-up raters, to show how weights become a score."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec.structs import replace

from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Rating
from survei.questionnaire.parts import Scale
from survei.questionnaire.scoring import counting_items, item_score, scored_sections


class Level(StrEnum):
    """How a made-up rater answers the indicators of one section."""

    LOWEST = "lowest"
    MIDDLE = "middle"
    HIGHEST = "highest"
    #: The first indicator gets the best point, all others the worst.
    MIXED = "mixed"


LEVEL_LABELS = {
    Level.LOWEST: "Semua terendah",
    Level.MIDDLE: "Semua tengah",
    Level.HIGHEST: "Semua tertinggi",
    Level.MIXED: "Hanya satu tertinggi",
}


def first_levels(document: Document) -> list[dict[str, Level]]:
    """Levels to begin with, by section: best in the first only, middle in all, the reverse.

    Sections without a weight have theirs too, after the others: they may get one.
    """
    weighable = [section for section in document.sections if counting_items(section)]
    codes = [part.code for part in sorted(weighable, key=lambda part: part.weight == 0)]
    ends = [Level.HIGHEST, *[Level.LOWEST] * len(codes)]
    turned = [Level.LOWEST, *[Level.HIGHEST] * len(codes)]
    middle = [Level.MIDDLE] * len(codes)
    return [dict(zip(codes, levels, strict=False)) for levels in (ends, middle, turned)]


def made_up_answers(document: Document, levels: Mapping[str, Level]) -> dict[str, int]:
    """{key: point} for every counting indicator; better points score higher, turned or not."""
    found: dict[str, int] = {}
    for section in scored_sections(document):
        level = levels.get(section.code, Level.MIDDLE)
        for number, item in enumerate(counting_items(section)):
            place = _place(level, first=number == 0)
            found[item.code] = _point(document.scales[item.scale], item, place)
    return found


def _place(level: Level, *, first: bool) -> float:
    """Where on the scale, 0 the worst and 1 the best."""
    if level == Level.MIXED:
        return 1 if first else 0
    return {Level.LOWEST: 0, Level.MIDDLE: 0.5, Level.HIGHEST: 1}[level]


def _point(scale: Scale, item: Rating, place: float) -> int:
    points = sorted(point.value for point in scale.points)
    points.sort(key=lambda value: item_score(scale, item, value) or 0)
    return points[int((len(points) - 1) * place)]


def with_usable_scales(document: Document) -> Document:
    """The document without what cannot be rated yet: its scale is missing or has no two points."""
    usable = {
        key
        for key, scale in document.scales.items()
        if len({point.value for point in scale.points}) > 1
    }
    sections = [
        replace(
            section,
            questions=[
                question
                for question in section.questions
                if all(rating.scale in usable for rating in question.ratings())
            ],
        )
        for section in document.sections
    ]
    return replace(document, sections=sections)


def without_conditions(document: Document) -> Document:
    """The document as if everything were always asked."""
    return replace(document, sections=[_unconditional(part) for part in document.sections])


def _unconditional(section: Section) -> Section:
    questions = [replace(question, show_if=None) for question in section.questions]
    return replace(section, show_if=None, questions=questions)
