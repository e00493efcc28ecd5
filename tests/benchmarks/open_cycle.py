"""Opening a cycle for a city against executemany of the very same rows."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from survei import clock
from survei.audit.choices import SYSTEM
from survei.cycle.services import create_cycle
from survei.database import SQLITE_PRAGMAS, connect_to, database
from survei.lifecycle.opening import open_cycle
from survei.schema import migrate
from tests.benchmarks.city import NOW, build_city, city_plan
from tests.benchmarks.table import Row
from tests.held_keys import hold_own

#: Tables that an opening writes, in an order that keys allow.
TABLES = ("participant", "assignment", "link", "letter")


def run() -> list[Row]:
    """Time of the whole opening, and the most memory that Python held during it."""
    with tempfile.TemporaryDirectory(prefix="survei-bench-") as folder, clock.fixed(NOW):
        ours = _opening(Path(folder) / "ours.sqlite3", measure_memory=False)
        memory = _opening(Path(folder) / "memory.sqlite3", measure_memory=True)
        floor = _floor(Path(folder))
    return [
        Row("open a cycle: 15,000 people, 90,000 forms", ours, floor, "s", 6),
        Row("most memory while opening it", memory, None, "MB", 150),
    ]


def _opening(path: Path, *, measure_memory: bool) -> float:
    """Seconds of `open_cycle`, or with `measure_memory` its peak in MB."""
    with _city(path) as cycle_id:
        if measure_memory:
            tracemalloc.start()
        began = time.perf_counter()
        counts = open_cycle(cycle_id, actor=SYSTEM, progress=_show)
        seconds = time.perf_counter() - began
        assert counts.assignments > 89_900, counts
        if not measure_memory:
            return seconds
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak / 1e6


@contextmanager
def _city(path: Path) -> Iterator[int]:
    """A fresh database with 15,000 people and a cycle that is ready to open."""
    hold_own()
    connect_to(f"sqlite:///{path}")
    with database.connection_context():
        migrate()
        with database.atomic():
            build_city(15_000)
        cycle = create_cycle(
            name="Penilaian",
            period_start=NOW.date(),
            period_end=NOW.date(),
            opens_at=NOW,
            closes_at=datetime(2026, 12, 31, tzinfo=UTC),
            plan=city_plan(),
            actor=SYSTEM,
        )
        yield cycle.id
    database.obj.close_all()


def _show(done: int, total: int) -> None:
    sys.stderr.write(f"\r{done:,} / {total:,}")


def _floor(folder: Path) -> float:
    """Seconds of one transaction of executemany: the rows of the opening, schema and pragmas."""
    source = sqlite3.connect(folder / "ours.sqlite3")
    rows = {name: source.execute(f'SELECT * FROM "{name}"').fetchall() for name in TABLES}
    connect_to(f"sqlite:///{folder / 'floor.sqlite3'}")
    with database.connection_context():
        migrate()
    database.obj.close_all()
    target = sqlite3.connect(folder / "floor.sqlite3")
    for pragma, value in SQLITE_PRAGMAS:
        target.execute(f"PRAGMA {pragma} = {value}")
    target.execute("PRAGMA foreign_keys = ON")
    _copy_base(source, target)
    began = time.perf_counter()
    with target:
        for name, batch in rows.items():
            places = ", ".join("?" * len(batch[0]))
            target.executemany(f'INSERT INTO "{name}" VALUES ({places})', batch)
    seconds = time.perf_counter() - began
    source.close()
    target.close()
    return seconds


def _copy_base(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    names = ("unit", "job_role", "employee", "questionnaire", "questionnaire_version", "cycle")
    target.execute("PRAGMA foreign_keys = OFF")
    for name in names:
        batch = source.execute(f'SELECT * FROM "{name}"').fetchall()
        places = ", ".join("?" * len(batch[0]))
        target.executemany(f'INSERT INTO "{name}" VALUES ({places})', batch)
    target.commit()
    target.execute("PRAGMA foreign_keys = ON")
