"""Raters whose rows really commit, and the application over them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app import create_app
from survei import clock
from survei.database import database
from survei.settings import Settings
from tests.raters import NOW, Raters, make_raters


@pytest.fixture(autouse=True)
def _fixed_clock() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


@pytest.fixture
def committed_app(committed_db: str, settings: Settings) -> Flask:
    """The application on a database that commits."""
    bound = database.obj
    app = create_app(settings)
    database.initialize(bound)
    return app


@pytest.fixture
def raters(committed_app: Flask) -> Raters:
    """An open cycle with twelve peers."""
    return make_raters(peers=12)
