"""A real Chromium against a real server on a database that really commits."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from jinja2 import BytecodeCache
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.serving import make_server

from survei.account.models import User
from survei.account.sessions import open_session
from survei.database import is_sqlite
from survei.settings import Settings
from tests.applications import SharedApps, make_app, renewed

T = TypeVar("T")
CI = os.environ.get("CI") == "true"
#: What no test looks at. The pages behind the address bar are drawn anew for each window, at ten
#: times the cost of ours; the rest is what Playwright leaves out, whose list this one replaces.
LEFT_OUT = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
)
#: Without these, Chromium asks for hosts that a closed network does not have.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=" + ",".join(LEFT_OUT),
)
#: The first that is there: the one without windows draws the same at two thirds of the cost.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
#: How long a page may take before a test fails; only a failing or a crowded run waits so long.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
#: What is said of a page that goes while it is asked.
LEAVING = ("context was destroyed", "because of a navigation", "properties of null")
#: Answers once nothing of the page is under way: no colour that fades, no part that opens, no
#: answer of the designer that is being put in its place. Playwright would wait for it for ever.
STANDS_STILL = """(patience) => new Promise((done, fail) => {
    setTimeout(() => fail(new Error("the page does not come to rest")), patience);
    const isMoving = () => document.readyState !== "complete" || window.designer?.busy
        || document.getAnimations().some((one) => one.playState === "running");
    const look = () => { if (isMoving()) requestAnimationFrame(look); else done(); };
    look();
})"""
AXE = Axe().axe_script
#: Runs axe where it is there already; only what is wrong leaves the page: to hand over all that is
#: right costs as much again.
FIND = """window.axe
    ? axe.run({ resultTypes: ['violations'] }).then((results) => results.violations) : null"""
#: Findings of axe that fail a test.
FAILING = frozenset({"moderate", "serious", "critical"})
#: Those of a letter, which is no page: frame and headings are its reader's program's.
FAILING_IN_LETTERS = FAILING - {"moderate"}


@dataclass(frozen=True)
class LiveServer:
    """A server on loopback and the application behind it."""

    url: str
    app: Flask
    settings: Settings


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, headless."""
    path = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if path is None:
        if CI:
            pytest.fail("no Chromium: apt install chromium")
        pytest.skip("no Chromium: apt install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


class Doorman:
    """Lets requests in to the application of the running test, and knows how many are inside.

    A page that is closed leaves its last requests behind: a draft that was just being saved. They
    must be over before the test's database is emptied and its connections are closed under them.
    """

    def __init__(self) -> None:
        self.url = ""
        self._app: Flask | None = None
        self._inside = 0
        self._changed = threading.Condition()

    def open_for(self, app: Flask) -> None:
        """Requests go to this application from now on."""
        with self._changed:
            self._app = app

    def close(self) -> None:
        """Lets nobody in any more and waits until all have left."""
        with self._changed:
            self._app = None
            assert self._changed.wait_for(lambda: not self._inside, PATIENCE_MS / 1000)

    def __call__(self, environ: Any, start_response: Any) -> Iterator[bytes]:
        with self._changed:
            app = self._app
            self._inside += 1
        try:
            answer = (app or ServiceUnavailable())(environ, start_response)
            with closing(answer) if hasattr(answer, "close") else nullcontext():
                yield from answer
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()


@pytest.fixture(scope="session")
def listening() -> Iterator[Doorman]:
    """A server on a free port, closed until a test opens it."""
    doorman = Doorman()
    server = make_server("127.0.0.1", 0, doorman, threaded=True)
    doorman.url = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield doorman
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def live_server(
    committed_db: str,
    settings: Settings,
    listening: Doorman,
    compiled_templates: BytecodeCache,
    shared_apps: SharedApps,
) -> Iterator[LiveServer]:
    """The application on a free port; rows written by the test are there for it at once."""
    placed = replace(settings, base_url=listening.url)
    if "live" not in shared_apps:
        application = make_app(placed, compiled_templates)
        shared_apps["live"] = application, dict(application.config)
    app = renewed(*shared_apps["live"], placed)
    listening.open_for(app)
    yield LiveServer(listening.url, app, placed)
    listening.close()


@pytest.fixture
def open_anywhere(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`open_anywhere(viewport=PHONE, javascript=True, …)` opens a page in a context of its own.

    Motion is reduced as a person may ask for it, so that no test meets a colour half-way. A
    message of the browser about the content security policy or a script error fails the test.
    """
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_one(
        *, viewport: dict[str, int] = PHONE, javascript: bool = True, **more: object
    ) -> Page:
        context = browser.new_context(
            viewport=viewport,
            java_script_enabled=javascript,
            locale="id-ID",
            **{"reduced_motion": "reduce", **more},
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: _keep(message.type, message.text, troubles))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def open_page(live_server: LiveServer, open_anywhere: Callable[..., Page]) -> Callable[..., Page]:
    """`open_anywhere` for pages of `live_server`: closed before it, so that all is answered."""
    return open_anywhere


def signed_in(page: Page, server: LiveServer, user: User) -> Page:
    """The page, in a session of this user."""
    token = open_session(user, address="127.0.0.1")
    page.context.add_cookies([{"name": "sid", "value": token, "url": server.url}])
    return page


def _keep(kind: str, text: str, troubles: list[str]) -> None:
    # A 4xx answer to a form, or no network, is what the test asks for; the browser calls it an
    # error too.
    asked_for = "status of 4" in text or "ERR_INTERNET_DISCONNECTED" in text
    if kind == "error" and not asked_for:
        troubles.append(text)


def asked(page: Page, question: Callable[[], T]) -> T:
    """What the page answers once it is there; asked again where it was just left for another."""
    for _time in range(5):
        page.wait_for_load_state()
        try:
            return question()
        except Error as error:
            if not any(sign in error.message for sign in LEAVING):
                raise
    return question()


def settle(page: Page) -> None:
    """Waits until the page stands still: what a test looks at must not depend on the moment."""
    asked(page, lambda: page.evaluate(STANDS_STILL, PATIENCE_MS))


def assert_fits(page: Page) -> None:
    """Nothing has to be scrolled sideways."""
    settle(page)
    width = asked(page, lambda: page.evaluate("document.documentElement.scrollWidth"))
    size = page.viewport_size
    assert size is None or width <= size["width"], f"{page.url} is {width} wide"


def assert_accessible(page: Page, failing: frozenset[str] = FAILING) -> None:
    """axe finds nothing of weight on the page as it stands.

    Asked on SQLite alone, where a test runs on both databases: axe takes its time.
    """
    if not is_sqlite():
        return
    settle(page)
    found = asked(page, lambda: _violations(page))
    findings = [
        f"{rule['id']}: {node['target']}"
        for rule in found
        if rule["impact"] in failing
        for node in rule["nodes"]
    ]
    assert findings == [], findings


def _violations(page: Page) -> list[dict[str, Any]]:
    found = page.evaluate(FIND)
    if found is None:
        page.evaluate(AXE)
        found = page.evaluate(FIND)
    return found


def look(page: Page, name: str, *, script: bool = True) -> None:
    """Sound for everybody, where axe, itself a script, can say so; no wider than the screen."""
    if script:
        assert_accessible(page)
    assert_fits(page)
    take_picture(page, f"{name}-{(page.viewport_size or PHONE)['width']}")


def take_picture(page: Page, name: str) -> None:
    """Saves a screenshot where SURVEI_PICTURES says, for a look by eye; otherwise does nothing."""
    folder = os.environ.get("SURVEI_PICTURES")
    if folder:
        settle(page)
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
