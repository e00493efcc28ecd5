"""How it is shown that an answer lies in its box, without a word on what it says.

What was sent is bound to its form by a receipt that only a host with the link key can make or read:
who owns the database can drop, add or exchange boxes, and the receipts will not fit. A box is known
by its fingerprint, the SHA-256 of a ciphertext that is random (libsodium draws a key pair for each
and forgets it): it cannot be made from an answer, not even by who wrote it, so it proves that
something was put in, never what.

Source: the ballot trackers and lists of Helios (Adida 2008) and Belenios (Cortier et al. 2019).
Receipt: XChaCha20-Poly1305, bound to the assignment. Root: the SHA-256 of the sorted list itself,
since the list is final and small (65 bytes an answer) and `sha256sum` is all that checks it; a
Merkle tree (RFC 6962) serves lists that grow or are too long to be handed out.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from nacl.exceptions import CryptoError
from nacl.secret import Aead

#: Hexadecimal digits of a whole fingerprint, and of what is read aloud of it.
DIGITS, SHORT_DIGITS = 64, 16
_DIGEST_BYTES = 32
_OWN, _ADOPTED = b"\x01", b"\x00"


@dataclass(frozen=True)
class Receipt:
    """What a sent form keeps of its box until that is opened."""

    #: Of the box, hex.
    fingerprint: str
    #: Whether this rater's own answer lies in it; that of an older release knows no rater, and its
    #: box was given to any form of its group.
    is_own: bool = True


def seal_receipt(link_key: bytes, assignment_id: int, receipt: Receipt) -> bytes:
    """The receipt as it is stored with the form."""
    content = (_OWN if receipt.is_own else _ADOPTED) + bytes.fromhex(receipt.fingerprint)
    return bytes(_cipher(link_key).encrypt(content, str(assignment_id).encode()))


def read_receipt(link_key: bytes, assignment_id: int, stored: bytes | None) -> Receipt | None:
    """The receipt again; None where there is none, or not one of this form under this key."""
    try:
        content = _cipher(link_key).decrypt(bytes(stored or b""), str(assignment_id).encode())
    except (CryptoError, ValueError, TypeError):
        return None
    if len(content) != 1 + _DIGEST_BYTES:
        return None
    return Receipt(content[1:].hex(), content[:1] == _OWN)


def listed(fingerprints: Iterable[str]) -> Iterable[bytes]:
    """The list of a box as a file, line by line: sorted, so that it says nothing of an order."""
    return (f"{one}\n".encode() for one in sorted(fingerprints))


def root_of(fingerprints: Iterable[str]) -> str:
    """SHA-256 of that file, hex."""
    digest = hashlib.sha256()
    for line in listed(fingerprints):
        digest.update(line)
    return digest.hexdigest()


def grouped(digits: str) -> str:
    """ "3f9a 1c07 b2d4 88e1": in fours, to be read aloud and copied by hand."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def short(fingerprint: str) -> str:
    """The beginning, grouped: enough to tell all answers of a country apart."""
    return grouped(fingerprint[:SHORT_DIGITS])


def tidy(text: str, least: int = SHORT_DIGITS) -> str | None:
    """The digits of a whole fingerprint or of at least so many of its beginning, as typed; None for
    anything else.
    """
    digits = re.sub(r"[\s\-–—_.:]+", "", text[:200]).lower().replace("o", "0").replace("l", "1")
    return digits if re.fullmatch(rf"[0-9a-f]{{{least},{DIGITS}}}", digits) else None


@lru_cache(maxsize=4)
def _cipher(link_key: bytes) -> Aead:
    return Aead(hmac.digest(link_key, b"box-receipt:v1", "sha256"))
