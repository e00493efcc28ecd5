"""Every list of the admin in a city of 90,000 forms against the same page with 900."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from admin.base import ModelView
from app import create_app
from survei import clock
from survei.account.choices import Role
from survei.account.models import User
from survei.account.sessions import open_session
from survei.audit.choices import SYSTEM
from survei.cycle.models import Assignment
from survei.cycle.services import create_cycle
from survei.database import database
from survei.invitation.services import open_cycle
from survei.schema import migrate
from survei.settings import load_settings
from tests.benchmarks.city import NOW, SCHOOL_SIZES, build_city, city_plan
from tests.benchmarks.table import Row

SMALL, LARGE = 150, 15_000
#: Schools of the small city are tiny, so that both cities fill every page.
SMALL_SCHOOLS = (3,)
RUNS = 15


@dataclass(frozen=True)
class City:
    """An installation with an open cycle, and an administrator's browser."""

    app: Flask
    client: FlaskClient
    database: Any
    cycle_id: int
    forms: int


def run() -> list[Row]:
    """One row a page: the large city's time beside the small one's."""
    with tempfile.TemporaryDirectory(prefix="survei-bench-") as folder, clock.fixed(NOW):
        small = _city(Path(folder) / "small", SMALL, SMALL_SCHOOLS)
        large = _city(Path(folder) / "large", LARGE, SCHOOL_SIZES)
        work = f"list at {large.forms:,} forms / {small.forms:,}"
        rows = [
            Row(f"{work}: {path}", *_compared(large, small, path), "ms", 1.5)
            for path in _paths(large)
        ]
        for city in (small, large):
            city.database.close_all()
    return rows


def _compared(large: City, small: City, path: str) -> tuple[float, float]:
    """Best of several visits each, in turn, so that both meet the same machine.

    Processor time of this process: the database works inside it, and what others do on the
    machine does not count.
    """
    times: dict[int, list[float]] = {id(large): [], id(small): []}
    for _ in range(RUNS):
        for city in (large, small):
            times[id(city)].append(_visit(city, path))
    return min(times[id(large)]), min(times[id(small)])


def _visit(city: City, path: str) -> float:
    """Milliseconds of one visit."""
    database.initialize(city.database)
    began = time.process_time()
    answer = city.client.get(path)
    milliseconds = (time.process_time() - began) * 1000
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return milliseconds


def _city(instance: Path, people: int, sizes: tuple[int, ...]) -> City:
    """Builds an installation, its staff and a half answered cycle."""
    app = create_app(
        load_settings(
            {
                "SURVEI_INSTANCE": str(instance),
                "SURVEI_DATABASE_URL": f"sqlite:///{instance}.sqlite3",
                "SURVEI_BASE_URL": "http://localhost",
            }
        )
    )
    with database.connection_context():
        migrate()
        with database.atomic():
            build_city(people, sizes)
        cycle = create_cycle(
            name="Penilaian",
            period_start=NOW.date(),
            period_end=NOW.date(),
            opens_at=NOW,
            closes_at=datetime(2026, 12, 31, tzinfo=UTC),
            plan=city_plan(),
            actor=SYSTEM,
        )
        open_cycle(cycle.id, actor=SYSTEM)
        _answer_some(cycle.id)
        forms = Assignment.select().count()
        return City(app, _browser(app), database.obj, cycle.id, forms)


def _answer_some(cycle_id: int) -> None:
    """Half is sent, one in thirty-two declined."""
    forms = Assignment.cycle == cycle_id
    Assignment.update(state="submitted").where(forms, Assignment.id.bin_and(1) == 0).execute()
    Assignment.update(state="declined", decline_reason="other", done_on=NOW.date()).where(
        forms, Assignment.id.bin_and(31) == 1
    ).execute()


def _browser(app: Flask) -> FlaskClient:
    user = User.create(
        email="admin@contoh.go.id", name="Admin", role=Role.ADMIN, created_at=clock.now()
    )
    client = app.test_client()
    client.set_cookie("sid", open_session(user, address="127.0.0.1"), domain="localhost", path="/")
    return client


def _paths(city: City) -> list[str]:
    """The list of every table, and the pages that follow a cycle."""
    views = city.app.extensions["admin"][0]._views
    lists = [f"{view.url}/" for view in views if isinstance(view, ModelView)]
    follow = f"/admin/periode/kemajuan/{city.cycle_id}/"
    return [*lists, follow, f"{follow}belum/", f"{follow}penolakan/"]
