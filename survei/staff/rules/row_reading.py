"""From the cells of a sheet to rows of a staff list, with every problem said by row and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from survei.staff.choices import COLUMN_LABELS, Column
from survei.staff.rules import contacts
from survei.staff.rules import nip as nips
from survei.staff.rules.cell_marks import note_marks
from survei.staff.rules.columns import REQUIRED, column_named, header_index, letter
from survei.staff.rules.normalised import LONGEST_NAME, clean_text, has_control, is_plain
from survei.staff.rules.problems import Problems
from survei.staff.rules.sheet_cells import ODD_LABELS, Cell, OddCell, Sheet
from survei.staff.rules.tree import split_path

#: Longest text of a column, in characters; the rest is `LONGEST_NAME`.
LONGEST = {Column.EMAIL: 254, Column.RANK: 100, Column.PARENT_UNIT: 1000, Column.UNIT: 1000}
#: Columns whose values come again and again; a clean one is read once.
REPEATED = (Column.JOB_ROLE, Column.UNIT, Column.PARENT_UNIT, Column.SUPERVISOR, Column.RANK)
#: What people write for "nothing" in a column that may be empty.
_NOTHING = frozenset({"-", "–", "—", "--"})
_NUMBERING = re.compile(r"\(?\d{1,2}\)?\.?")


class Row(NamedTuple):
    """One person of the list. None or an empty path: the file says nothing, or said it wrong."""

    #: Row as the spreadsheet numbers it.
    number: int
    nip: str | None
    name: str | None
    job_role: str | None
    #: Names of units from the highest that was written.
    unit: tuple[str, ...]
    supervisor: str | None
    email: str | None
    whatsapp: str | None
    rank: str | None

    @property
    def is_complete(self) -> bool:
        """Whether everything that a person needs was readable."""
        return bool(self.nip and self.name and self.job_role and self.unit)


#: A reader of one column gets the cleaned, not empty text and gives the value or None.
Reader: TypeAlias = Callable[[str, int, Problems, date], str | None]


def read_rows(sheet: Sheet, today: date, problems: Problems) -> list[Row]:
    """The people of the sheet in its order. Adds what is wrong to `problems`."""
    header = header_index(sheet.rows)
    if header is None:
        problems.add("no_header")
        return []
    places = _places(sheet.rows[header], header + 1, problems)
    body = _body(sheet.rows, header, places, problems)
    if problems.errors or not body:
        return []
    note_marks(sheet, header, places, dict(body), problems)
    values = {column: [None] * len(body) for column in Column} | {
        column: _read_column(column, place, body, today, problems)
        for column, place in places.items()
    }
    rows = [
        _row(number, *cells) for (number, _), *cells in zip(body, *values.values(), strict=True)
    ]
    _note_twice(rows, problems)
    return rows


def _row(
    number: int,
    nip: str | None,
    name: str | None,
    job_role: str | None,
    unit: str | None,
    parent: str | None,
    *rest: str | None,
) -> Row:
    return Row(number, nip, name, job_role, _path(parent or "", unit or ""), *rest)


@lru_cache(maxsize=4096)
def _path(parent: str, unit: str) -> tuple[str, ...]:
    return (*split_path(parent), *split_path(unit)) if unit else ()


def _places(header: Sequence[Cell], number: int, problems: Problems) -> dict[Column, int]:
    """Index of each known column; says which are missing, twice there, or not known."""
    found: dict[Column, list[int]] = {}
    for index, cell in enumerate(header):
        text = clean_text(cell) if isinstance(cell, str) else cell.value
        column = column_named(text)
        if column:
            found.setdefault(column, []).append(index)
        elif text and text.casefold().strip(". ") not in ("no", "nomor", "no urut"):
            problems.add("unknown_column", number, header=text[:50])
    for column in REQUIRED:
        if column not in found:
            problems.add("no_column", number, label=COLUMN_LABELS[column])
    for column, indexes in found.items():
        if len(indexes) > 1:
            headers = ", ".join(f"{header[index]} ({letter(index)})" for index in indexes)
            problems.add("column_twice", number, label=COLUMN_LABELS[column], headers=headers)
    return {column: indexes[0] for column, indexes in found.items()}


def _note_wide(
    header: Sequence[Cell], body: Sequence[tuple[int, list[Cell]]], problems: Problems
) -> None:
    """Says which rows reach beyond the header: an unquoted delimiter has moved their cells."""
    end = max((index for index, cell in enumerate(header, 1) if cell), default=0)
    for number, row in body:
        if any(row[end:]):
            problems.add("row_wide", number)


def _body(
    rows: Sequence[list[Cell]], header: int, places: dict[Column, int], problems: Problems
) -> list[tuple[int, list[Cell]]]:
    """Rows below the header with their numbers; blank ones and "1 2 3 4" are left out."""
    body = [
        (number, row)
        for number, row in enumerate(rows[header + 1 :], header + 2)
        if _is_filled(row)
    ]
    if body and _is_numbering(body[0][1]):
        problems.add("numbering_row", body[0][0])
        body = body[1:]
    if not body:
        problems.add("no_rows", header + 1)
    _note_wide(rows[header], body, problems)
    width = max(places.values(), default=0) + 1
    for _, row in body:
        row.extend([""] * (width - len(row)))
    return body


def _is_filled(row: Sequence[Cell]) -> bool:
    return any(not isinstance(cell, str) or cell.strip() for cell in row)


def _is_numbering(row: Sequence[Cell]) -> bool:
    texts = [cell if isinstance(cell, str) else cell.value for cell in row]
    filled = [text.strip() for text in texts if text.strip()]
    return len(filled) > 2 and all(_NUMBERING.fullmatch(text) for text in filled)


def _read_column(
    column: Column,
    place: int,
    body: Sequence[tuple[int, list[Cell]]],
    today: date,
    problems: Problems,
) -> list[str | None]:
    required = column in REQUIRED
    seen: dict[str, str | None] = {}
    values: list[str | None] = []
    for number, row in body:
        cell = row[place]
        if cell in seen:
            values.append(seen[cell])
            continue
        text = cell if isinstance(cell, str) else _from_odd(cell, column, number, problems)
        value = None
        if text and (text := _cleaned(text, column, number, problems)):
            value = READERS[column](text, number, problems, today)
            if value == cell and column in REPEATED:
                seen[value] = value
        elif text == "" and required:
            problems.add("empty", number, column, label=COLUMN_LABELS[column])
        values.append(value)
    return values


def _cleaned(text: str, column: Column, number: int, problems: Problems) -> str | None:
    """The text in one form; "" when it says nothing, None after a problem."""
    most = LONGEST.get(column, LONGEST_NAME)
    if len(text) <= most and is_plain(text):
        return "" if text in _NOTHING else text
    cleaned = clean_text(text)
    if cleaned and cleaned != text:
        problems.count("text_cleaned", number, column)
    if len(cleaned) > most:
        problems.add("too_long", number, column, most=most)
    elif has_control(cleaned):
        problems.add("control", number, column)
    else:
        return "" if cleaned in _NOTHING else cleaned
    return None


def _from_odd(cell: OddCell, column: Column, number: int, problems: Problems) -> str | None:
    """Text of a cell that is not text, where that loses nothing; else None and a problem."""
    if cell.kind == "number" and column in (Column.NIP, Column.SUPERVISOR):
        problems.add("nip_number", number, column, value=cell.value)
    elif cell.kind == "number" and column is Column.WHATSAPP and cell.value.isdigit():
        return cell.value
    elif cell.kind == "error":
        problems.add("cell_error", number, column, value=cell.value)
    else:
        what = ODD_LABELS.get(cell.kind, cell.kind)
        problems.add("not_text", number, column, what=what, value=cell.value)
    return None


def _nip_reader(column: Column) -> Reader:
    def read(text: str, number: int, problems: Problems, today: date) -> str | None:
        if nips.is_scientific(text):
            problems.add("nip_number", number, column, value=text)
            return None
        digits = nips.strip_nip(text)
        error = nips.nip_error(digits, today)
        if error:
            problems.add(error, number, column, **_nip_params(error, digits))
            return None
        if digits != text:
            problems.count("nip_spaces", number, column)
        warning = nips.nip_warning(digits, today)
        if warning and column is Column.NIP:
            problems.add(warning, number, column, **_nip_params(warning, digits))
        return digits

    return read


def _nip_params(code: str, digits: str) -> dict[str, object]:
    """What the message of a problem with a NIP shows of it."""
    if code == "nip_length":
        return {"count": len(digits)}
    shown = {
        "nip_letters": digits[:30],
        "nip_birth": f"{digits[6:8]}-{digits[4:6]}-{digits[:4]}",
        "nip_sex": digits[14:15],
        "nip_month": digits[12:14],
        "nip_future": digits[8:12],
    }
    if code == "nip_age":
        return {"value": int(digits[8:12]) - int(digits[:4])}
    return {"value": shown[code]} if code in shown else {}


def _read_text(text: str, number: int, problems: Problems, today: date) -> str | None:
    return text


def _read_path(text: str, number: int, problems: Problems, today: date) -> str | None:
    if all(len(name) <= LONGEST_NAME for name in split_path(text)):
        return text
    problems.add("too_long", number, Column.UNIT, most=LONGEST_NAME)
    return None


def _read_email(text: str, number: int, problems: Problems, today: date) -> str | None:
    email = contacts.normalise_email(text)
    if email is None:
        problems.add("email_invalid", number, Column.EMAIL, value=text[:80])
    return email


def _read_whatsapp(text: str, number: int, problems: Problems, today: date) -> str | None:
    whatsapp = contacts.normalise_whatsapp(text)
    if whatsapp is None:
        problems.add("whatsapp_invalid", number, Column.WHATSAPP, value=text[:40])
    elif not contacts.is_mobile(whatsapp):
        problems.add("whatsapp_odd", number, Column.WHATSAPP, value=whatsapp)
    return whatsapp


#: One reader per column; a test holds this table and the enum equal.
READERS: dict[Column, Reader] = {
    Column.NIP: _nip_reader(Column.NIP),
    Column.NAME: _read_text,
    Column.JOB_ROLE: _read_text,
    Column.UNIT: _read_path,
    Column.PARENT_UNIT: _read_path,
    Column.SUPERVISOR: _nip_reader(Column.SUPERVISOR),
    Column.EMAIL: _read_email,
    Column.WHATSAPP: _read_whatsapp,
    Column.RANK: _read_text,
}


def _note_twice(rows: Sequence[Row], problems: Problems) -> None:
    """Says which NIPs and addresses stand in several rows."""
    nip_rows: dict[str, int] = {}
    email_rows: dict[str, int] = {}
    for row in rows:
        if row.nip and nip_rows.setdefault(row.nip, row.number) != row.number:
            problems.add("nip_twice", row.number, Column.NIP, first=nip_rows[row.nip])
        if row.email and email_rows.setdefault(row.email, row.number) != row.number:
            problems.add("email_shared", row.number, Column.EMAIL, first=email_rows[row.email])
