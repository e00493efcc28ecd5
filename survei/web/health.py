"""Whether the process lives, whether it can work, and its figures for the operator."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, request
from peewee import PeeweeException, fn
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from survei.cycle.models import Assignment, Cycle
from survei.disk_space import require_storage
from survei.errors import SurveiError
from survei.installation.queries import still_ours
from survei.mail.models import Letter
from survei.schema import require_schema
from survei.settings import Settings

blueprint = Blueprint("health", __name__)

#: Who reads the figures without a key: the machine itself.
LOOPBACK = ("127.0.0.1", "::1")
#: What load balancers and monitors ask by a machine's address instead of our name. These pages
#: say nothing that depends on the name.
PROBES = ("/healthz", "/readyz", "/metrics")


class Probes:
    """WSGI middleware: a probe counts as sent to our own host, whatever name it used."""

    def __init__(self, app: Callable[..., Iterable[bytes]], host: str) -> None:
        self.app = app
        self.host = host

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Hands the request on."""
        if environ["PATH_INFO"] in PROBES:
            environ["HTTP_HOST"] = self.host
        return self.app(environ, start_response)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers; nothing else is looked at."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> Response:
    """The database is of this release and goes by our keys, takes a write and has room for it;
    nothing is kept.
    """
    try:
        require_schema()
        still_ours(current_app.config["SETTINGS"])
        require_storage()
    except (PeeweeException, OSError, SurveiError):
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


def register(app: Flask, settings: Settings) -> None:
    """Adds the pages."""
    app.register_blueprint(blueprint)
    app.wsgi_app = Probes(app.wsgi_app, settings.host)  # type: ignore[method-assign]
