"""Moments are shown in the configured zone, whatever the machine's is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from survei import clock

MOMENT = datetime(2026, 11, 23, 2, 32, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "text"),
    [("id", "23 November 2026 pukul 10.32 WITA"), ("en", "23 November 2026 at 10:32 WITA")],
)
def test_moment_reads_right(locale: str, text: str) -> None:
    assert clock.format_moment(MOMENT, locale) == text


def test_months_are_indonesian() -> None:
    assert clock.format_date(datetime(2026, 8, 17).date()) == "17 Agustus 2026"


def test_typed_time_is_local() -> None:
    assert clock.from_local(datetime(2026, 11, 23, 10, 32)) == MOMENT
