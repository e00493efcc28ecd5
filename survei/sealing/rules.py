"""What is sealed under a cycle's public key is read with its private key alone.

Source: libsodium's sealed boxes (X25519, XSalsa20-Poly1305 under a key of each box alone): who
seals cannot open what was sealed, and equal contents make different boxes.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from survei.errors import SurveiError

#: Bytes of the smallest content. A larger one is padded to twice that, four times and so on, so
#: that all forms but those with unusually long comments look alike. Its row fits one page of SQLite
#: (4,096) and two pieces of PostgreSQL's TOAST (1,996 each).
SMALLEST = 3900
_LENGTH_BYTES = 4


class BoxBroken(SurveiError):
    """A sealed answer that is not what was put in."""

    message = (
        "Sebuah jawaban tersegel rusak atau bukan milik periode ini. Pulihkan basis data dari "
        "cadangan, lalu ulangi."
    )


def public_of(private: bytes) -> str:
    """The public key (hex) that belongs to a private one (32 bytes)."""
    return bytes(PrivateKey(private).public_key).hex()


def seal(public: str, content: bytes) -> bytes:
    """The content, padded, in a box that only the private key of `public` (hex) opens."""
    return _box_of(public).encrypt(padded(content))


def unseal(private: bytes, box: bytes) -> bytes:
    """The content of a box. Raises BoxBroken when it was changed or sealed under another key."""
    try:
        return unpadded(SealedBox(PrivateKey(private)).decrypt(box))
    except (CryptoError, ValueError, TypeError):
        raise BoxBroken from None


def fingerprint_of(box: bytes) -> str:
    """By what a box is known, hex; it tells nothing of the content."""
    return hashlib.sha256(box).hexdigest()


def padded(content: bytes) -> bytes:
    """The content behind its length, filled up to `SMALLEST`, its double, and so on."""
    framed = len(content).to_bytes(_LENGTH_BYTES) + content
    size = SMALLEST << ((max(len(framed), 1) - 1) // SMALLEST).bit_length()
    return framed.ljust(size, b"\0")


def unpadded(framed: bytes) -> bytes:
    """The content of what `padded` made. Raises ValueError for anything else."""
    length = int.from_bytes(framed[:_LENGTH_BYTES])
    content = framed[_LENGTH_BYTES : _LENGTH_BYTES + length]
    if len(content) != length:
        raise ValueError("cut off")
    return content


@lru_cache(maxsize=64)
def _box_of(public: str) -> SealedBox[PublicKey]:
    return SealedBox(PublicKey(bytes.fromhex(public)))
