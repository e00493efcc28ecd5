"""Sheets as tables: a header, and lines whose cells are named by their column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import compress

import msgspec

from survei.exchange.xlsform.report import Fate, Report
from survei.exchange.xlsform.sheets import Book, Sheet
from survei.exchange.xlsform.vocabulary import inward
from survei.questionnaire.languages import MAIN, code_of, is_language
from survei.questionnaire.tidying import are_tidy, is_plain, tidy_text

#: A column without a language beside an Indonesian one.
PLAIN = "plain"
#: Columns whose texts have languages.
TRANSLATED = ("label", "hint")
#: Other names of columns.
ALIASES = {
    "relevance": "relevant",
    "caption": "label",
    "list name": "list_name",
    "list-name": "list_name",
    "value": "name",
    "title": "form_title",
    "id_string": "form_id",
    "name of list": "list_name",
}
_LANGUAGE_CODE = re.compile(r"\(([a-z0-9-]+)\)\s*$")


class Line(msgspec.Struct, frozen=True, gc=False):  # texts only: never part of a circle
    """A row with something in it."""

    row: int
    #: {column: text}; columns of texts are "label.id", "label.<language>".
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """The text in a column; empty where there is none."""
        return self.cells.get(column, "")


@dataclass
class Table:
    """A sheet with its header understood."""

    name: str
    #: {column: letter and header}.
    columns: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def place(self, column: str) -> str:
        """How a person finds a column: "C (label)"."""
        return self.columns.get(column, column)


def read_table(book: Book, name: str, report: Report) -> Table:
    """A sheet of the book; an empty table when it is not there."""
    sheet = book.sheets.get(name)
    if sheet is None:
        return Table(name)
    table = Table(sheet.name)
    header_at = next((at for at, row in enumerate(sheet.rows) if any(map(str.strip, row))), None)
    if header_at is None:
        return table
    keys = _header(sheet, sheet.rows[header_at], table, report)
    rows = sheet.rows[header_at + 1 :]
    if not are_tidy(rows):
        rows = list(map(_tidied, rows))
    for number, texts in enumerate(rows, header_at + 2):
        cells = dict(compress(zip(keys, texts, strict=False), texts))  # the filled ones
        if cells.pop("", ""):
            message = "Ada isi pada kolom yang tidak berjudul."
            report.add(Fate.DROPPED, sheet.name, number, "", message)
        if cells:
            table.lines.append(Line(number, cells))
    return table


def _tidied(row: list[str]) -> list[str]:
    """The cells as our texts; most rows need only one look at all their text."""
    if is_plain("".join(row)):  # an inert reference is not
        return list(map(str.strip, row))
    return [inward(tidy_text(cell)) for cell in row]


def _header(sheet: Sheet, row: list[str], table: Table, report: Report) -> list[str]:
    default = _default_language(row)
    keys = [_key(tidy_text(cell), default) if cell.strip() else "" for cell in row]
    for place, (key, cell) in enumerate(zip(keys, row, strict=True)):
        if not key:
            continue
        shown = f"{letter(place)} ({cell.strip()[:60]})"
        if key in table.columns:
            message = "Judul kolom ini sama dengan kolom %(first)s; hanya yang pertama dibaca."
            report.add(Fate.ERROR, sheet.name, 0, shown, message, first=table.columns[key])
        table.columns.setdefault(key, shown)
    return keys


def _default_language(row: list[str]) -> str:
    """What a column without a language is: Indonesian, unless that has a column of its own."""
    languages = {_language(cell.partition(":")[2].strip(": ")) for cell in row if ":" in cell}
    return PLAIN if MAIN in languages else MAIN


def _key(header: str, default: str) -> str:
    name, mark, rest = header.partition("::" if "::" in header else ":")
    name = " ".join(name.lower().split())
    name = ALIASES.get(name, name)
    if name in TRANSLATED:
        return f"{name}.{_language(rest) if mark else default}"
    return f"{name}::{rest.strip()}" if mark else name


def _language(text: str) -> str:
    word = " ".join(text.strip(": ").lower().split())
    if (code := _LANGUAGE_CODE.search(word)) and is_language(code[1]):
        return code[1]
    return (MAIN if word == "bahasa" else code_of(word)) or word or PLAIN


def letter(index: int) -> str:
    """Name of a spreadsheet column by its index from 0: "A", …, "Z", "AA"."""
    name, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def languages_lost(table: Table) -> Iterator[str]:
    """Columns of texts in a language of which nobody knows the code."""
    for key in table.columns:
        name, _, language = key.partition(".")
        if name in TRANSLATED and language and not is_language(language):
            yield key
