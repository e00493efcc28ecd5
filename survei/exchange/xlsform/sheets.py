"""The sheets of an uploaded form, read safely: survey, choices, settings.

A workbook that a quick look finds harmless is parsed here; any other in a process of its own
(`reader`), where it may fill the memory as it likes. Source: security.md, row 58.
"""

from __future__ import annotations

import io
import re
from itertools import islice
from typing import Any

import msgspec
import python_calamine as calamine

from survei.typed_json import TypeReader
from survei.workbook.file_kind import kind_of
from survei.workbook.parser_process import run_reader
from survei.workbook.refusals import refusal
from survei.workbook.zip_inspection import Refused, unpack_xlsx

SHEETS = ("survey", "choices", "settings")
#: Rows and columns of a sheet that are read. What is parsed here has hardly more of them.
MOST_ROWS, MOST_COLUMNS = 5_000, 200
#: Characters of a cell; a longer one is cut (and refused later as too long).
LONGEST_CELL = 10_000
#: Characters that all cells may come to when each held the longest shared text.
MOST_TEXT = 100_000_000
#: Unpacked size up to which a workbook is parsed here.
MOST_UNPACKED = 12_000_000

READER = "survei.exchange.xlsform.reader"

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_TEXTS = "xl/sharedstrings.xml"
#: How rows and cells begin with a position as usual, and how with a prefix.
_PLACED, _PREFIXED = (b'<c r="', b'<row r="'), re.compile(rb":(?:c|row)")
#: Tags that may go without, since columns and rules of a format begin alike.
MOST_UNPLACED = 100
#: A position beyond GZ4999. Begins with plain bytes: ten times faster.
_FAR = re.compile(rb" r=\"(?![A-G]?[A-Z]?[0-4]?[0-9]{0,3}\")")
#: What looks like an element and stands in the value of an attribute.
_IN_QUOTES = re.compile(rb"=[ \t\r\n]*(?:\"[^\"<]*|'[^'<]*)<")
#: White space of XML, which may stand before "=".
_BLANKS = b" \t\n\r"
#: What else ends in r= in an ordinary sheet, before or after its cells.
_ORDINARY = (b"xmlns:r=", b" header=", b" footer=")


class Sheet(msgspec.Struct):
    """The cells of a sheet as text, from its first row and column on."""

    name: str
    rows: list[list[str]]


class Book(msgspec.Struct):
    """The sheets that a form has, by their lowercase names, and names of the others."""

    sheets: dict[str, Sheet]
    others: list[str] = []


def read_book(filename: str, data: bytes) -> Book:
    """The form's sheets. Raises WorkbookRefused."""
    kind = kind_of(filename, data)
    if kind != "xlsx":
        raise refusal("form_kind")
    try:
        if is_harmless(unpack_xlsx(data, MOST_UNPACKED)):
            return parse_book(data)
    except Refused as refused:
        raise refusal(refused.code, **refused.params) from None
    return _decode(run_reader(READER, kind, data))


def is_harmless(members: list[tuple[str, bytes]] | None) -> bool:
    """Whether parsing it costs little: near cells, few of them, no giant text used often."""
    if members is None:
        return False
    texts: list[bytes] = []
    cells = 0
    for name, xml in members:
        if _SHEET.fullmatch(name):
            here = xml.count(b"<c") + _prefixed(xml)
            if not _is_near(xml, here):
                return False
            cells += here
        elif name.replace("\\", "/").lower() == _TEXTS:
            texts.append(xml)
        elif b"sheetData" in xml:  # a sheet by another name
            return False
    return not any(_has_longer_text(xml, MOST_TEXT // max(cells, 1)) for xml in texts)


def _prefixed(xml: bytes) -> int:
    """How many rows and cells have a prefix; counted no further than is too many already."""
    return sum(1 for _ in islice(_PREFIXED.finditer(xml), MOST_UNPLACED + 1))


def _is_near(xml: bytes, cells: int) -> bool:
    """Whether rows and cells are written as usual, each with its position, and none is far.

    `cells` counts those that begin as cells do, and whatever has a prefix.
    """
    placed = sum(map(xml.count, _PLACED))
    if cells + xml.count(b"<row") - placed > MOST_UNPLACED:
        return False
    begin, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
    edges = xml[:begin] + xml[end:] if 0 <= begin < end else xml
    usual = placed + sum(map(edges.count, _ORDINARY))
    every = xml.translate(None, _BLANKS).count(b"r=")
    return every == usual and _FAR.search(xml) is None


def _has_longer_text(xml: bytes, most: int) -> bool:
    """Whether a shared text, with what stands up to the next one, is longer than so many bytes.

    With prefixes no beginning is found, and one that may be in disguise is not believed: all
    texts count as one then.
    """
    # "!" alone is seldom there and found at once; two bytes that begin with "<" are not.
    if (b"!" in xml and b"<!" in xml) or xml.rfind(b"<?") > 0 or _IN_QUOTES.search(xml):
        return len(xml) > most
    at = 0
    while len(xml) - at > most:
        at = xml.rfind(b"<si", at + 1, at + most)
        if at < 0:
            return True
    return False


def parse_book(data: bytes) -> Book:
    """Parses a workbook that was looked at, or in the reader's process. Raises Refused."""
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = {}
        for name in book.sheet_names:
            if name.strip().lower() in SHEETS:
                found[name.strip().lower()] = Sheet(name, _rows(book.get_sheet_by_name(name)))
        others = [name for name in book.sheet_names if name.strip().lower() not in SHEETS]
    except (calamine.CalamineError, ValueError, OSError) as problem:
        raise Refused("broken") from problem
    return Book(found, [name[:60] for name in others[:50]])


def _rows(sheet: Any) -> list[list[str]]:
    if sheet.total_height > MOST_ROWS:
        raise Refused("too_many_rows", most=MOST_ROWS)
    if sheet.total_width > MOST_COLUMNS:
        raise Refused("too_many_columns", most=MOST_COLUMNS)
    return [_texts(row) for row in sheet.to_python(skip_empty_area=False)]


def _texts(row: list[Any]) -> list[str]:
    """The cells of a row as text. Most rows are so already, and short."""
    try:
        if len("".join(row)) <= LONGEST_CELL:
            return row
    except TypeError:
        pass  # numbers, dates or truths among them
    return [cell[:LONGEST_CELL] if isinstance(cell, str) else _text(cell) for cell in row]


def _text(cell: object) -> str:
    """What a form means by a cell that is no text: "1" for 1.0, "TRUE", an ISO date."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


_book = TypeReader(Book)


def _decode(answer: bytes) -> Book:
    try:
        return _book.decode(answer)
    except msgspec.ValidationError:
        refused = msgspec.json.decode(answer)
        raise refusal(refused["refused"], **refused["params"]) from None
