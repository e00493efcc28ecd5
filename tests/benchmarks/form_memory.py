"""What one city's forms take in the memory of a process: 17 questionnaires, each in four relations
and two languages, opened and filled in.
"""

from __future__ import annotations

import gc
import tempfile
import tracemalloc
from datetime import timedelta
from urllib.parse import urlencode

from msgspec.structs import replace

from app import create_app
from formulir import forms, rendering
from survei import clock
from survei.cycle.models import Assignment
from survei.database import database
from survei.schema import migrate
from survei.settings import load_settings
from tests.benchmarks.table import Row
from tests.examples import twenty_ratings_document
from tests.raters import make_raters, make_version

VERSIONS = 17
#: A rater of each relation.
WHO = ("andi", "nur", "budi", "eko")
MOST_MEGABYTES = 45


def run() -> list[Row]:
    """Megabytes as measured, and as the bounds reckon them."""
    with tempfile.TemporaryDirectory(prefix="survei-bench-") as folder:
        environment = {"SURVEI_INSTANCE": folder, "SURVEI_BASE_URL": "http://localhost"}
        app = create_app(load_settings(environment))
        with database.connection_context():
            migrate()
            measured = _visit(app.test_client())
        database.close_all()
    reckoned = (rendering.PAGES.bytes + forms.DEFINITIONS.bytes) / 1e6
    count = f"{len(rendering.PAGES)} pages and {len(forms.DEFINITIONS)} definitions"
    return [
        Row(f"memory of one city's forms, {count}", measured, None, "MB", MOST_MEGABYTES),
        Row("the same as the bounds reckon it", reckoned, measured, "MB", 2),
    ]


def _visit(client) -> float:  # type: ignore[no-untyped-def]
    now, day = clock.now(), timedelta(days=1)
    raters = make_raters(twenty_ratings_document(), opens_at=now - day, closes_at=now + day)
    documents = [replace(twenty_ratings_document(), key=f"jabatan-{n}") for n in range(VERSIONS)]
    versions = [make_version(document) for document in documents]
    body = urlencode({"butir-1-1": "4"})
    gc.collect()
    tracemalloc.start()
    for version in versions:
        Assignment.update(version=version).execute()
        for path in (raters.path(who) + language for who in WHO for language in ("", "?lang=en")):
            client.get(path)
            client.post(path, data=body, content_type="application/x-www-form-urlencoded")
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / 1e6
