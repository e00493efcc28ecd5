"""What tests in a browser start from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from survei.account.sessions import open_session
from tests.cast import make_cast
from tests.chromium import DESK, LiveServer

OpenPage = Callable[..., Page]


@pytest.fixture
def hr_page(live_server: LiveServer, open_page: OpenPage) -> Callable[..., Page]:
    """`hr_page(path, viewport=DESK)` opens a page as an HR officer."""
    token = open_session(make_cast().hr, address="127.0.0.1")

    def open_one(path: str, **options: Any) -> Page:
        page = open_page(**{"viewport": DESK, **options})
        page.context.add_cookies([{"name": "sid", "value": token, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return open_one
