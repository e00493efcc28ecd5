"""Files are served beside a session without asking the database."""

from __future__ import annotations

import urllib.request

import pytest
from flask import url_for

from tests.chromium import LiveServer

pytestmark = pytest.mark.browser


def test_a_file_asked_for_with_a_session_cookie_is_served(live_server: LiveServer) -> None:
    with live_server.app.test_request_context():
        path = url_for("static", filename="css/tokens.css")
    asked = urllib.request.Request(live_server.url + path, headers={"Cookie": "sid=" + "a" * 43})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        assert answer.status == 200
