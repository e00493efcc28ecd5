"""The code without which a link opens no draft, and what is made of both: the key that seals, and
the proof by which the server finds the row.

A code has 50 random bits, short enough to be copied from a screen. What makes them enough is that
each guess costs 600,000 rounds of PBKDF2 (OWASP's figure for HMAC-SHA-256; the one slow function
that every browser has): who holds link and database would have to reckon some 10^21 hashes. The
same is made in the browser (form-seal.js).

Proofs that are wrong are not counted: whoever has the link would lock out who typed. A thousand
guesses a second, which some 200 cores reckon, find one in 400,000 codes in the 30 days of a cycle.
Codes that the server itself has to reckon with are counted, since each costs it those rounds.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from survei.invitation.rules import CROCKFORD, tidy_code

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

#: Characters of 5 bits.
LENGTH = 10
ROUNDS = 600_000
#: What is sealed is padded to multiples of this, so that its length says little.
PADDING = 2048
_NONCE_BYTES = 12
#: A code as it is shown, alone.
_SHOWN = re.compile(rf"(?<![\w-])[{CROCKFORD}]{{5}}-[{CROCKFORD}]{{5}}(?![\w-])")
_PROOF_BYTES = 32


@dataclass(frozen=True)
class DraftKey:
    """What a link and a code make together."""

    #: AES-256 key.
    seal: bytes
    #: By what the row is found; no way leads from it to the key.
    access: str


def make_code() -> str:
    """A fresh code, grouped for reading: "K7QM2-XHD9P"."""
    text = "".join(secrets.choice(CROCKFORD) for _ in range(LENGTH))
    return written_code(text)


def written_code(tidy: str) -> str:
    """A code as it is shown."""
    return f"{tidy[: LENGTH // 2]}-{tidy[LENGTH // 2 :]}"


def without_codes(text: str) -> str:
    """A text with each code in it replaced."""
    return _SHOWN.sub("*****-*****", text)


def tidy_resume_code(text: str) -> str | None:
    """The characters of a typed code, as `tidy_code`; None for what is none."""
    return tidy_code(text, LENGTH)


def key_of(token: str, tidy: str) -> DraftKey:
    """Slow on purpose, some tenths of a second. HKDF's expansion (RFC 5869), one block each."""
    salt = b"sipakainge draft v2 " + token.encode()
    secret = hashlib.pbkdf2_hmac("sha256", tidy.encode(), salt, ROUNDS)
    seal, proof = (hmac.digest(secret, use + b"\x01", "sha256") for use in (b"seal", b"proof"))
    return DraftKey(seal, _access(proof))


def access_in(text: str) -> str | None:
    """The access that a device proves (hex); None for what is no proof."""
    try:
        proof = bytes.fromhex(text)
    except ValueError:
        return None
    return _access(proof) if len(proof) == _PROOF_BYTES else None


def _access(proof: bytes) -> str:
    return hashlib.sha256(proof).hexdigest()


def sealed_body(key: DraftKey, body: bytes) -> bytes:
    """Nonce, then AES-256-GCM of the body, padded before (ISO/IEC 7816-4: one byte 80, zeros)."""
    padded = body + b"\x80"
    padded += bytes(-len(padded) % PADDING)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + _cipher(key).encrypt(nonce, padded, None)


def unsealed_body(key: DraftKey, sealed: bytes) -> bytes | None:
    """The body again; None for what was not sealed under this key."""
    from cryptography.exceptions import InvalidTag

    try:
        padded: bytes = _cipher(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
    except (InvalidTag, ValueError):
        return None
    return padded.rpartition(b"\x80")[0]


def _cipher(key: DraftKey) -> AESGCM:
    """Imported here: only workers that seal a draft pay for the library."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key.seal)
