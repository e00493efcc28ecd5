"""A wrong setting stops the start and names its variable."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from survei.errors import SettingError
from survei.installation.new_keys import write_keys
from survei.settings import load_settings


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SURVEI_DATABASE_URL", "mysql://localhost/x"),
        ("SURVEI_SECRET_KEYS", ""),
        ("SURVEI_SECRET_KEYS", "short"),
        ("SURVEI_SECRET_KEYS", "changeme-changeme-changeme-changeme"),
        ("SURVEI_SECRET_KEYS", "a" * 64),
        ("SURVEI_MAIL_URL", "http://mail"),
        ("SURVEI_BASE_URL", "penilaian.contoh.go.id"),
        ("SURVEI_BASE_URL", "https://penilaian.contoh.go.id/folder"),
        ("SURVEI_BASE_URL", "http://kantor kami"),
        ("SURVEI_BASE_URL", "http://admin@penilaian.contoh.go.id"),
        ("SURVEI_BASE_URL", "http://penilaian.contoh.go.id:99999"),
        ("SURVEI_MAIL_URL", "smtp://mail.contoh.go.id:surat"),
        ("SURVEI_MAIL_FROM", "Sipakainge"),
        ("SURVEI_MAIL_FROM", "a@b.id\nBcc: c@d.id"),
        ("SURVEI_ACCESS_LOG", "/there/is/no/such/folder/access.log"),
        ("SURVEI_BASE_URL", "https://penilaian.contoh.go.id#bagian"),
        ("SURVEI_BASE_URL", "https://[::1]:8000"),
        ("SURVEI_TIMEZONE", "Asia/Ujungpandang-Selatan"),
        ("SURVEI_QUEUE_URL", "amqp://x"),
        ("SURVEI_WORKERS", "0"),
        ("SURVEI_THREADS", "banyak"),
        ("SURVEI_TRUSTED_PROXIES", "-1"),
        ("SURVEI_MAILS_PER_HOUR", "0"),
    ],
)
def test_wrong_setting_is_named(tmp_path: Path, variable: str, value: str) -> None:
    with pytest.raises(SettingError) as caught:
        load_settings({"SURVEI_INSTANCE": str(tmp_path / "i"), variable: value})
    assert str(caught.value).startswith(f"{variable}: ")


def test_keys_are_written_once_and_only_for_the_owner(tmp_path: Path) -> None:
    environment = {"SURVEI_INSTANCE": str(tmp_path / "i")}
    first, second = load_settings(environment), load_settings(environment)
    assert list((tmp_path / "i").iterdir()) == []
    first, second = write_keys(first), write_keys(second)
    third = load_settings(environment)
    assert first.keys == second.keys == third.keys
    assert not third.keys.absent
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (tmp_path / "i").iterdir()}
    assert modes == {"secret.key": "0o600", "link.key": "0o600", "audit.key": "0o600"}
    assert oct((tmp_path / "i").stat().st_mode & 0o777) == "0o700"


def test_the_instance_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingError, match="SURVEI_INSTANCE"):
        load_settings({"SURVEI_INSTANCE": str(tmp_path / "file" / "i")})


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("SURVEI_DATABSE_URL", "SURVEI_DATABASE_URL"),
        ("SURVEI_SECRET_KEY", "SURVEI_SECRET_KEYS"),
        ("SURVEI_MAIL_FORM", "SURVEI_MAIL_FROM"),
    ],
)
def test_a_misspelt_name_stops_the_start(tmp_path: Path, misspelt: str, meant: str) -> None:
    with pytest.raises(SettingError) as caught:
        load_settings({"SURVEI_INSTANCE": str(tmp_path / "i"), misspelt: "x"})
    assert str(caught.value) == f"{misspelt}: tidak dikenal; maksud Anda {meant}?"


def test_names_of_others_are_left_alone(tmp_path: Path) -> None:
    others = {"SURVEI_PICTURES": "x", "SURVEI_TEST_DATABASE_URL": "x", "PATH": "x"}
    assert load_settings({"SURVEI_INSTANCE": str(tmp_path / "i"), **others}).workers >= 1


def test_a_damaged_key_is_named_and_kept(tmp_path: Path) -> None:
    write_keys(load_settings({"SURVEI_INSTANCE": str(tmp_path)}))
    (tmp_path / "link.key").write_text("")
    with pytest.raises(SettingError, match=r"SURVEI_INSTANCE: berkas .*link\.key rusak"):
        load_settings({"SURVEI_INSTANCE": str(tmp_path)})
    assert (tmp_path / "link.key").read_text() == ""


def test_no_key_is_shown_with_the_settings(tmp_path: Path) -> None:
    settings = load_settings({"SURVEI_INSTANCE": str(tmp_path / "i")})
    keys = settings.keys
    said = repr(settings)
    assert "absent" in said
    for key in (keys.link.decode(), keys.audit.decode(), *keys.secrets):
        assert key not in said


def test_a_process_without_keys_makes_nothing_of_none() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from survei.keys import own_keys; own_keys()"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "RuntimeError: this process was given no keys" in done.stderr
