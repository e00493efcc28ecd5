"""The README says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def test_every_setting_is_in_the_table_and_no_other() -> None:
    code = set(re.findall(r"SURVEI_[A-Z_]+", (ROOT / "survei" / "settings.py").read_text()))
    table = set(re.findall(r"SURVEI_[A-Z_]+", README))
    assert table == code


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 150


@pytest.mark.parametrize("room", ["survei", "formulir", "admin", "static", "tests"])
def test_each_room_has_a_card(room: str) -> None:
    assert (ROOT / room / "README.md").is_file()
