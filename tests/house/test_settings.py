"""A wrong setting stops the start and names its variable."""

from __future__ import annotations

from pathlib import Path

import pytest

from survei.errors import SettingError
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


def test_keys_are_made_once_and_only_for_the_owner(tmp_path: Path) -> None:
    first = load_settings({"SURVEI_INSTANCE": str(tmp_path / "i")})
    second = load_settings({"SURVEI_INSTANCE": str(tmp_path / "i")})
    assert (first.secret_keys, first.link_key, first.audit_key) == (
        second.secret_keys,
        second.link_key,
        second.audit_key,
    )
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (tmp_path / "i").iterdir()}
    assert modes == {"secret.key": "0o600", "link.key": "0o600", "audit.key": "0o600"}
    assert oct((tmp_path / "i").stat().st_mode & 0o777) == "0o700"


def test_the_instance_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingError, match="SURVEI_INSTANCE"):
        load_settings({"SURVEI_INSTANCE": str(tmp_path / "file" / "i")})
