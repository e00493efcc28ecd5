"""Private keys of the cycles' boxes: a file each, beside the other keys or in a mounted folder.

Never in the database, a log or a backup of the database. A file is known by its public key. Behind
the key stands whether all forms that were sent into the box have receipts (`inclusion`): who owns
the database could else make a cycle look like one of a release that kept none.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from survei.errors import SurveiError
from survei.key_files import flush_folder, read_key, write_key
from survei.keys import own_keys
from survei.sealing.rules import public_of

KEY_BYTES = 32
_PUBLIC = re.compile("[0-9a-f]{64}")
#: Behind the key; files of older releases have nothing there.
RECEIPTS = "receipts"


class BoxKeyLost(SurveiError):
    """The private key of a box is not where it belongs: nobody could ever read what is put in."""

    message = (
        "Kunci kotak jawaban periode ini hilang atau rusak, sehingga jawaban rahasia tidak dapat "
        "diterima atau dibuka. Pulihkan berkas %(path)s dari cadangan kunci (keys restore)."
    )


def new_pair(noted: Callable[[str], None] = lambda public: None) -> str:
    """The public key (hex) of a new pair, whose private key is on the disk on return. `noted` is
    called with it before: what it commits knows of each file that can be there.

    Raises BoxKeyLost when the folder takes no file.
    """
    private = secrets.token_bytes(KEY_BYTES)
    public = public_of(private)
    noted(public)
    try:
        path_of(public).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_key(path_of(public), f"{private.hex()}\n{RECEIPTS}")
    except OSError:
        raise BoxKeyLost(path=path_of(public)) from None
    return public


def is_there(public: str) -> bool:
    """Whether there is a file for the private key of a box; quick, for each answer that comes."""
    return os.path.exists(_file_name(public))


def private_key(public: str) -> bytes:
    """The private key of a box. Raises BoxKeyLost when it is absent, broken or another box's."""
    return _read(public)[0]


def has_receipts(public: str) -> bool:
    """Whether the file says that every form sent into a box has a receipt. Raises BoxKeyLost."""
    return RECEIPTS in _read(public)[1]


def note_receipts(public: str) -> None:
    """The file says it from now on. Harmless to repeat. Raises BoxKeyLost where it cannot.

    Appended, not written anew: no second copy of the key is left on the disk.
    """
    if has_receipts(public):
        return
    try:
        with path_of(public).open("a") as file:
            file.write(f"\n{RECEIPTS}\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        raise BoxKeyLost(path=path_of(public)) from None


def _read(public: str) -> tuple[bytes, list[str]]:
    """The private key, and what stands behind it. Raises BoxKeyLost."""
    path = path_of(public)
    try:
        key, *behind = (read_key(path) or "").split()
        private = bytes.fromhex(key)
        if len(private) == KEY_BYTES and public_of(private) == public:
            return private, behind
    except (SurveiError, ValueError):
        pass
    raise BoxKeyLost(path=path)


def destroy(public: str) -> None:
    """Nobody opens this box again. Harmless to repeat. Raises OSError where a file stays."""
    path = path_of(public)
    if not path.exists():
        return
    with path.open("r+b") as file:  # what is left on the disk where the file was
        file.write(b"\0" * path.stat().st_size)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    flush_folder(path.parent)


def path_of(public: str) -> Path:
    """File of the private key."""
    return Path(_file_name(public))


def _file_name(public: str) -> str:
    """As text: a path costs four times as much, and each answer looks whether it is there. What the
    database holds in place of a public key leads to no other file.
    """
    return f"{own_keys().boxes}/{public if _PUBLIC.fullmatch(public) else 'none'}.key"
