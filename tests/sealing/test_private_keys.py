"""Private keys of boxes: a file each, for the owner only, gone for good when destroyed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from survei.keys import Keys, use_keys
from survei.sealing.private_keys import (
    BoxKeyLost,
    destroy,
    is_there,
    new_pair,
    path_of,
    private_key,
)
from survei.sealing.rules import public_of


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    """An empty place for keys."""
    place = tmp_path / "boxes"
    use_keys(Keys(link=b"l" * 32, audit=b"a" * 32, secrets=("s" * 32,), boxes=place, folder=place))
    return place


def test_a_pair_is_on_the_disk_for_the_owner_only(folder: Path) -> None:
    public = new_pair()
    assert public_of(private_key(public)) == public
    assert is_there(public)
    assert stat.S_IMODE(path_of(public).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert new_pair() != public


def test_what_is_destroyed_is_gone(folder: Path) -> None:
    public = new_pair()
    destroy(public)
    destroy(public)
    assert list(folder.iterdir()) == []
    assert not is_there(public)
    with pytest.raises(BoxKeyLost, match="keys restore"):
        private_key(public)


@pytest.mark.parametrize("text", ["", "x", "zz" * 40, "00" * 31, "ab" * 32])
def test_a_broken_or_foreign_key_is_said_to_be_lost(text: str) -> None:
    public = new_pair()
    path_of(public).write_text(text)
    with pytest.raises(BoxKeyLost):
        private_key(public)


def test_a_folder_that_takes_no_file_is_said(folder: Path) -> None:
    folder.write_text("a file in its place")
    with pytest.raises(BoxKeyLost):
        new_pair()
