"""Pure rules of answering: who is asked twice, which table answers go to, how drafts are locked."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from survei.cycle.choices import ENDED, NOT_YET_OPEN
from survei.cycle.rules import Phase, Window, accepts_at, phase_at
from survei.questionnaire.document import Document

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

#: What a rater typed so far, as sent: {question code: values}.
Typed = dict[str, list[str]]

#: Fewest ratings for which all-equal answers are worth a question.
FEWEST_EQUAL = 3
_NONCE_BYTES = 12


def all_equal(document: Document, answers: Mapping[str, object]) -> bool:
    """Whether every rating got the same answer, "na" included. Source: domain.md, straight-lining.

    Values are compared as they stand on the cards, reversed items too: that is what a person who
    does not read produces. Fewer than three ratings prove nothing.
    """
    given = [answers.get(item.code) for part in document.sections for item in part.ratings()]
    present = [value for value in given if value is not None]
    return len(present) >= FEWEST_EQUAL and len(set(present)) == 1


def evidence_codes(document: Document) -> tuple[str, ...]:
    """Codes of the questions that are answered with a file."""
    return tuple(one.code for one in document.questions() if one.is_file)


def typed_in(body: bytes) -> Typed:
    """The answers in what a device sent, `{question code: [texts]}` as JSON; what is none of them
    is left out, and characters that no database or page takes.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    items = found.items() if isinstance(found, dict) else ()
    return {
        code: [_storable(text) for text in texts]
        for code, texts in items
        if isinstance(texts, list) and all(isinstance(text, str) for text in texts)
    }


def _storable(text: str) -> str:
    return text.replace("\0", "").encode(errors="replace").decode()


def decrypt_old_draft(token: str, assignment_id: int, stored: bytes) -> bytes | None:
    """What an older release sealed under the link alone; None with another token.

    AES-256-GCM bound to the assignment, behind its nonce; padded like ISO/IEC 7816-4, and still
    earlier with spaces, so that it never ended like the padding.
    """
    from cryptography.exceptions import InvalidTag

    nonce, data = stored[:_NONCE_BYTES], stored[_NONCE_BYTES:]
    try:
        plain: bytes = _cipher(token).decrypt(nonce, data, str(assignment_id).encode())
    except InvalidTag:
        return None
    body, mark, _ = plain.rpartition(b"\x80")
    return body if mark and plain[-1] in (0, 0x80) else plain.rstrip(b" ")


def _cipher(token: str) -> AESGCM:
    """Imported here: only workers that meet a draft pay for the library."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(_draft_key(token))


def _draft_key(token: str) -> bytes:
    """HKDF-SHA256 (RFC 5869), one block: the token is the only secret, and is not stored."""
    extracted = hmac.digest(b"sipakainge draft v1", token.encode(), "sha256")
    return hmac.digest(extracted, b"aes-256-gcm\x01", "sha256")


def is_before(cycle: Window, now: datetime) -> bool:
    """Whether the cycle has not begun; one that was ended before its opening has."""
    if cycle.state in ENDED:
        return False
    return cycle.state in NOT_YET_OPEN or phase_at(cycle, now) is Phase.BEFORE


def takes_answers(cycle: Window, now: datetime, *, opened_at: datetime | None = None) -> bool:
    """Whether a submission is accepted at `now`.

    The closing is an instant; only a form that was opened before it (`opened_at`) has the grace
    minutes. Source: security.md, row 9.
    """
    was_open = opened_at is not None and opened_at < cycle.closes_at
    return accepts_at(cycle, now) and (now < cycle.closes_at or was_open)
