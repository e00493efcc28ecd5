"""An application whose rows really commit, and raters of an open cycle."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app import create_app
from survei import clock
from survei.database import database
from survei.settings import Settings
from tests.client import Browser
from tests.raters import NOW, Raters, make_raters


@pytest.fixture
def committed_client(committed_db: str, settings: Settings) -> Iterator[Browser]:
    """A browser of an application on a database that commits."""
    bound = database.obj
    app: Flask = create_app(settings)
    database.initialize(bound)
    app.test_client_class = Browser
    with clock.fixed(NOW):
        yield app.test_client()  # type: ignore[misc]


@pytest.fixture
def raters(committed_client: Browser) -> Raters:
    """An open cycle."""
    return make_raters()
