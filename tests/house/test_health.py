"""Liveness, readiness and figures, without details for strangers."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survei.cycle.models import Cycle
from survei.database import database, is_sqlite
from tests.client import Browser
from tests.security.conftest import committed_client
from tests.security.test_disk_full import full_disk

__all__ = ["committed_client"]

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_healthz_and_readyz_say_ok_and_nothing_more(client: FlaskClient) -> None:
    answers = {path: client.get(path) for path in ("/healthz", "/readyz")}
    assert {path: (a.status_code, a.text) for path, a in answers.items()} == {
        "/healthz": (200, "ok\n"),
        "/readyz": (200, "ok\n"),
    }


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '2030-01-01')",
        "DELETE FROM schema_migration WHERE name = '0050_questionnaire_imports'",
    ],
    ids=["newer", "older"],
)
def test_another_schema_is_not_ready(client: FlaskClient, change: str) -> None:
    with database.atomic() as transaction:
        database.execute_sql(change)
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
        transaction.rollback()
    assert client.get("/readyz").status_code == 200


@contextmanager
def no_room() -> Iterator[None]:
    """The system lets no file grow (SQLite), or the server lets none of its own (PostgreSQL)."""
    if not is_sqlite():
        database.execute_sql("SET temp_file_limit = '64kB'")
        yield
        database.execute_sql("RESET temp_file_limit")
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_without_room_is_not_ready(client: FlaskClient) -> None:
    with no_room():
        answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "unavailable\n")
    assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_full_database_is_not_ready(committed_client: Browser) -> None:
    with full_disk():
        assert committed_client.get("/readyz").status_code == 503
    assert committed_client.get("/readyz").status_code == 200


def test_metrics_count_by_state(client: FlaskClient) -> None:
    Cycle.create(
        name="2026",
        period_start=date(2026, 1, 1),
        period_end=date(2026, 12, 31),
        opens_at=NOW,
        closes_at=NOW,
        created_at=NOW,
        plan="{}",
    )
    answer = client.get("/metrics")
    assert 'survei_cycles{state="draft"} 1.0' in answer.text


def test_metrics_are_not_there_for_others(app: Flask) -> None:
    stranger = app.test_client()
    assert stranger.get("/metrics", environ_base={"REMOTE_ADDR": "10.1.2.3"}).status_code == 404
    forwarded = stranger.get("/metrics", headers={"X-Forwarded-For": "10.1.2.3"})
    assert forwarded.status_code == 404
