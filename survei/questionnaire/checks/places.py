"""Walks over a document that say for each part where it is, in words and in codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from survei.questionnaire.document import Document, Part, Point, Question, Rating, Scale, Section
from survei.questionnaire.finding import Place, at
from survei.questionnaire.kinds import ratings_of

#: The place of what concerns the whole document.
WHOLE = Place((at("Kuesioner"),))
#: The place of what concerns the sections' weights together.
WEIGHTS = Place((at("Bobot aspek"),), member="weight")


def short(text: str, longest: int = 60) -> str:
    """A text cut for a sentence about it."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def section_place(number: int, section: Section) -> Place:
    """ "Aspek 2 “Dukungan psikologis”"."""
    name = f" “{short(section.title)}”" if section.title.strip() else ""
    return Place((at("Aspek %(number)s%(name)s", number=number, name=name),), section=section.code)


def sections(document: Document) -> Iterator[tuple[Place, Section]]:
    """Every section with its place."""
    for number, section in enumerate(document.sections, 1):
        yield section_place(number, section), section


def questions(document: Document) -> Iterator[tuple[Place, Question]]:
    """Every question with its place: "Aspek 1 “…” › Indikator 3 (kode)"."""
    for place, section in sections(document):
        yield from section_questions(place, section)


def section_questions(place: Place, section: Section) -> Iterator[tuple[Place, Question]]:
    """Every question of one section with its place."""
    for number, question in enumerate(section.questions, 1):
        words = at("Indikator %(number)s (%(code)s)", number=number, code=short(question.code))
        yield place.step(words, question=question.code), question


def ratings(document: Document) -> Iterator[tuple[Place, Rating, Scale | None]]:
    """Every rating with its place and its scale, None where the scale does not exist.

    Rows of matrices are ratings too.
    """
    for place, question in questions(document):
        for number, rating in enumerate(ratings_of(question), 1):
            is_row = rating is not question
            here = row_place(place, number) if is_row else place
            yield here, rating, document.scales.get(rating.scale)


def scaled(document: Document) -> Iterator[tuple[Place, Rating, Scale]]:
    """Every rating on a known scale; of a matrix the first row stands for all."""
    for place, question in questions(document):
        for rating in ratings_of(question)[:1]:
            if scale := document.scales.get(rating.scale):
                yield place, rating, scale


def scales(document: Document) -> Iterator[tuple[Place, Scale]]:
    """Every scale with its place."""
    for key, scale in document.scales.items():
        name = f" “{short(scale.title)}”" if scale.title.strip() else ""
        yield Place((at("Skala %(key)s%(name)s", key=short(key), name=name),), scale=key), scale


def row_place(place: Place, number: int) -> Place:
    """A row of a matrix, counted from 1."""
    words = at("Baris %(number)s", number=number)
    return place.step(words, entry=f"rows-{number - 1}", member="text")


def choice_place(place: Place, number: int) -> Place:
    """An option of a choice, counted from 1."""
    words = at("Pilihan %(number)s", number=number)
    return place.step(words, entry=f"choices-{number - 1}", member="label")


def point_place(place: Place, point: Point, number: int) -> Place:
    """A point of a scale, counted from 1."""
    words = at("Poin %(value)s", value=point.value)
    return place.step(words, entry=f"points-{number - 1}", member="label")


def anchor_place(place: Place, rating: Rating, point: Point) -> Place:
    """The same place, at the rating's own anchor of a point; for a row at the matrix' scale."""
    if "." in rating.code:
        return replace(place, member="scale")
    return replace(place, entry=f"anchor_{point.value}")


def parts(document: Document) -> Iterator[tuple[Place, Part]]:
    """Every part that holds texts: document, scales, points, sections, questions and below."""
    yield WHOLE, document
    for place, scale in scales(document):
        yield place, scale
        for number, point in enumerate(scale.points, 1):
            yield point_place(place, point, number), point
    yield from sections(document)
    for place, question in questions(document):
        yield place, question
        for number, choice in enumerate(getattr(question, "choices", ()), 1):
            yield choice_place(place, number), choice
        for number, row in enumerate(getattr(question, "rows", ()), 1):
            yield row_place(place, number), row
        for value, anchor in getattr(question, "anchors", {}).items():
            words = at("Deskripsi perilaku poin %(value)s", value=short(value))
            yield place.step(words, entry=f"anchor_{short(value)}"), anchor
