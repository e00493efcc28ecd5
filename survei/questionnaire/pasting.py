"""What is pasted: lines of a list, and a block of cells of Excel with its place in a rubric."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from survei.errors import SurveiError
from survei.questionnaire.finding import Words
from survei.questionnaire.parts import Point
from survei.questionnaire.rubric import EMPTY, Grid, RubricRow, Spot
from survei.questionnaire.tidying import tidy_text
from survei.questionnaire.translated_text import Text

#: A quoted cell: only where the quotes end with the cell, so that a sentence may begin with one.
QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\n|\Z)')
#: What the quotes are there for.
NEEDS_QUOTES = ("\n", "\t", '""')
PLAIN = re.compile(r"[^\t\n]*")
#: What Word and people put before the lines of a list: "•", "-", "1.", "2)"; letters and Roman
#: numbers only with Word's tab, so that "A. Yani" stays a name.
LIST_MARK = re.compile(
    r"\s*(?:[•·▪‣◦●○■*\u2013\u2014-]\s+|\(?\d{1,3}[.)]\s+|\(?[a-zA-Z]{1,5}[.)]\t)"
)
#: A cell that only counts the rows of a table: "1", "2.", "a)".
NUMBER_CELL = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z])[.)]?")
#: Columns of a list of questions: for others, for oneself.
MOST_WORDINGS = 2
#: Longest behavioural anchor, in characters; it stands on a phone beside its point.
LONGEST_ANCHOR = 1000
#: Refusals that are told at once.
MOST_REFUSALS = 10


def pasted_lines(text: str) -> list[str]:
    """Lines that say something, without what marks them as a list; tabs become spaces."""
    lines = (LIST_MARK.sub("", line, count=1) for line in text.splitlines())
    tidied = (" ".join(tidy_text(line).split()) for line in lines)
    return [line for line in tidied if line]


class TooManyColumns(SurveiError):
    """A line of a list of questions has more cells than there are wordings."""

    message = (
        "Baris %(row)s berisi %(count)s kolom. Tempel paling banyak dua kolom: kalimat untuk "
        "menilai orang lain, lalu kalimat untuk menilai diri sendiri."
    )


def pasted_wordings(text: str) -> list[tuple[str, str]]:
    """(for others, for oneself) of each line; a column of numbers in front is left out.

    Raises TooManyColumns.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell for one in line.split("\t") for cell in pasted_lines(one)]
        if len(cells) > 1 and NUMBER_CELL.fullmatch(cells[0]):
            del cells[0]
        if len(cells) > MOST_WORDINGS:
            raise TooManyColumns(row=number, count=len(cells))
        if cells:
            found.append((cells[0], "".join(cells[1:])))
    return found


def parse_block(text: str) -> list[list[str]]:
    """Rows of cells: tabs between cells, line ends between rows, quotes around several lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if not text:
        return []
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        cell, at = _cell(text, at)
        rows[-1].append(tidy_text(cell))
        if at >= len(text):
            return rows
        if text[at] == "\n":
            rows.append([])
        at += 1


def _cell(text: str, at: int) -> tuple[str, int]:
    quoted = QUOTED.match(text, at) if text.startswith('"', at) else None
    if quoted and any(sign in quoted[1] for sign in NEEDS_QUOTES):
        return quoted[1].replace('""', '"'), quoted.end()
    plain = PLAIN.match(text, at)
    assert plain is not None
    return plain[0], plain.end()


@dataclass(frozen=True)
class Filled:
    """One cell that a block would fill."""

    row: RubricRow
    point: Point
    before: str
    after: str

    @property
    def spot(self) -> Spot:
        """Where it is."""
        return self.row.rating.code, str(self.point.value)


@dataclass(frozen=True)
class Placement:
    """What a block would do: the cells it fills, or why it does not fit."""

    cells: list[Filled]
    refusals: list[Words]
    #: Whether titles of columns or indicators were left out.
    has_titles: bool = False

    @property
    def texts(self) -> dict[Spot, str]:
        """The texts by spot."""
        return {cell.spot: cell.after for cell in self.cells}


def place_block(
    grid: Grid, block: list[list[str]], *, row: str, value: str, language: str
) -> Placement:
    """The block from a row and a point on, over the rows that can be written.

    The texts are of `language`. Titles around the block are left out. Nothing is cut off: what
    does not fit refuses the block, naming row and column as pasted.
    """
    codes = [one.rating.code for one in grid.rows]
    if row not in codes or value not in grid.values:
        return Placement([], [_error("Pilih indikator dan poin tempat tempelan dimulai.")])
    rows = grid.rows[codes.index(row) :]
    points = grid.scale.points[grid.values.index(value) :]
    top = int(_names_points(block, points))
    left = int(_names_rows(block[top:], rows))
    body = [cells[left:] for cells in block[top:]]
    refusals = [*_too_large(body, len(rows), len(points), top), *_unkeepable(body, top, left)]
    if refusals:
        return Placement([], refusals[:MOST_REFUSALS])
    cells = [
        Filled(
            one, point, one.rating.anchors.get(str(point.value), EMPTY).text.get(language, ""), text
        )
        for one, texts in zip(rows, body, strict=False)
        for point, text in zip(points, texts, strict=False)
    ]
    return Placement(cells, [], has_titles=bool(top or left))


def _names_points(block: list[list[str]], points: list[Point]) -> bool:
    """Whether the first of several rows holds the points' labels, after a corner or not."""
    for cells in (block[0], block[0][1:]) if len(block) > 1 else ():
        pairs = list(zip(cells, points, strict=False))
        if 1 < len(cells) <= len(points) and all(_is_title(*pair) for pair in pairs):
            return True
    return False


def _is_title(cell: str, point: Point) -> bool:
    words = cell.removeprefix(str(point.value)).lstrip(" .·:)=-").casefold()
    return bool(cell) and words in _folded(point.label)


def _folded(text: Text) -> list[str]:
    """Its wordings in any language, in lower case."""
    return [one.casefold() for one in text.values()]


def _names_rows(block: list[list[str]], rows: list[RubricRow]) -> bool:
    """Whether the first of several columns holds the indicators' texts, in their order."""
    pairs = zip(block, rows, strict=False)
    return bool(block) and all(
        len(cells) > 1
        and cells[0] != ""
        and cells[0].casefold() in (row.rating.code, *_folded(row.rating.text))
        for cells, row in pairs
    )


def _too_large(block: list[list[str]], rows: int, points: int, top: int) -> Iterator[Words]:
    if not block:
        yield _error("Belum ada yang ditempel. Salin sel di Excel, lalu tempel di kotak ini.")
    if len(block) > rows:
        yield _error(
            "Tempelan berisi %(count)s baris, tetapi dari indikator ini ke bawah hanya ada "
            "%(room)s. Mulai dari baris %(first)s tidak ada tempat.",
            count=len(block),
            room=rows,
            first=rows + top + 1,
        )
    for number, cells in enumerate(block, top + 1):
        if len(cells) > points:
            yield _error(
                "Baris %(row)s berisi %(count)s kolom, tetapi dari poin ini ke kanan hanya ada "
                "%(room)s.",
                row=number,
                count=len(cells),
                room=points,
            )


def _unkeepable(block: list[list[str]], top: int, left: int) -> Iterator[Words]:
    for row, cells in enumerate(block, top + 1):
        for column, text in enumerate(cells, left + 1):
            here = {"row": row, "column": column}
            if len(text) > LONGEST_ANCHOR:
                yield _error(
                    "Baris %(row)s, kolom %(column)s: %(length)s karakter, paling banyak %(most)s.",
                    **here,
                    length=len(text),
                    most=LONGEST_ANCHOR,
                )
            if any(unicodedata.category(one) == "Cc" and one not in "\n\t" for one in text):
                yield _error(
                    "Baris %(row)s, kolom %(column)s: ada karakter yang tidak dapat disimpan.",
                    **here,
                )


def _error(message: str, **params: object) -> Words:
    return Words(message, params)
