"""What python-calamine does not tell about a sheet: formulas, hidden rows and columns.

Read from the sheet's XML by patterns, in the reader's process, after `archive` let it pass.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HAS_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*>\s*<(?:\w+:)?f[\s/>]"
)
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*\bhidden=\"(?:1|true)\")[^>]*?\br=\"(\d{1,7})\"")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
_SPAN = re.compile(rb"\b(min|max)=\"(\d{1,5})\"")
#: More than this many marks of a kind say nothing more to a person.
MOST_MARKS = 2_000


def sheet_xml(archive: zipfile.ZipFile, name: str) -> bytes:
    """XML of the sheet with this name; b"" when the workbook does not lead to it."""
    try:
        root = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
        rels = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (KeyError, ElementTree.ParseError):
        return b""
    wanted = {
        sheet.get(_RELATION) for sheet in root.iter(f"{_MAIN}sheet") if sheet.get("name") == name
    }
    targets = [rel.get("Target", "") for rel in rels if rel.get("Id") in wanted]
    path = posixpath.normpath(posixpath.join("/xl", targets[0])).lstrip("/") if targets else ""
    return archive.read(path) if path in archive.namelist() else b""


def formulas(xml: bytes) -> list[tuple[int, int]]:
    """Row and column (from 0) of the cells with a formula."""
    if not _HAS_FORMULA.search(xml):
        return []
    found = []
    for match in _FORMULA.finditer(xml):
        found.append((int(match[2]) - 1, _column_index(match[1])))
        if len(found) == MOST_MARKS:
            break
    return found


def hidden_rows(xml: bytes) -> list[int]:
    """Numbers (from 1) of hidden or filtered-out rows."""
    if b"hidden=" not in xml:
        return []
    return [int(match[1]) for match in _HIDDEN_ROW.finditer(xml)][:MOST_MARKS]


def hidden_columns(xml: bytes) -> list[int]:
    """Indexes (from 0) of hidden columns, up to the fiftieth."""
    found: list[int] = []
    for match in _COLUMN.finditer(xml):
        span = {name: int(number) for name, number in _SPAN.findall(match[0])}
        found.extend(range(span.get(b"min", 1) - 1, min(span.get(b"max", 0), 50)))
    return found


def _column_index(letters: bytes) -> int:
    index = 0
    for code in letters:
        index = index * 26 + code - ord("A") + 1
    return index - 1
