"""The browser reaches the server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.chromium import LiveServer

pytestmark = pytest.mark.browser


def test_browser_reaches_the_server(
    live_server: LiveServer, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    answer = page.goto(f"{live_server.url}/healthz")
    assert answer is not None
    assert (answer.status, page.inner_text("body").strip()) == (200, "ok")
