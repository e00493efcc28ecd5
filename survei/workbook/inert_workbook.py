"""Workbooks that go out: text cells only, so that nothing in them is ever calculated.

Source: security.md, rows 47 and 48.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import xlsxwriter

#: XLSX cannot hold these; lone surrogates cannot be encoded.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
#: Characters that a cell holds.
LONGEST_CELL = 32_767

Lines = Iterable[Sequence[object]]


class Page(NamedTuple):
    """One sheet: its header, then lines; None and "" leave a cell empty."""

    name: str
    header: Sequence[str]
    lines: Lines
    #: Characters that a column is wide.
    width: int = 28


def text_of(value: object) -> str:
    """The text as a cell can hold it."""
    text = UNWRITABLE.sub("", str(value))
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def text_workbook(pages: Iterable[Page]) -> bytes:
    """An XLSX of text cells under bold headers."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        bold = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
        for page in pages:
            _fill(book.add_worksheet(page.name), page, text=text, bold=bold)
    return target.getvalue()


def _fill(sheet: Any, page: Page, *, text: Any, bold: Any) -> None:
    sheet.set_column(0, len(page.header) - 1, page.width, text)
    sheet.freeze_panes(1, 0)
    for place, label in enumerate(page.header):
        sheet.write_string(0, place, label, bold)
    for row, line in enumerate(page.lines, 1):
        for place, value in enumerate(line):
            if value is not None and value != "":
                sheet.write_string(row, place, text_of(value), text)
