"""What is installed is pinned, with the hash of each file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("asked", "pinned"),
    [
        (".requirements.in", "requirements.txt"),
        ("tests/requirements.in", "tests/requirements.txt"),
    ],
)
def test_every_requirement_is_pinned_with_hashes(asked: str, pinned: str) -> None:
    wanted = {line.split("[")[0].split("==")[0].lower() for line in _lines(asked)}
    pins = re.findall(
        r"^([a-z0-9._-]+)==\S+ \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
        (ROOT / pinned).read_text(),
        re.MULTILINE,
    )
    names = {name.lower() for name, _ in pins}
    assert wanted <= names
    assert len(pins) == sum("==" in line for line in _lines(pinned) if "--hash" not in line)


def _lines(path: str) -> list[str]:
    lines = (ROOT / path).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]
