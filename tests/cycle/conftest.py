"""Fixtures of the cycle tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from survei import clock
from tests.cycle.world import NOON, World


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """A small dinas at noon of the first day."""
    with clock.fixed(NOON):
        yield World()
