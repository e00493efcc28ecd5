"""XLSForm workbooks as others make them, from rows written in a test."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

Rows = Sequence[Sequence[object]]
SURVEY = ("type", "name", "label", "relevant", "constraint", "required", "appearance")
CHOICES = ("list_name", "name", "label")
YES_NO = (("yn", "yes", "Ya"), ("yn", "no", "Tidak"))


def form(
    *survey: Sequence[object],
    choices: Rows = (),
    settings: Rows = (),
    header: Sequence[str] = SURVEY,
    choices_header: Sequence[str] = CHOICES,
) -> bytes:
    """A workbook with a survey of these rows under `header`."""
    listed = [choices_header, *choices]
    sheets = {"survey": [header, *survey], "choices": listed, "settings": settings}
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    page.write(row, place, cell)
    return target.getvalue()
