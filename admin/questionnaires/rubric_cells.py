"""Cells of the rubric: how they are named and read, what they show, who else wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _
from wtforms import ValidationError

from admin.questionnaires.fields import AtMost, readable, tidy
from survei.questionnaire.document import Document
from survei.questionnaire.languages import MAIN
from survei.questionnaire.parts import Point
from survei.questionnaire.pasting import LONGEST_ANCHOR
from survei.questionnaire.rubric import EMPTY, Grid, RubricRow, Spot, anchor_texts
from survei.questionnaire.translated_text import NOTHING

#: "a.mutu.3" is the anchor of point 3 of the indicator "mutu".
MARK = "a."


@dataclass
class Cell:
    """One anchor in the grid."""

    point: Point
    #: Name of its field; empty for a cell that shows its scale's anchor only.
    name: str
    #: What is in it: typed or stored.
    data: str
    #: Shown grey in an empty cell.
    instead: str
    #: The Indonesian text, beside a translation.
    source: str = ""
    #: Said under the cell.
    note: str = ""
    error: str = ""
    #: What another editor stored meanwhile; None where that is no matter.
    theirs: str | None = None


@dataclass(frozen=True)
class Written:
    """What came back from a page: texts by spot, and what to say where."""

    texts: Mapping[Spot, str] = field(default_factory=dict)
    errors: Mapping[Spot, str] = field(default_factory=dict)
    theirs: Mapping[Spot, str] = field(default_factory=dict)
    #: Typed for indicators or points that are gone: (place, text).
    homeless: tuple[tuple[str, str], ...] = ()


def name_of(spot: Spot) -> str:
    """Name of a cell's field."""
    return f"{MARK}{spot[0]}.{spot[1]}"


def typed_texts(form: Mapping[str, str]) -> dict[Spot, str]:
    """Every posted cell by its spot; cells that were not posted keep what is stored."""
    found = {}
    for name, text in form.items():
        code, dot, value = name.removeprefix(MARK).rpartition(".")
        if name.startswith(MARK) and dot:
            found[code, value] = tidy(text)
    return found


def errors_in(texts: Mapping[Spot, str]) -> dict[Spot, str]:
    """What cannot be kept as it is, by spot."""
    found = {}
    bound = AtMost(LONGEST_ANCHOR)
    for spot, text in texts.items():
        cell = Cell(point=Point(value=0, label=NOTHING), name="", data=text, instead="")
        try:
            readable(None, cell)
            bound(None, cell)
        except ValidationError as error:
            found[spot] = str(error)
    return found


def merged(
    typed: Mapping[Spot, str], now: Document, before: Document | None, language: str
) -> Written:
    """What a late page typed over what is stored now.

    Cells that its person left alone show what is stored; both are shown where both changed one.
    """
    stored = anchor_texts(now, language)
    was = anchor_texts(before, language) if before else {}
    mine = {spot: text for spot, text in typed.items() if was.get(spot) != text}
    theirs = {
        spot: stored[spot]
        for spot, text in mine.items()
        if spot in stored and text != stored[spot] != was.get(spot)
    }
    homeless = tuple(
        (f"{spot[0]} · {spot[1]}", text)
        for spot, text in mine.items()
        if text and spot not in stored
    )
    texts = {spot: text for spot, text in mine.items() if spot in stored}
    return Written(texts, errors_in(texts), theirs, homeless)


class Cells:
    """Makes the cells of a page in one language; words that repeat are looked up once."""

    def __init__(self, written: Written, language: str) -> None:
        self.written = written
        self.is_translation = language != MAIN
        self.language = language
        self._instead: dict[tuple[str, int], str] = {}
        self._untranslated = _("Belum diterjemahkan")
        self._unused = _("Belum dipakai: deskripsi Indonesianya kosong.")

    def of(self, grid: Grid, row: RubricRow) -> list[Cell]:
        """The cells of one row, in the order of the points."""
        words = [self._scale_words(grid, point) for point in grid.scale.points]
        pairs = zip(grid.scale.points, words, strict=True)
        if row.matrix:
            return [Cell(point=point, name="", data="", instead=text) for point, text in pairs]
        return [self._cell(row, point, text) for point, text in pairs]

    def _cell(self, row: RubricRow, point: Point, scale_words: str) -> Cell:
        spot = (row.rating.code, str(point.value))
        own = row.rating.anchors.get(spot[1], EMPTY)
        text = self.written.texts.get(spot, own.text.get(self.language, ""))
        source = str(own.text) if self.is_translation else ""
        is_unused = self.is_translation and text and not source
        return Cell(
            point=point,
            name=name_of(spot),
            data=text,
            instead=self._untranslated if source else scale_words,
            source=source,
            note=self._unused if is_unused else "",
            error=self.written.errors.get(spot, ""),
            theirs=self.written.theirs.get(spot),
        )

    def _scale_words(self, grid: Grid, point: Point) -> str:
        key = (grid.key, point.value)
        if key not in self._instead:
            anchor = point.anchor.wording(self.language)
            said = _("Deskripsi skala: %(anchor)s", anchor=anchor)
            self._instead[key] = said if anchor else _("Belum ada deskripsi")
        return self._instead[key]
