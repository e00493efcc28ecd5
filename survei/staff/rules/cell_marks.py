"""Hidden, merged and calculated cells of a sheet: said, never guessed about."""

from __future__ import annotations

from collections.abc import Sequence

from survei.staff.choices import Column
from survei.staff.rules.columns import letter
from survei.staff.rules.problems import Problems
from survei.staff.rules.sheet_cells import Cell, Sheet


def note_marks(
    sheet: Sheet,
    header: int,
    places: dict[Column, int],
    body: dict[int, list[Cell]],
    problems: Problems,
) -> None:
    """Says what is hidden, merged or calculated where the list is."""
    for other in sheet.other_sheets:
        problems.add("other_sheet", sheet=sheet.name, other=other)
    for other in sheet.hidden_sheets:
        problems.add("hidden_sheet", other=other)
    rows = [number for number in sheet.hidden_rows if number in body]
    if rows:
        problems.add("hidden_rows", rows[0], rows=_some(rows))
    columns = [letter(place) for place in places.values() if place in sheet.hidden_columns]
    if columns:
        problems.add("hidden_columns", header + 1, columns=_some(columns))
    if sheet.has_formulas and not sheet.formulas:
        problems.add("formula_somewhere")
    _note_merged(sheet, places, body, problems)
    _note_formulas(sheet, places, body, problems)


def _note_merged(
    sheet: Sheet, places: dict[Column, int], body: dict[int, list[Cell]], problems: Problems
) -> None:
    for top, left, bottom, right in sheet.merged:
        covered = any(left <= place <= right for place in places.values())
        if covered and any(number in body for number in range(top + 1, min(bottom + 2, top + 200))):
            cells = f"{letter(left)}{top + 1}:{letter(right)}{bottom + 1}"
            problems.add("merged", top + 1, cells=cells)


def _note_formulas(
    sheet: Sheet, places: dict[Column, int], body: dict[int, list[Cell]], problems: Problems
) -> None:
    columns = {place: column for column, place in places.items()}
    for row, place in sheet.formulas:
        if place not in columns or row + 1 not in body:
            continue
        cell = body[row + 1][place]
        if cell == "":
            problems.add("formula_empty", row + 1, columns[place])
        else:
            value = cell if isinstance(cell, str) else cell.value
            problems.add("formula", row + 1, columns[place], value=value[:80])


def _some(items: Sequence[object]) -> str:
    """The first ten, and a sign that there are more."""
    return ", ".join(str(item) for item in items[:10]) + (", …" if len(items) > 10 else "")
