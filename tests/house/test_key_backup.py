"""`keys backup` and `keys restore`: every key in one file, under a passphrase, nothing replaced."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from nacl import pwhash

from survei.installation import key_backup
from survei.installation.key_backup import MARK, KeysNotRestored, _lock, unpacked
from survei.sealing.private_keys import new_pair, path_of, private_key
from survei.settings import Settings

PASSPHRASE = "perahu pinisi berlayar pagi"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_backup, "PASSES", pwhash.argon2id.OPSLIMIT_MIN)
    monkeypatch.setattr(key_backup, "MEMORY", pwhash.argon2id.MEMLIMIT_MIN)


@pytest.fixture
def phrase(tmp_path: Path) -> Path:
    """A file with the passphrase."""
    file = tmp_path / "frasa.txt"
    file.write_text(PASSPHRASE + "\n")
    return file


def run(app: Flask, word: str, file: Path, phrase: Path) -> Result:
    """One of the two commands."""
    words = ["keys", word, str(file), "--passphrase-file", str(phrase)]
    return app.test_cli_runner().invoke(args=words)


def test_all_keys_go_into_one_file_and_come_back(
    app: Flask, settings: Settings, tmp_path: Path, phrase: Path
) -> None:
    public, file = new_pair(), tmp_path / "kunci.bin"
    before = private_key(public)
    told = run(app, "backup", file, phrase)
    assert told.exit_code == 0, told.output
    assert f"boxes/{public}.key" in told.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    link = settings.instance / "link.key"
    kept = link.read_bytes()
    assert kept.strip() not in file.read_bytes()
    link.unlink()
    path_of(public).unlink()
    told = run(app, "restore", file, phrase)
    assert told.exit_code == 0, told.output
    assert (link.read_bytes(), private_key(public)) == (kept, before)
    assert (
        stat.S_IMODE(link.stat().st_mode) == stat.S_IMODE(path_of(public).stat().st_mode) == 0o600
    )
    assert "sudah ada di tempatnya" in run(app, "restore", file, phrase).output


def test_another_key_in_its_place_is_never_replaced(
    app: Flask, settings: Settings, tmp_path: Path, phrase: Path
) -> None:
    file, link = tmp_path / "kunci.bin", settings.instance / "link.key"
    public = new_pair()
    run(app, "backup", file, phrase)
    link.write_text("x" * 64)
    path_of(public).unlink()
    told = run(app, "restore", file, phrase)
    assert told.exit_code == 1
    assert "link.key" in told.output
    assert not path_of(public).exists(), "nothing was written"
    assert link.read_text() == "x" * 64


def test_an_existing_file_is_not_overwritten(app: Flask, tmp_path: Path, phrase: Path) -> None:
    file = tmp_path / "kunci.bin"
    file.write_text("sesuatu")
    assert run(app, "backup", file, phrase).exit_code == 1
    assert file.read_text() == "sesuatu"


def test_a_short_passphrase_is_refused(app: Flask, tmp_path: Path) -> None:
    short = tmp_path / "frasa.txt"
    short.write_text("pinisi")
    told = run(app, "backup", tmp_path / "kunci.bin", short)
    assert told.exit_code == 1
    assert "paling sedikit 15" in told.output
    assert not (tmp_path / "kunci.bin").exists()


def test_a_wrong_passphrase_and_a_damaged_file_change_nothing(
    app: Flask, settings: Settings, tmp_path: Path, phrase: Path
) -> None:
    file, link = tmp_path / "kunci.bin", settings.instance / "link.key"
    run(app, "backup", file, phrase)
    link.unlink()
    whole = file.read_bytes()
    for damaged in (b"", MARK, whole[:-1], whole[:40], b"PK" + whole):
        file.write_bytes(damaged)
        assert run(app, "restore", file, phrase).exit_code == 1
    file.write_bytes(whole)
    phrase.write_text("perahu pinisi berlayar sore")
    assert "Frasa sandi salah" in run(app, "restore", file, phrase).output
    assert not link.exists()


@pytest.mark.parametrize("name", ["../x.key", "boxes/../link.key", "boxes/a.txt", "survei.sqlite3"])
def test_a_name_that_leads_elsewhere_is_refused(
    app: Flask, tmp_path: Path, phrase: Path, name: str
) -> None:
    salt = b"s" * 16
    file = tmp_path / "kunci.bin"
    forged = _lock(PASSPHRASE, salt).encrypt(b'{"' + name.encode() + b'": "' + b"k" * 64 + b'"}')
    file.write_bytes(MARK + salt + forged)
    assert unpacked(file.read_bytes(), PASSPHRASE) == {name: "k" * 64}
    told = run(app, "restore", file, phrase)
    assert told.exit_code == 1
    assert "tidak dikenal" in told.output


def test_what_is_no_such_file_is_said() -> None:
    with pytest.raises(KeysNotRestored, match="bukan cadangan kunci"):
        unpacked(b"x" * 100, PASSPHRASE)
