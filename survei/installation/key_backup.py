"""All keys of an installation in one file under a passphrase, and back.

Apart from backups of the database: whoever has both and the passphrase has everything. A key of a
box is worth keeping only until the results of its cycle are computed; a file that still holds it
then is to be destroyed.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from nacl import pwhash, secret, utils
from nacl.exceptions import CryptoError

from survei.errors import SurveiError
from survei.key_files import write_key
from survei.settings import AUDIT_KEY, BOX_KEYS, LINK_KEY, SECRET_KEY, Settings
from survei.typed_json import TypeReader

#: First bytes of such a file.
MARK = b"sipakainge-keys-1\n"
#: What a guess of the passphrase costs; part of the format.
PASSES = pwhash.argon2id.OPSLIMIT_MODERATE
MEMORY = pwhash.argon2id.MEMLIMIT_MODERATE
#: Fewest characters of a passphrase. Source: NIST SP 800-63B-4, a secret that is the only one.
SHORTEST_PASSPHRASE = 15


class KeysNotRestored(SurveiError):
    """A file of keys that cannot be used here."""

    message = "%(reason)s"


def packed(settings: Settings, passphrase: str) -> tuple[bytes, list[str]]:
    """The content of a file with all keys at hand, and the names of what is in it."""
    keys = {name: path.read_text() for name, path in _files(settings).items() if path.exists()}
    salt = utils.random(pwhash.argon2id.SALTBYTES)
    sealed = _lock(passphrase, salt).encrypt(msgspec.json.encode(keys))
    return MARK + salt + sealed, sorted(keys)


def write_packed(file: Path, content: bytes) -> None:
    """Writes a new file for the owner only. Raises FileExistsError and OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(file, flags, 0o600), "wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())


_keys = TypeReader(dict[str, str])


def unpacked(content: bytes, passphrase: str) -> dict[str, str]:
    """{name: text} of every key in a file. Raises KeysNotRestored."""
    if not content.startswith(MARK):
        raise KeysNotRestored(reason="Berkas ini bukan cadangan kunci.")
    body = content.removeprefix(MARK)
    salt, sealed = body[: pwhash.argon2id.SALTBYTES], body[pwhash.argon2id.SALTBYTES :]
    try:
        return _keys.decode(_lock(passphrase, salt).decrypt(sealed))
    except (CryptoError, ValueError, TypeError):
        raise KeysNotRestored(
            reason="Frasa sandi salah, atau berkas ini rusak; tidak ada yang diubah."
        ) from None


def put_back(settings: Settings, keys: dict[str, str]) -> list[str]:
    """Writes the keys that are absent; their names. A key that is there stays.

    Raises KeysNotRestored, before anything is written, when another key stands in a place.
    """
    places = {name: _place(settings, name) for name in keys}
    others = [
        name
        for name, place in places.items()
        if place.exists() and place.read_text().split()[:1] != keys[name].split()[:1]
    ]
    if others:
        raise KeysNotRestored(
            reason=f"Di tempatnya sudah ada kunci lain: {', '.join(sorted(others))}. Pindahkan "
            "dahulu bila memang bukan kunci basis data ini; tidak ada yang diubah."
        )
    written = [name for name, place in places.items() if not place.exists()]
    for name in written:
        places[name].parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_key(places[name], keys[name].strip())
    return sorted(written)


def _files(settings: Settings) -> dict[str, Path]:
    names = [LINK_KEY, AUDIT_KEY, SECRET_KEY]
    boxes = sorted(settings.keys.boxes.glob("*.key"))
    return {name: settings.instance / name for name in names} | {
        f"{BOX_KEYS}/{path.name}": path for path in boxes
    }


def _place(settings: Settings, name: str) -> Path:
    """Where a key belongs; only names that `packed` gives, so that no file leads elsewhere."""
    folder, _, rest = name.rpartition("/")
    is_box = folder == BOX_KEYS and rest.endswith(".key") and rest[:-4].isalnum()
    if not is_box and name not in (LINK_KEY, AUDIT_KEY, SECRET_KEY):
        raise KeysNotRestored(reason=f"Nama kunci {name!r} tidak dikenal; tidak ada yang diubah.")
    return settings.keys.boxes / rest if is_box else settings.instance / name


def _lock(passphrase: str, salt: bytes) -> secret.SecretBox:
    key = pwhash.argon2id.kdf(
        secret.SecretBox.KEY_SIZE,
        passphrase.encode(),
        salt,
        opslimit=PASSES,
        memlimit=MEMORY,
    )
    return secret.SecretBox(key)
