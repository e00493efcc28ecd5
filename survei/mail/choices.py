"""States of a letter in the outbox."""

from __future__ import annotations

from enum import StrEnum


class LetterState(StrEnum):
    """Where a letter is on its way."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


LETTER_STATE_LABELS = {
    LetterState.QUEUED: "Menunggu dikirim",
    LetterState.SENDING: "Sedang dikirim",
    LetterState.SENT: "Terkirim",
    LetterState.FAILED: "Gagal",
    LetterState.CANCELLED: "Dibatalkan",
}
