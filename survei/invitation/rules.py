"""Tokens, printed codes and receipt numbers: pure functions of a key, a subject and a nonce.

Nothing here is stored; the database holds the nonce and hashes only (design.md, decision 4).
"""

from __future__ import annotations

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Collection
from datetime import date, datetime
from hashlib import sha256

#: Characters of a token: base64url of 32 bytes without padding.
TOKEN_LENGTH = 43
#: A printed code: 12 characters of 5 bits.
CODE_LENGTH = 12
#: 8 characters of 5 bits are enough to tell receipts apart; they open nothing.
RECEIPT_LENGTH = 8
#: Local hours in which reminders go out.
REMINDER_HOURS = range(7, 20)
#: Crockford's base 32: no I, L, O, U, so that a code survives being read aloud.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

#: A token and what mail programs and people leave behind it. Source: security.md, row 7.
_TOKEN = re.compile(
    r"([A-Za-z0-9_-]{43})"
    r"(?:[\s\u200b\u200e\ufeff.,;:!?)\]}>\"'”’»=*]"
    r"|%3D|%3E|%22|%29|%2E|%2C|&gt;|&quot;){0,12}",
    re.IGNORECASE,
)
_LOOKALIKES = str.maketrans("OILU", "011V")
_CODE = re.compile(f"[{CROCKFORD}]+")


def make_nonce() -> str:
    """16 fresh random bytes, hex."""
    return secrets.token_hex(16)


def make_token(key: bytes, purpose: str, subject_id: int, nonce: str) -> str:
    """The 43 characters of a link; the same key, purpose, subject and nonce give them again."""
    return urlsafe_b64encode(_mac(key, purpose, subject_id, nonce))[:TOKEN_LENGTH].decode()


def token_hash(token: str) -> str:
    """What the database holds of a token: its SHA-256, hex."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def tidy_token(text: str) -> str | None:
    """The token in what arrived, punctuation behind it dropped; None where there is none."""
    found = _TOKEN.fullmatch(text[: TOKEN_LENGTH + 80])
    return found.group(1) if found else None


def make_code(key: bytes, participant_id: int, nonce: str) -> str:
    """The code printed on a slip, grouped for typing: "K7QM-2XHD-9PRA" (60 bits)."""
    return _grouped(_crockford(_mac(key, "code", participant_id, nonce), CODE_LENGTH))


def tidy_code(text: str, length: int = CODE_LENGTH) -> str | None:
    """The characters of a typed code; case, spaces, dashes and lookalikes forgiven."""
    code = re.sub(r"[\s\-–—_.]+", "", text[:80]).upper().translate(_LOOKALIKES)
    return code if _CODE.fullmatch(code) and len(code) == length else None


def code_hash(key: bytes, code: str) -> str:
    """What the database holds of a code, however it is written: a keyed hash, hex."""
    return hmac.digest(key, f"code-hash:v1:{tidy_code(code) or code}".encode(), "sha256").hex()


def receipt_number(key: bytes, assignment_id: int, nonce: str) -> str:
    """The number on a receipt: "K7QM-2XHD". It opens nothing and says nothing."""
    return _grouped(_crockford(_mac(key, "receipt", assignment_id, nonce), RECEIPT_LENGTH))


def is_reminder_time(now: datetime, *, closes_on: date, days: Collection[int]) -> bool:
    """Whether reminders go out at this local moment: on the plan's days before the closing, and
    only while people are awake.
    """
    return (closes_on - now.date()).days in days and now.hour in REMINDER_HOURS


def _mac(key: bytes, purpose: str, subject_id: int, nonce: str) -> bytes:
    """Source: security.md D.3."""
    return hmac.digest(key, f"{purpose}:v1:{subject_id}:{nonce}".encode(), "sha256")


def _crockford(raw: bytes, length: int) -> str:
    number = int.from_bytes(raw[:8], "big") >> (64 - 5 * length)
    return "".join(CROCKFORD[number >> 5 * place & 31] for place in reversed(range(length)))


def _grouped(text: str) -> str:
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))
