"""The browser reaches the server."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page
from werkzeug.exceptions import ServiceUnavailable

from tests.chromium import Doorman, LiveServer
from tests.waiting import wait_for

pytestmark = pytest.mark.browser


@pytest.mark.both_databases
def test_browser_reaches_the_server(
    live_server: LiveServer, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    answer = page.goto(f"{live_server.url}/healthz")
    assert answer is not None
    assert (answer.status, page.inner_text("body").strip()) == (200, "ok")


def test_it_closes_when_the_last_request_is_over(listening: Doorman) -> None:
    over, entered = threading.Event(), threading.Event()

    def slow(environ: Any, start_response: Any) -> list[bytes]:
        entered.set()
        over.wait(60)
        return ServiceUnavailable("selesai")(environ, start_response)  # type: ignore[return-value]

    listening.open_for(slow)  # type: ignore[arg-type]
    with ThreadPoolExecutor() as others:
        asked = others.submit(status_of, listening.url)
        assert entered.wait(60)
        closed = others.submit(listening.close)
        assert wait_for(lambda: "Unavailable" in status_of(listening.url))
        assert not closed.done()
        over.set()
        assert "selesai" in asked.result(60)
        closed.result(60)


def status_of(url: str) -> str:
    """What is answered with an error."""
    with pytest.raises(HTTPError) as refused:
        urlopen(url, timeout=60)
    with refused.value as answer:
        return answer.read().decode()
