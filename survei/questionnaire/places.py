"""Where the parts of a document are, in words and in codes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from survei.questionnaire.finding import Place, at

if TYPE_CHECKING:  # kinds say where something is wrong, and documents hold kinds
    from survei.questionnaire.document import Section
    from survei.questionnaire.kinds import Question, Rating
    from survei.questionnaire.parts import Point, Scale
    from survei.questionnaire.translated_text import Text

#: The place of what concerns the whole document.
WHOLE = Place((at("Kuesioner"),))
#: The place of what concerns the sections' weights together.
WEIGHTS = Place((at("Bobot aspek"),), member="weight")


def short(text: str | Text, longest: int = 60) -> str:
    """A text, of several languages the Indonesian one, cut for a sentence about it."""
    line = " ".join(str(text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def section_place(number: int, section: Section) -> Place:
    """ "Aspek 2 “Dukungan psikologis”"."""
    name = f" “{short(section.title)}”" if str(section.title).strip() else ""
    return Place((at("Aspek %(number)s%(name)s", number=number, name=name),), section=section.code)


def question_place(section: Place, number: int, question: Question) -> Place:
    """ "Aspek 1 “…” › Indikator 3 (kode)", counted from 1 inside its section."""
    words = at("Indikator %(number)s (%(code)s)", number=number, code=short(question.code))
    return section.step(words, question=question.code)


def scale_place(key: str, scale: Scale) -> Place:
    """ "Skala ekspektasi “Skala ekspektasi”"."""
    name = f" “{short(scale.title)}”" if str(scale.title).strip() else ""
    return Place((at("Skala %(key)s%(name)s", key=short(key), name=name),), scale=key)


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


def value_place(place: Place, value: str) -> Place:
    """The anchor of a question that it carries under a point's value."""
    words = at("Deskripsi perilaku poin %(value)s", value=short(value))
    return place.step(words, entry=f"anchor_{short(value)}")


def anchor_place(place: Place, rating: Rating, point: Point) -> Place:
    """The same place, at the rating's own anchor of a point; for a row at the matrix' scale."""
    if "." in rating.code:
        return replace(place, member="scale")
    return replace(place, entry=f"anchor_{point.value}")
