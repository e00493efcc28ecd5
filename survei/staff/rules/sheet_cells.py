"""A sheet as the reader hands it over: cells, and what else was seen in the file."""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class OddCell(msgspec.Struct, frozen=True, array_like=True):
    """A cell that is not text."""

    #: "number", "date", "boolean" or "error".
    kind: str
    #: The value as text.
    value: str


Cell: TypeAlias = str | OddCell


class Sheet(msgspec.Struct, frozen=True):
    """One sheet of an uploaded file."""

    name: str
    #: Cells from the first row and column of the sheet on.
    rows: list[list[Cell]]
    #: Visible sheets that also hold data, and hidden ones.
    other_sheets: list[str] = []
    hidden_sheets: list[str] = []
    #: Row numbers from 1.
    hidden_rows: list[int] = []
    #: Column indexes from 0.
    hidden_columns: list[int] = []
    #: Merged ranges: first row and column, last row and column, from 0.
    merged: list[tuple[int, int, int, int]] = []
    #: Cells with formulas: row and column from 0.
    formulas: list[tuple[int, int]] = []
    #: There are formulas, even where their cells are not known (ODS).
    has_formulas: bool = False


#: What a kind of odd cell is called.
ODD_LABELS = {
    "number": "angka",
    "date": "tanggal",
    "boolean": "nilai benar/salah",
    "error": "kesalahan",
}
