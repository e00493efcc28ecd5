"""The rubric: indicators as rows, points of their scale as columns, one grid per scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from survei.errors import NotFound
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Matrix, Question, Rating
from survei.questionnaire.parts import Anchor, Scale
from survei.questionnaire.translated_text import NOTHING

#: (code of a rating, value of a point as text): where an anchor stands.
Spot = tuple[str, str]


@dataclass(frozen=True)
class RubricRow:
    """One indicator: a rating, or a row of a matrix, whose anchors are its scale's."""

    #: Position of its question in the section, from 1.
    number: int
    rating: Rating
    #: The matrix that it is a row of; None for a rating, whose anchors are its own.
    matrix: Matrix | None = None


@dataclass(frozen=True)
class Grid:
    """All indicators on one scale, by section."""

    key: str
    scale: Scale
    sections: list[tuple[Section, list[RubricRow]]]

    @property
    def rows(self) -> list[RubricRow]:
        """The rows whose cells can be written, in the order of display."""
        return [row for _section, rows in self.sections for row in rows if row.matrix is None]

    @property
    def values(self) -> list[str]:
        """The points' values as text, in the order of the columns."""
        return [str(point.value) for point in self.scale.points]


def grids(document: Document) -> list[Grid]:
    """One grid for every scale in use, in the order of the scales."""
    found: dict[str, list[tuple[Section, list[RubricRow]]]] = {}
    for section in document.sections:
        rows: dict[str, list[RubricRow]] = {}
        for row in _rows(section):
            rows.setdefault(row.rating.scale, []).append(row)
        for key, mine in rows.items():
            found.setdefault(key, []).append((section, mine))
    return [Grid(key, scale, found[key]) for key, scale in document.scales.items() if key in found]


def _rows(section: Section) -> Iterator[RubricRow]:
    for number, question in enumerate(section.questions, 1):
        matrix = question if isinstance(question, Matrix) else None
        for rating in question.ratings():
            yield RubricRow(number, rating, matrix)


def anchor_texts(document: Document, language: str) -> dict[Spot, str]:
    """Own anchors by spot in one language, empty ones included: every cell of every grid."""
    return {
        (row.rating.code, value): row.rating.anchors.get(value, EMPTY).text.get(language, "")
        for grid in grids(document)
        for row in grid.rows
        for value in grid.values
    }


EMPTY = Anchor(text=NOTHING)


def set_anchors(document: Document, texts: Mapping[Spot, str], language: str) -> Document:
    """The document with these anchors in one language; an anchor without any text goes.

    Raises NotFound for a spot that is not in any grid.
    """
    if not texts.keys() <= anchor_texts(document, language).keys():
        raise NotFound
    by_code: dict[str, dict[str, str]] = {}
    for (code, value), text in texts.items():
        by_code.setdefault(code, {})[value] = text
    sections = [
        replace(
            section,
            questions=[
                _with_anchors(question, by_code.get(question.code, {}), language)
                for question in section.questions
            ],
        )
        for section in document.sections
    ]
    return replace(document, sections=sections)


def _with_anchors(question: Question, texts: Mapping[str, str], language: str) -> Question:
    if not texts or not isinstance(question, Rating):
        return question
    anchors = dict(question.anchors)
    for value, text in texts.items():
        anchor = Anchor(text=anchors.get(value, EMPTY).text.having(language, text))
        anchors[value] = anchor
        if not anchor.text:
            del anchors[value]
    return replace(question, anchors=anchors)
