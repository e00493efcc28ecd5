"""All results of a cycle as a workbook. Renders documents, row by row, in little memory.

Every text is a text cell: nothing in it can be calculated, linked or opened. Source:
security.md, rows 47 and 48. Figures are those of the pages, on the same scales and with the same
decimals.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from survei.cycle.choices import Relation
from survei.cycle.relations import GROUP_LABELS
from survei.figures import apportioned, places_of
from survei.presentation.result_words import ResultWords
from survei.questionnaire.score_scale import ScoreScale
from survei.result.choices import SHOWING_LABELS
from survei.result.document import ResultDocument, Scaled
from survei.workbook.inert_workbook import text_of

Cell = str | int | Decimal | None
PERSON = ("NIP", "Nama")
#: {sheet: header}; the order of the sheets.
SHEETS: dict[str, tuple[str, ...]] = {
    "Ringkasan": (
        *PERSON,
        "Jabatan",
        "Unit kerja",
        "Atasan",
        "Nilai gabungan",
        "Skala",
        "Tingkat",
        *(
            f"{label}: {what}"
            for label in GROUP_LABELS.values()
            for what in ("jumlah", "nilai", "skala")
        ),
        "Tidak ditampilkan",
    ),
    "Aspek": (
        *PERSON,
        "Kuesioner",
        "Versi",
        "Aspek",
        "Bobot aspek",
        "Kelompok penilai",
        "Jumlah",
        "Nilai",
        "Skala",
        "Tingkat",
        "Keterangan",
    ),
    "Selisih": (
        *PERSON,
        "Aspek",
        "Diri",
        "Penilai lain",
        "Selisih",
        "Skala",
        "Batas kebetulan",
        "Bahan dialog",
        "Arti",
    ),
    "Komentar": (*PERSON, "Kelompok penilai", "Pertanyaan", "Komentar"),
    "Keterangan": ("Aturan",),
}
WIDTHS = {
    "NIP": 20,
    "Nama": 30,
    "Tingkat": 30,
    "Arti": 90,
    "Komentar": 80,
    "Tidak ditampilkan": 60,
    "Aturan": 110,
}


def write_workbook(file: BinaryIO, results: Iterable[ResultDocument]) -> int:
    """Writes the workbook; returns the number of results. An empty one has headers only."""
    book = Workbook(file, {"constant_memory": True})
    sheets = {name: _Sheet(book, name, header) for name, header in SHEETS.items()}
    count, rules = 0, dict[str, None]()
    for result in results:
        count += 1
        sheets["Ringkasan"].add(_summary(result))
        for name, rows in (
            ("Aspek", _sections(result)),
            ("Selisih", _gaps(result)),
            ("Komentar", _comments(result)),
        ):
            for row in rows:
                sheets[name].add(row)
        rules |= dict.fromkeys(rule.said() for rule in result.rules)
    for rule in rules:
        sheets["Keterangan"].add([rule])
    book.close()
    return count


def save_workbook(path: Path, results: Iterable[ResultDocument]) -> int:
    """Writes the workbook to a file (0600), complete or absent. Raises OSError."""
    partial = path.with_name(f".{path.name}.partial")
    descriptor = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            count = write_workbook(file, results)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return count


class _Sheet:
    """A sheet that only grows downwards."""

    def __init__(self, book: Workbook, name: str, header: Sequence[str]) -> None:
        self._sheet: Worksheet = book.add_worksheet(name)
        self._text: Format = book.add_format({"num_format": "@", "valign": "top"})
        bold = book.add_format({"bold": True, "bottom": 1})
        self._numbers: dict[int, Format] = {}
        self._book = book
        self._next = 1
        self._sheet.freeze_panes(1, 0)
        for column, label in enumerate(header):
            self._sheet.set_column(column, column, WIDTHS.get(label, 16))
            self._sheet.write_string(0, column, label, bold)

    def add(self, row: Sequence[Cell]) -> None:
        """One row below the last; None stays an empty cell."""
        for column, value in enumerate(row):
            if isinstance(value, str):
                self._sheet.write_string(self._next, column, text_of(value), self._text)
            elif value is not None:
                self._sheet.write_number(self._next, column, value, self._number(value))
        self._next += 1

    def _number(self, value: Decimal | int) -> Format:
        """Shown with the decimals that it has: 3,0 is not 3."""
        places = places_of(value) if isinstance(value, Decimal) else 0
        if places not in self._numbers:
            pattern = "0." + "0" * places if places else "0"
            self._numbers[places] = self._book.add_format({"num_format": pattern, "valign": "top"})
        return self._numbers[places]


def _person(result: ResultDocument) -> list[Cell]:
    return [result.ratee.nip, result.ratee.name]


def _summary(result: ResultDocument) -> list[Cell]:
    ratee = result.ratee
    row = [*_person(result), ratee.job_role, ratee.unit, ratee.supervisor]
    row += _figure(result, result, result.score)
    for relation in Relation:
        group = result.group(relation)
        row += [group.n, *_figure(result, group, group.score)[:2]] if group else [None] * 3
    return [*row, "\n".join(note.said() for note in result.withheld)]


def _figure(result: ResultDocument, part: Scaled, score: Fraction | None) -> list[Cell]:
    """Figure, scale and level of a score; empty for none."""
    if score is None:
        return [None, None, None]
    scale = result.scale_of(part)
    figure = scale.figure(score)
    nearest = scale.nearest(figure)
    return [figure, _ends(scale), nearest.label if nearest else None]


def _ends(scale: ScoreScale) -> str:
    return f"{scale.lowest}–{scale.highest}"


def _sections(result: ResultDocument) -> Iterator[list[Cell]]:
    words = ResultWords(result)
    for instrument in result.instruments:
        weights = apportioned([section.weight for section in instrument.sections])
        for section, weight in zip(instrument.sections, weights, strict=True):
            for relation, cell in section.cells.items():
                yield [
                    *_person(result),
                    instrument.title,
                    instrument.number,
                    section.title,
                    weight,
                    GROUP_LABELS[relation],
                    cell.n,
                    *_figure(result, section, cell.score),
                    "; ".join(filter(None, (SHOWING_LABELS[cell.showing], words.bounded(cell)))),
                ]


def _gaps(result: ResultDocument) -> Iterator[list[Cell]]:
    words = ResultWords(result)
    for gap in result.gaps:
        scale = result.scale_of(gap)
        yield [
            *_person(result),
            gap.title,
            scale.figure(gap.self_score),
            scale.figure(gap.others_score),
            gap.difference,
            _ends(scale),
            gap.limit,
            "ya" if gap.is_flagged else "",
            words.gap_sentence(gap),
        ]


def _comments(result: ResultDocument) -> Iterator[list[Cell]]:
    for comments in result.comments:
        for text in comments.texts:
            yield [*_person(result), GROUP_LABELS[comments.relation], comments.question, text]
