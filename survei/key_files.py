"""Keys of this installation as files in the instance folder, for the owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from survei.errors import SettingError

#: Shortest secret that is accepted, in bytes (security.md B2, row 24).
SHORTEST_SECRET = 32


def new_key() -> str:
    """384 random bits as text; not written anywhere."""
    return secrets.token_urlsafe(48)


def read_key(path: Path) -> str | None:
    """The key of an earlier start; None when there is no such file.

    Raises SettingError for a cut-off or unreadable one: another in its place would make every
    link dead.
    """
    try:
        key = path.read_text().strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        key = ""
    if len(key.encode()) < SHORTEST_SECRET:
        reason = f"berkas {path} rusak atau tidak terbaca; kembalikan dari cadangan"
        raise SettingError(variable="SURVEI_INSTANCE", reason=reason)
    return key


def write_key(path: Path, key: str) -> None:
    """Writes a new file (0600), whole and on the disk before it has its name.

    Raises FileExistsError rather than replace a key, and OSError when it cannot be written.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(key + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)
    finally:
        part.unlink(missing_ok=True)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """What has come to a folder or gone from it is so on the disk on return."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
