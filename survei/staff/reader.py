"""The process that parses an uploaded staff list: `python -m survei.staff.reader KIND`.

Takes the file on standard input and answers with JSON on standard output. It has no secrets, no
files and hard limits of time and memory, so that a hostile workbook can hurt nothing but it.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Sequence
from typing import Any

from survei.staff import sheet_marks
from survei.staff.rules.columns import HEADER_WITHIN, header_index
from survei.workbook.parser_process import limit_process
from survei.workbook.zip_inspection import Refused, open_archive

#: The same figures as in `rules.sheets`, which would bring msgspec's start-up time along.
MOST_ROWS = 30_000
MOST_COLUMNS = 50
#: A longer cell is cut; it is refused later as too long.
LONGEST_CELL = 1_000
#: All cells together, in characters.
MOST_TEXT = 24_000_000
DELIMITERS = (";", ",", "\t")

Rows = list[list[Any]]


def main() -> None:
    """Reads, parses, answers. A refusal is an answer; a crash shows in the exit status."""
    limit_process()
    try:
        answer = read(sys.stdin.buffer.read(), sys.argv[1])
    except Refused as refused:
        answer = {"refused": refused.code, "params": refused.params}
    except MemoryError:
        answer = {"refused": "too_big", "params": {}}
    sys.stdout.write(json.dumps(answer))


def read(data: bytes, kind: str) -> dict[str, Any]:
    """The sheet of the file as a `rules.sheets.Sheet` in plain values. Raises Refused."""
    return _read_csv(data) if kind == "csv" else _read_workbook(data, kind)


def _read_csv(data: bytes) -> dict[str, Any]:
    text = _decode(data)
    if "\0" in text:
        raise Refused("broken")
    best: Rows = []
    for delimiter in DELIMITERS:
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error as error:
            raise Refused("broken") from error
        if header_index(rows) is not None:
            best = rows
            break
        if _width(rows) > _width(best):
            best = rows
    return {"name": "CSV", "rows": _cells(best)}


def _decode(data: bytes) -> str:
    """Text of a CSV file: UTF-8, UTF-16 with its mark, or what older Excel writes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("encoding")


def _read_workbook(data: bytes, kind: str) -> dict[str, Any]:
    archive = open_archive(data, kind)
    import python_calamine as calamine

    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return _best_sheet(workbook, archive, kind, calamine.SheetVisibleEnum.Visible)
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise Refused("broken") from error


def _best_sheet(workbook: Any, archive: Any, kind: str, visible: Any) -> dict[str, Any]:
    """The first visible sheet with a header; without one, the first that holds anything."""
    shown = [item.name for item in workbook.sheets_metadata if item.visible == visible]
    sheets = {name: sheet for name in shown if (sheet := _sheet(workbook, name)) is not None}
    filled = [name for name, sheet in sheets.items() if sheet.end is not None]
    if not filled:
        raise Refused("empty")
    headed = [name for name in filled if header_index(_head(sheets[name])) is not None]
    name = (headed or filled)[0]
    answer: dict[str, Any] = {
        "name": name,
        "rows": _rows(sheets[name]),
        "other_sheets": [other for other in headed if other != name],
        "hidden_sheets": [item for item in workbook.sheet_names if item not in shown],
        "merged": [[*first, *last] for first, last in sheets[name].merged_cell_ranges or ()],
    }
    if kind == "xlsx":
        xml = sheet_marks.sheet_xml(archive, name)
        for mark in (sheet_marks.formulas, sheet_marks.hidden_rows, sheet_marks.hidden_columns):
            answer[mark.__name__] = mark(xml)
    else:
        answer["has_formulas"] = b"table:formula=" in archive.read("content.xml")
    return answer


def _sheet(workbook: Any, name: str) -> Any:
    """The sheet; None for a chart or another kind without cells."""
    try:
        return workbook.get_sheet_by_name(name)
    except ValueError:
        return None


def _head(sheet: Any) -> Rows:
    return sheet.to_python(skip_empty_area=False, nrows=HEADER_WITHIN)


def _rows(sheet: Any) -> Rows:
    if sheet.total_height > MOST_ROWS + HEADER_WITHIN:
        raise Refused("too_many_rows", most=MOST_ROWS)
    if sheet.total_width > MOST_COLUMNS:
        raise Refused("too_many_columns", most=MOST_COLUMNS)
    return _cells(sheet.to_python(skip_empty_area=False))


def _cells(rows: Rows) -> Rows:
    """The rows with text cut and everything else named, blank rows at the end left out."""
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS + HEADER_WITHIN:
        raise Refused("too_many_rows", most=MOST_ROWS)
    if _width(rows) > MOST_COLUMNS:
        raise Refused("too_many_columns", most=MOST_COLUMNS)
    left = MOST_TEXT
    for row in rows:
        for index, value in enumerate(row):
            if not isinstance(value, str):
                row[index] = _odd(value)
            elif len(value) > LONGEST_CELL:
                row[index] = value[: LONGEST_CELL + 1]
        left -= sum(map(len, row))
        if left < 0:
            raise Refused("too_big")
    return rows


def _odd(value: object) -> list[str]:
    if isinstance(value, bool):
        return ["boolean", "BENAR" if value else "SALAH"]
    if isinstance(value, int | float):
        whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
        return ["number", str(int(value)) if whole else str(value)]
    return ["date", str(value)]


def _width(rows: Sequence[Sequence[Any]]) -> int:
    return max(map(len, rows), default=0)


if __name__ == "__main__":
    main()
