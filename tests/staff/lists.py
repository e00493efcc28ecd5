"""Staff lists for tests: as values, as sheets and as files of each kind."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import xlsxwriter

from survei.audit.choices import Actor, ActorKind
from survei.staff.rules.sheet_cells import Sheet

#: Who imports by command.
COMMAND = Actor(ActorKind.COMMAND, name="employees import")

TODAY = date(2026, 11, 23)
HEADER = (
    *("NIP", "Nama", "Jabatan", "Unit Kerja", "Unit Induk", "NIP Atasan", "Email", "No HP"),
    "Pangkat/Gol",
)


def nip(number: int) -> str:
    """A valid PNS number; another one for each number."""
    birth = date(1970, 1, 1) + timedelta(days=number)
    return f"{birth:%Y%m%d}{birth.year + 25}03{1 + number % 2}{1 + number % 999:03}"


def person(number: int, **changes: str) -> list[Any]:
    """A row of the list under `HEADER`."""
    values = {
        "nip": nip(number),
        "name": f"Pegawai {number}, S.Pd.",
        "job_role": "Guru Kelas",
        "unit": "SD Negeri 1",
        "parent": "Dinas Pendidikan",
        "supervisor": "",
        "email": f"p{number}@contoh.go.id",
        "whatsapp": f"0812345{number:05}",
        "rank": "III/c",
    }
    return list((values | changes).values())


def sheet(*rows: Sequence[Any], header: Sequence[str] = HEADER, **marks: Any) -> Sheet:
    """A sheet with these rows below the header."""
    return Sheet("Data", [list(header), *map(list, rows)], **marks)


def xlsx(*rows: Sequence[Any], header: Sequence[str] = HEADER) -> bytes:
    """The same as a workbook, text as text and numbers as numbers."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet("Data")
        for index, row in enumerate([header, *rows]):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(index, place, value)
                else:
                    page.write(index, place, value)
    return target.getvalue()


def csv(*rows: Sequence[str], header: Sequence[str] = HEADER, mark: str = ";") -> bytes:
    """The same as Indonesian Excel saves it."""
    lines = [mark.join(map(str, row)) for row in (header, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")
