"""Importing 15,000 people from a workbook against reading it and executemany of the same rows."""

from __future__ import annotations

import io
import sqlite3
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import xlsxwriter
from python_calamine import CalamineWorkbook

from survei.database import SQLITE_PRAGMAS, connect_to, database
from survei.schema import migrate
from survei.staff.import_rows import EMPLOYEE_COLUMNS
from survei.staff.imports import import_file
from tests.benchmarks.table import Row
from tests.held_keys import hold_own
from tests.staff.lists import COMMAND

PEOPLE, SCHOOLS, ROUNDS = 15_000, 500, 5
HEADER = (
    *("NIP", "Nama", "Jabatan", "Unit Kerja", "Unit Induk", "NIP Atasan", "Email", "No HP"),
    "Pangkat/Gol",
)


def run() -> list[Row]:
    """Medians of whole imports: file to committed rows; also the second time, without changes."""
    data = workbook()
    first, again, floor = [], [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory(prefix="survei-bench-") as folder:
            begun, repeated = _import_twice(Path(folder), data)
            first.append(begun)
            again.append(repeated)
            floor.append(_floor(Path(folder), data))
    return [
        Row("import 15,000 staff from XLSX", median(first), median(floor), "s", 4),
        Row("the same file again: no changes", median(again), median(floor), "s", 4),
    ]


def workbook() -> bytes:
    """15,000 people in 500 schools, everybody with a supervisor."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for place, text in enumerate(HEADER):
            page.write_string(0, place, text)
        for number in range(PEOPLE):
            for place, text in enumerate(_person(number)):
                page.write_string(number + 1, place, text)
    return target.getvalue()


def _nip(number: int) -> str:
    birth = date(1966, 1, 1) + timedelta(days=number % 12_000)
    return f"{birth:%Y%m%d}{birth.year + 22}03{1 + number % 2}{1 + number // 12_000:03}"


def _person(number: int) -> tuple[str, ...]:
    is_head = 0 < number <= SCHOOLS
    boss = "" if not number else _nip(0) if is_head else _nip(1 + number % SCHOOLS)
    return (
        _nip(number),
        f"Dra. Hj. Nama Pegawai {number}, S.Pd.",
        "Kepala Sekolah" if is_head else f"Guru Mapel {number % 40}",
        f"SD Negeri {number % SCHOOLS}" if number else "Dinas Pendidikan",
        "Dinas Pendidikan" if number else "",
        boss,
        f"pegawai{number}@makassar.go.id",
        f"0812345{number:05}",
        "Penata / III.c",
    )


def _import_twice(folder: Path, data: bytes) -> tuple[float, float]:
    hold_own()
    connect_to(f"sqlite:///{folder / 'ours.sqlite3'}")
    with database.connection_context():
        migrate()
        times = []
        for _ in range(2):
            began = time.perf_counter()
            plan = import_file("pegawai.xlsx", data, actor=COMMAND)
            times.append(time.perf_counter() - began)
            assert plan.errors == 0, plan.problems[:5]
    database.obj.close_all()
    return times[0], times[1]


def _floor(folder: Path, data: bytes) -> float:
    """Seconds to read the workbook and to insert the rows that the import wrote."""
    source = sqlite3.connect(folder / "ours.sqlite3")
    names = ", ".join(EMPLOYEE_COLUMNS)
    rows = source.execute(f"SELECT {names} FROM employee ORDER BY id").fetchall()
    assert len(rows) == PEOPLE
    target = _empty_copy(source, folder / "floor.sqlite3")
    began = time.perf_counter()
    CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    places = ", ".join("?" * len(EMPLOYEE_COLUMNS))
    with target:
        target.executemany(f"INSERT INTO employee ({names}) VALUES ({places})", rows)
    seconds = time.perf_counter() - began
    source.close()
    target.close()
    return seconds


def _empty_copy(source: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """The same database without employees."""
    target = sqlite3.connect(path)
    source.backup(target)
    for pragma, value in SQLITE_PRAGMAS:
        target.execute(f"PRAGMA {pragma} = {value}")
    target.execute("PRAGMA foreign_keys = OFF")
    target.execute("DELETE FROM employee")
    target.commit()
    target.execute("PRAGMA foreign_keys = ON")
    return target
