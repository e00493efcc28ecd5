"""A copy of the whole database in one file, consistent while others write, proved readable, and
put back whole or not at all, whatever ends it.

The keys of the instance folder are not in it: a stolen backup opens no link.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from peewee import PeeweeException

from survei.database import database, is_disk_full, is_sqlite
from survei.errors import SurveiError
from survei.exclusive import exclusively
from survei.settings import Settings

#: Seconds after which a dump or a restore is given up.
PATIENCE_SECONDS = 3600
#: What the programs are told: messages that we can read, and an end to waiting for a server.
ENVIRONMENT = {"LC_ALL": "C", "PGCONNECT_TIMEOUT": "10"}
#: What a dump of ours holds, in its table of contents.
OURS = re.compile(r"TABLE DATA \S+ schema_migration\b")
#: What SQLite keeps beside a database: what holds data, and all of it.
LOGS = ("-wal", "-journal")
BESIDE = (*LOGS, "-shm")
#: What an operating system says, in words that say what to mend.
WORDS = {
    errno.ENOENT: "foldernya tidak ada",
    errno.ENOTDIR: "foldernya tidak ada",
    errno.EACCES: "tidak boleh ditulis oleh pengguna ini",
    errno.EPERM: "tidak boleh ditulis oleh pengguna ini",
    errno.EROFS: "diska hanya dapat dibaca",
}
#: File systems without hard links say so with one of these.
NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EMLINK)
#: The same of those without locks.
NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS)


class BackupFailed(SurveiError):
    """The copy could not be made, read or put back."""

    message = "Cadangan gagal: %(reason)s"


def back_up(settings: Settings, target: Path) -> int:
    """Writes the database into `target` (0600) and reads it back; gives its size in bytes.

    SQLite: VACUUM INTO. PostgreSQL: pg_dump, custom format. Raises BackupFailed; a target that
    exists is never overwritten, and nothing is left of one that failed.
    """
    _require_absent(target)
    with _new_file(target) as part:
        if is_sqlite():
            database.execute_sql("VACUUM INTO ?", (str(part),))
            _check_sqlite(part)
        else:
            _run(settings, "pg_dump", "--format=custom", f"--file={part}", "--dbname")
            _run(settings, "pg_restore", "--file=/dev/null", str(part))
    return target.stat().st_size


def restore(settings: Settings, source: Path) -> None:
    """Puts a backup into an empty database, whole or not at all, even when it is killed.

    SQLite: a checked copy gets the name of the database at the end. PostgreSQL: one transaction.
    Raises BackupFailed, also when the database holds anything.
    """
    if not source.is_file():
        raise BackupFailed(reason=f"{source} tidak ditemukan")
    with exclusively(settings, "start"):  # nobody begins to prepare what is not yet there
        if settings.is_sqlite:
            _restore_sqlite(Path(settings.database_url.removeprefix("sqlite:///")), source)
        else:
            _restore_postgres(settings, source)


def _restore_sqlite(target: Path, source: Path) -> None:
    with _new_file(target) as part:
        _require_empty(target)
        shutil.copyfile(source, part)
        _check_sqlite(part)
        for end in ("", *BESIDE):
            target.with_name(target.name + end).unlink(missing_ok=True)


def _restore_postgres(settings: Settings, source: Path) -> None:
    if not OURS.search(_run(settings, "pg_restore", "--list", str(source))):
        raise BackupFailed(reason=f"{source} bukan cadangan Sipakainge")
    try:
        with database.connection_context():
            tables = database.get_tables()
    except PeeweeException as error:
        raise BackupFailed(reason=str(error).partition("\n")[0]) from None
    if tables:
        raise BackupFailed(reason="basis data tujuan tidak kosong")
    whole = ("--single-transaction", "--exit-on-error", "--no-owner")
    _run(settings, "pg_restore", *whole, str(source), "--dbname")


def _require_absent(target: Path) -> None:
    if target.exists():
        raise BackupFailed(reason=f"{target} sudah ada")


def _require_empty(target: Path) -> None:
    """Raises BackupFailed for a database with a table, and for the log of one that is gone: SQLite
    would write that into the one that takes its name.
    """
    if target.exists() and target.stat().st_size:
        try:
            with closing(sqlite3.connect(target)) as found:
                tables = found.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        except sqlite3.DatabaseError:
            tables = 1
        if tables:
            _require_absent(target)
    for log in (target.with_name(target.name + end) for end in LOGS):
        if log.exists() and log.stat().st_size:
            raise BackupFailed(reason=f"{log} dari basis data lama masih ada; pindahkan dahulu")


@contextmanager
def _new_file(target: Path) -> Iterator[Path]:
    """A file of the owner alone that gets its name when the block ends well, safe on the disk.

    Otherwise it is gone. Raises BackupFailed for what the disk says, and while another process
    writes the same file.
    """
    part = target.with_name(target.name + ".part")
    descriptor = None
    try:
        descriptor = _hold(part)
        yield part
        _settle(part)
        _give_name(part, target)
        _settle(target.parent)
    except (OSError, PeeweeException) as error:
        raise BackupFailed(reason=_what_the_disk_says(error, target)) from None
    finally:
        if descriptor is not None:
            for name in ("", *BESIDE):
                part.with_name(part.name + name).unlink(missing_ok=True)
            os.close(descriptor)


def _hold(part: Path) -> int:
    """A new file that is ours until the descriptor is closed, and no other process writes at the
    same time. What a killed one left is unlinked and never written to: it may be the file that
    had just got its name. Raises BackupFailed while another is at it.
    """
    while True:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        descriptor = os.open(part, flags, 0o600)
        try:
            if _is_locked(descriptor):
                raise BackupFailed(reason=f"proses lain sedang menulis {part}")
            if _is_new(descriptor, part):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _is_locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
    return False


def _is_new(descriptor: int, part: Path) -> bool:
    """Whether nobody else has used the file under this name; else the name is free afterwards."""
    found = os.fstat(descriptor)
    try:
        is_there = os.path.samestat(found, part.lstat())
    except FileNotFoundError:
        return False
    is_new = not found.st_size and found.st_nlink == 1 and stat.S_IMODE(found.st_mode) == 0o600
    if is_there and not is_new:
        part.unlink()
    return is_there and is_new


def _settle(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _give_name(part: Path, target: Path) -> None:
    try:
        os.link(part, target)  # unlike a renaming it overwrites nothing
    except FileExistsError:
        _require_absent(target)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        _require_absent(target)
        part.rename(target)


def _what_the_disk_says(error: Exception, target: Path) -> str:
    if is_disk_full(error):
        return f"penyimpanan penuh di {target.parent.absolute()}"
    number = getattr(error, "errno", None) or 0
    return f"{target}: {WORDS.get(number) or getattr(error, 'strerror', None) or error}"


def _check_sqlite(path: Path) -> None:
    """Reads all of a file that nobody has open. Raises BackupFailed unless it is one of ours."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as copy:
            answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
            ours = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'schema_migration'")
            if answer == "ok" and not ours.fetchone():
                answer = "berkas ini bukan cadangan Sipakainge"
    except sqlite3.DatabaseError as error:
        answer = str(error)
    if answer != "ok":
        raise BackupFailed(reason=answer)


def _run(settings: Settings, program: str, *arguments: str) -> str:
    """What a PostgreSQL program prints; a last argument `--dbname` is given the address."""
    path = shutil.which(program)
    if path is None:
        raise BackupFailed(reason=f"program {program} tidak ditemukan")
    address, environment = _without_password(settings.database_url)
    last = [address] if arguments[-1] == "--dbname" else []
    try:
        done = subprocess.run(  # noqa: S603
            [path, *arguments, *last],
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
            env=os.environ | ENVIRONMENT | environment,
        )
    except subprocess.TimeoutExpired:
        raise BackupFailed(reason=f"{program} tidak selesai pada waktunya") from None
    if done.returncode:
        raise BackupFailed(reason=_what_the_program_says(program, done.stderr))
    return done.stdout


def _what_the_program_says(program: str, errors: str) -> str:
    """Its last error in one line: what follows may be hints, or the statement."""
    if "No space left on device" in errors:
        return f"penyimpanan penuh ({program})"
    lines = errors.strip().splitlines() or [f"{program} berhenti tanpa pesan"]
    return next((line for line in lines if "error:" in line), lines[-1])


def _without_password(url: str) -> tuple[str, dict[str, str]]:
    """The URL fit for a command line that others can read, and the password's variable."""
    parts = urlsplit(url)
    if not parts.password:
        return url, {}
    place = parts.netloc.replace(f":{parts.password}@", "@", 1)
    return parts._replace(netloc=place).geturl(), {"PGPASSWORD": unquote(parts.password)}
