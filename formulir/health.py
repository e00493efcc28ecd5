"""Whether the process lives, whether it can work, and its figures for the operator."""

from __future__ import annotations

import hmac
from typing import Any

from flask import Blueprint, Response, abort, current_app, request
from peewee import PeeweeException, fn
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from survei.cycle.models import Assignment, Cycle
from survei.database import database
from survei.mail.models import Letter

blueprint = Blueprint("health", __name__)

#: Who reads the figures without a key: the machine itself.
LOOPBACK = ("127.0.0.1", "::1")


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers; nothing else is looked at."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> Response:
    """The database accepts a write, in a transaction that is rolled back."""
    try:
        with database.atomic() as transaction:
            Cycle.update(revision=Cycle.revision).where(Cycle.id == -1).execute()
            transaction.rollback()
    except PeeweeException:
        return Response("unavailable\n", 503, {"Retry-After": "5"}, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/metrics")
def metrics() -> Response:
    """Prometheus figures, for the machine itself or the bearer of SURVEI_METRICS_KEY."""
    if not _may_read():
        abort(404)
    registry = CollectorRegistry()
    for name, text, label, counts in _figures():
        gauge = Gauge(name, text, [label], registry=registry)
        for value, count in counts:
            gauge.labels(value).set(count)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_read() -> bool:
    key = current_app.config["SETTINGS"].metrics_key
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if key:
        return hmac.compare_digest(given.encode(), key.encode())
    return request.remote_addr in LOOPBACK and "X-Forwarded-For" not in request.headers


def _figures() -> list[tuple[str, str, str, list[tuple[str, int]]]]:
    return [
        ("survei_letters", "Letters by state.", "state", _counts(Letter, Letter.state)),
        ("survei_cycles", "Cycles by state.", "state", _counts(Cycle, Cycle.state)),
        (
            "survei_assignments",
            "Assignments of open cycles by state.",
            "state",
            _counts(Assignment, Assignment.state, Cycle.state == "open"),
        ),
    ]


def _counts(model: Any, column: Any, condition: Any = None) -> list[tuple[str, int]]:
    query = model.select(column, fn.COUNT(model.id)).group_by(column)
    if condition is not None:
        query = query.join(Cycle).where(condition)
    return list(query.tuples())
