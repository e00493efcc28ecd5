"""A copy of the whole database in one file, consistent while others write, proved readable.

The keys of the instance folder are not in it: a stolen backup opens no link.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

from survei.database import database, is_sqlite
from survei.errors import SurveiError
from survei.settings import Settings

#: Seconds after which a dump or a restore is given up.
PATIENCE_SECONDS = 3600


class BackupFailed(SurveiError):
    """The copy could not be made, read or put back."""

    message = "Cadangan gagal: %(reason)s"


def back_up(settings: Settings, target: Path) -> int:
    """Writes the database into `target` (0600) and reads it back; gives its size in bytes.

    SQLite: VACUUM INTO. PostgreSQL: pg_dump, custom format. Raises BackupFailed; a target that
    exists is never overwritten.
    """
    if target.exists():
        raise BackupFailed(reason=f"{target} sudah ada")
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        if is_sqlite():
            database.execute_sql("VACUUM INTO ?", (str(part),))
            _check_sqlite(part)
        else:
            _run(settings, "pg_dump", "--format=custom", f"--file={part}", "--dbname")
            _run(settings, "pg_restore", "--list", str(part))
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def restore(settings: Settings, source: Path) -> None:
    """Puts a backup into an empty database. Raises BackupFailed when it holds anything."""
    if not source.is_file():
        raise BackupFailed(reason=f"{source} tidak ditemukan")
    if settings.is_sqlite:
        _restore_sqlite(Path(settings.database_url.removeprefix("sqlite:///")), source)
        return
    with database.connection_context():
        if database.get_tables():
            raise BackupFailed(reason="basis data tujuan tidak kosong")
    _run(settings, "pg_restore", "--no-owner", "--exit-on-error", str(source), "--dbname")


def _restore_sqlite(target: Path, source: Path) -> None:
    _check_sqlite(source)
    if target.exists() and target.stat().st_size:
        raise BackupFailed(reason=f"{target} sudah ada")
    part = target.with_name(target.name + ".part")
    shutil.copyfile(source, part)
    part.chmod(0o600)
    part.rename(target)


def _check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
            answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        answer = str(error)
    if answer != "ok":
        raise BackupFailed(reason=answer)


def _run(settings: Settings, program: str, *arguments: str) -> None:
    """Runs a PostgreSQL program; a last argument `--dbname` is given the database's address."""
    path = shutil.which(program)
    if path is None:
        raise BackupFailed(reason=f"program {program} tidak ditemukan")
    address, environment = _without_password(settings.database_url)
    last = [address] if arguments[-1] == "--dbname" else []
    done = subprocess.run(  # noqa: S603
        [path, *arguments, *last],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
        env=os.environ | environment,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"{program}: {done.returncode}"]
        raise BackupFailed(reason=lines[-1])


def _without_password(url: str) -> tuple[str, dict[str, str]]:
    """The URL fit for a command line that others can read, and the password's variable."""
    parts = urlsplit(url)
    if not parts.password:
        return url, {}
    place = parts.netloc.replace(f":{parts.password}@", "@", 1)
    return parts._replace(netloc=place).geturl(), {"PGPASSWORD": unquote(parts.password)}
