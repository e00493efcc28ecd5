"""Published results are proved by the log, also after its line about them was deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.audit.queries import verify
from survei.audit.services import record
from survei.purge.services import purge
from survei.result.integrity import check_results
from survei.result.models import Result
from survei.settings import Settings
from tests.admin.result_world import publish
from tests.raters import NOW
from tests.result.rows import School, rated_school


@pytest.fixture
def school(app: Flask) -> School:
    """Published results of a small school."""
    with clock.fixed(NOW):
        school = rated_school()
        publish(school)
    return school


def findings() -> list[bool | None]:
    return [one.is_intact for one in check_results()]


def alter() -> None:
    row = Result.select().order_by(Result.id.desc()).first()
    Result.update(document=row.document.replace("2026", "2027", 1)).where(
        Result.id == row.id
    ).execute()


def remove() -> None:
    Result.select().first().delete_instance()


@pytest.mark.parametrize("tamper", [alter, remove])
def test_a_result_that_was_altered_or_removed_is_found_out(
    app: Flask, school: School, tamper: object
) -> None:
    assert findings() == [True]
    tamper()  # type: ignore[operator]
    assert findings() == [False]
    done = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (done.exit_code, school.cycle.name in done.output) == (1, True)


def test_the_proof_outlives_the_line_of_the_log(
    app: Flask, school: School, settings: Settings
) -> None:
    with clock.fixed(NOW + timedelta(days=700)):
        record(SYSTEM, "test.do", "thing", 1)
    with clock.fixed(NOW + timedelta(days=800)):
        purge(settings, actor=SYSTEM)
        done = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert AuditEvent.select().where(AuditEvent.action == "cycle.publish").count() == 0
    assert verify(settings.keys.audit).is_intact
    assert findings() == [True]
    assert (done.exit_code, "Hasil 1 periode diperiksa" in done.output) == (0, True)
    with clock.fixed(NOW + timedelta(days=1600)):
        purge(settings, actor=SYSTEM)
    assert findings() == [True]
    alter()
    assert findings() == [False]


def test_results_that_are_deleted_need_no_proof(
    app: Flask, school: School, settings: Settings
) -> None:
    with clock.fixed(NOW + timedelta(days=5 * 366)):
        purge(settings, actor=SYSTEM)
    assert findings() == []


def test_what_was_published_before_the_log_knew_is_told_apart(app: Flask, school: School) -> None:
    AuditEvent.delete().execute()
    assert findings() == [None]
