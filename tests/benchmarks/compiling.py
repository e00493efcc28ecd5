"""Compiling a version into its form and cached page, and its share of the first request.

Compiling is all between the stored document and the page: decoding, the form's class, rendering,
cutting and compressing. The first request is that of a worker which has none of it in memory, but
has shown other forms before: templates are compiled. Both are processor time.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import median

from flask import Flask

from app import create_app
from formulir.opened_link import FormLink
from formulir.rendering import fresh_form
from survei import clock
from survei.database import database
from survei.drafting.queries import forget_documents
from survei.schema import migrate
from survei.settings import load_settings
from tests.benchmarks.long_document import long_document
from tests.benchmarks.table import Row
from tests.raters import Raters, make_raters

SIZES = (100, 300)
ROUNDS = 9
GZIP = {"Accept-Encoding": "gzip"}
#: Milliseconds for 100 questions.
MOST_MILLISECONDS = 100
#: The share of the first request is shown, not aimed at: it cannot exceed 1 but by noise.
MOST_SHARE = 1.2


def run() -> list[Row]:
    """For each size both figures, medians of rounds in which they are taken in turn."""
    rows: list[Row] = []
    for size in SIZES:
        with _open_form(size) as (app, raters):
            rounds = [(_compile(app, raters), _first(app, raters)) for _ in range(ROUNDS + 1)]
        # the first round warms up
        ours, whole = (median(taken[1:]) * 1000 for taken in zip(*rounds, strict=True))
        each = ours * 100 / size
        rows += [
            Row(f"compile {size} questions, per 100", each, None, "ms", MOST_MILLISECONDS),
            Row(f"compile {size} questions, of the first GET", ours, whole, "ms", MOST_SHARE),
        ]
    return rows


def _compile(app: Flask, raters: Raters) -> float:
    with app.test_request_context(raters.path("budi"), headers=GZIP):
        link = raters.link("budi")
        assert link.assignment is not None
        opened = FormLink(link, link.assignment, link.assignment.cycle, raters.tokens["budi"])
        return _cold(lambda: fresh_form(opened))


def _first(app: Flask, raters: Raters) -> float:
    client = app.test_client()

    def get() -> None:
        answer = client.get(raters.path("budi"), headers=GZIP)
        if answer.status_code != 200:
            raise RuntimeError(f"unexpected answer: {answer.status}")

    return _cold(get)


def _cold(work: Callable[[], object]) -> float:
    """Seconds; what hangs on a document is made anew when that is forgotten."""
    forget_documents()
    began = time.process_time()
    work()
    return time.process_time() - began


@contextmanager
def _open_form(size: int) -> Iterator[tuple[Flask, Raters]]:
    with tempfile.TemporaryDirectory(prefix="survei-bench-") as folder:
        environment = {"SURVEI_INSTANCE": folder, "SURVEI_BASE_URL": "http://localhost"}
        app = create_app(load_settings(environment))
        now, day = clock.now(), timedelta(days=1)
        with database.connection_context():
            migrate()
            raters = make_raters(long_document(size), opens_at=now - day, closes_at=now + day)
            yield app, raters
        database.obj.close_all()
