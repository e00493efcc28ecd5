"""Raters do not suffer from a long transaction of others, such as the opening of a city."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic

import pytest
from flask import Flask
from peewee import OperationalError

from survei import clock
from survei import database as waiting
from survei.audit.choices import SYSTEM
from survei.bulk import reserve_ids
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment, Participant
from survei.database import PATIENCE_SECONDS, database, is_sqlite
from survei.response.services import submit_response
from survei.staff.models import JobRole
from survei.staff.services import save_job_role
from tests.cast import make_cast
from tests.client import Browser
from tests.raters import Raters

#: Seconds of SQLite's own waiting in these tests, and of the long transaction.
SHORT, LONG = 0.2, 1.5


@contextmanager
def opening_under_way(seconds: float) -> Iterator[threading.Event]:
    """Another thread holds for a while what an opening holds, or until the event is set."""
    holds, over = threading.Event(), threading.Event()

    def hold() -> None:
        with database.connection_context(), database.atomic():
            for model in (Participant, Assignment):
                reserve_ids(model, 1)
            holds.set()
            over.wait(seconds)
        over.set()

    thread = threading.Thread(target=hold)
    thread.start()
    assert holds.wait(60)
    yield over
    thread.join()


@pytest.fixture
def short_waits() -> None:
    """SQLite itself gives up soon, as it would after five seconds."""
    if is_sqlite():
        database.execute_sql(f"PRAGMA busy_timeout = {int(SHORT * 1000)}")


def test_a_submission_during_an_opening_succeeds(raters: Raters, short_waits: None) -> None:
    link = raters.link("budi")
    began = monotonic()
    with opening_under_way(LONG):
        assert submit_response(link, {"mutu": 4})
    if is_sqlite():
        assert monotonic() - began >= LONG - 0.2
    assert Assignment.get_by_id(link.assignment_id).state == AssignmentState.SUBMITTED


def test_an_officers_write_during_an_opening_succeeds(raters: Raters, short_waits: None) -> None:
    role = JobRole.get()
    with opening_under_way(LONG):
        save_job_role("Guru kelas", job_role_id=role.id, revision=role.revision, actor=SYSTEM)
    assert JobRole.get_by_id(role.id).name == "Guru kelas"


def test_reading_a_page_during_an_opening_does_not_wait(committed_app: Flask) -> None:
    """That a session was used is noted another time."""
    committed_app.test_client_class = Browser
    committed_client: Browser = committed_app.test_client()  # type: ignore[assignment]
    committed_client.sign_in(make_cast().hr)
    later = clock.now() + timedelta(minutes=10)
    with clock.fixed(later), opening_under_way(PATIENCE_SECONDS / 2) as over:
        assert committed_client.get("/admin/periode/").status_code == 200
        assert not over.is_set()
        over.set()


def test_patience_ends(raters: Raters, short_waits: None, monkeypatch: pytest.MonkeyPatch) -> None:
    if not is_sqlite():
        pytest.skip("only SQLite has one writer")
    monkeypatch.setattr(waiting, "PATIENCE_SECONDS", 0.3)
    with opening_under_way(LONG), pytest.raises(OperationalError, match="locked"):
        submit_response(raters.link("budi"), {"mutu": 4})
    assert Assignment.select().where(Assignment.state == "submitted").count() == 0
