"""Private keys of the cycles' boxes: a file each, beside the other keys or in a mounted folder.

Never in the database, a log or a backup of the database. A file is known by its public key.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from survei.errors import SurveiError
from survei.key_files import flush_folder, read_key, write_key
from survei.keys import own_keys
from survei.sealing.rules import public_of

KEY_BYTES = 32


class BoxKeyLost(SurveiError):
    """The private key of a box is not where it belongs: nobody could ever read what is put in."""

    message = (
        "Kunci kotak jawaban periode ini hilang atau rusak, sehingga jawaban rahasia tidak dapat "
        "diterima atau dibuka. Pulihkan berkas %(path)s dari cadangan kunci (keys restore)."
    )


def new_pair() -> str:
    """The public key (hex) of a new pair, whose private key is on the disk on return.

    Raises BoxKeyLost when the folder takes no file.
    """
    private = secrets.token_bytes(KEY_BYTES)
    public = public_of(private)
    try:
        path_of(public).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_key(path_of(public), private.hex())
    except OSError:
        raise BoxKeyLost(path=path_of(public)) from None
    return public


def is_there(public: str) -> bool:
    """Whether there is a file for the private key of a box; quick, for each answer that comes."""
    return os.path.exists(_file_name(public))


def private_key(public: str) -> bytes:
    """The private key of a box. Raises BoxKeyLost when it is absent, broken or another box's."""
    path = path_of(public)
    try:
        private = bytes.fromhex(read_key(path) or "")
        if len(private) == KEY_BYTES and public_of(private) == public:
            return private
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
    """As text: a path costs four times as much, and each answer looks whether it is there."""
    return f"{own_keys().boxes}/{public}.key"
