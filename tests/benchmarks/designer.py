"""The designer at 300 questions beside 30: opening it, and applying one change, in a browser."""

from __future__ import annotations

import logging
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from survei.account.sessions import open_session
from survei.audit.choices import SYSTEM
from survei.database import database
from survei.drafting import services
from survei.schema import migrate
from survei.settings import load_settings
from tests.benchmarks.long_document import long_document
from tests.benchmarks.table import Row
from tests.cast import make_cast
from tests.chromium import ARGUMENTS, DESK

SMALL, LARGE = 30, 300
ROUNDS = 7
MOST = 3.0


def run() -> list[Row]:
    """Both figures, in turn on the small and the large questionnaire; a first round warms up."""
    with _pages() as (page, urls):
        opened = _in_turn(urls, lambda url: _open(page, url))
        changed = _in_turn(urls, lambda url: _change(page, url))
    return [
        Row(f"designer: open, {LARGE} questions beside {SMALL}", *opened, "ms", MOST),
        Row(f"designer: one change, {LARGE} questions beside {SMALL}", *changed, "ms", MOST),
    ]


def _in_turn(urls: dict[int, str], one: Callable[[str], float]) -> tuple[float, float]:
    seen: dict[int, list[float]] = {LARGE: [], SMALL: []}
    for _round in range(ROUNDS + 1):
        for size, taken in seen.items():
            taken.append(one(urls[size]))
    large, small = (statistics.median(seen[size][1:]) * 1000 for size in (LARGE, SMALL))
    return large, small


def _open(page: Page, url: str) -> float:
    start = time.perf_counter()
    page.goto(url, wait_until="load")
    page.locator("#indikator-butir-0-0").wait_for(state="visible")
    return time.perf_counter() - start


def _change(page: Page, url: str) -> float:
    """From the click on a question's wording to the new wording on the sheet."""
    page.goto(url, wait_until="networkidle")
    wording = f"Menepati janji sampai pukul {time.monotonic_ns()}."
    start = time.perf_counter()
    page.locator("#indikator-butir-0-1 a[data-open]").click()
    page.locator(".editor [name=text]").fill(wording)
    page.locator('.editor button[value="back"]').click()
    page.locator("#indikator-butir-0-1 .question-text", has_text=wording).wait_for()
    return time.perf_counter() - start


@contextmanager
def _pages() -> Iterator[tuple[Page, dict[int, str]]]:
    """A signed-in page of a running server, and {questions: address of the outline}."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="survei-bench-") as folder:
        environment = {"SURVEI_INSTANCE": folder, "SURVEI_BASE_URL": "http://localhost"}
        server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
        url = f"http://localhost:{server.server_port}"
        server.app = create_app(replace(load_settings(environment), base_url=url))
        token, keys = _prepare()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            path = shutil.which("chromium") or shutil.which("chromium-browser")
            chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
            context = chromium.new_context(viewport=DESK, locale="id-ID")
            context.add_cookies([{"name": "sid", "value": token, "url": url}])
            yield context.new_page(), {n: f"{url}/admin/rancang/{key}/" for n, key in keys.items()}
            chromium.close()
        server.shutdown()
        server.server_close()
        database.obj.close_all()


def _prepare() -> tuple[str, dict[int, int]]:
    with database.connection_context():
        migrate()
        token = open_session(make_cast().hr, address="127.0.0.1")
        rows = {
            size: services.create_questionnaire(
                f"ukur-{size}", f"Ukur {size}", document=long_document(size), actor=SYSTEM
            )
            for size in (SMALL, LARGE)
        }
    return token, {size: int(row.id) for size, row in rows.items()}
