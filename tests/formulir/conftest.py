"""A rater's browser: no cookies, no scripts, a cycle that is open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from survei import clock
from tests.raters import NOW, Raters, make_raters


@pytest.fixture(autouse=True)
def _fixed_clock() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


@pytest.fixture
def raters(client: FlaskClient) -> Raters:
    """An open cycle over every kind of question; asking for it also makes the application."""
    return make_raters()
