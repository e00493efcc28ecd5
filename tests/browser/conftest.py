"""What tests in a browser start from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.cast import Cast, make_cast
from tests.chromium import DESK, LiveServer, signed_in

OpenPage = Callable[..., Page]


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    """The people of every test, committed."""
    return make_cast()


@pytest.fixture
def hr_page(live_server: LiveServer, cast: Cast, open_page: OpenPage) -> Callable[..., Page]:
    """`hr_page(path, viewport=DESK)` opens a page as an HR officer."""

    def open_one(path: str, **options: Any) -> Page:
        page = signed_in(open_page(**{"viewport": DESK, **options}), live_server, cast.hr)
        page.goto(live_server.url + path)
        return page

    return open_one
