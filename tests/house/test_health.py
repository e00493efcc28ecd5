"""Liveness, readiness and figures, without details for strangers."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask
from flask.testing import FlaskClient

from survei.cycle.models import Cycle

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_healthz_and_readyz_say_ok_and_nothing_more(client: FlaskClient) -> None:
    answers = {path: client.get(path) for path in ("/healthz", "/readyz")}
    assert {path: (a.status_code, a.text) for path, a in answers.items()} == {
        "/healthz": (200, "ok\n"),
        "/readyz": (200, "ok\n"),
    }


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
