"""States of a letter in the outbox, and the lanes on which letters leave."""

from __future__ import annotations

from enum import StrEnum

from survei.task_queue.choices import Queue


class Lane(StrEnum):
    """Letters of one lane are sent one after the other; lanes do not wait for each other. In the
    order in which a single run takes them.
    """

    #: What somebody waits for at the screen; at once, and outside the cap.
    ACCOUNT = "account"
    #: Letters to many, a share of each cycle, under the cap.
    BULK = "bulk"


#: Where a worker is woken for them.
QUEUE_OF = {Lane.ACCOUNT: Queue.ACCOUNT_LETTERS, Lane.BULK: Queue.BULK_LETTERS}
LANE_LABELS = {
    Lane.ACCOUNT: "Surat akun, didahulukan",
    Lane.BULK: "Surat penilaian, bergiliran",
}


class LetterState(StrEnum):
    """Where a letter is on its way."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


#: States in which nothing more happens to a letter.
ENDED = (LetterState.SENT, LetterState.FAILED, LetterState.CANCELLED)

LETTER_STATE_LABELS = {
    LetterState.QUEUED: "Menunggu dikirim",
    LetterState.SENDING: "Sedang dikirim",
    LetterState.SENT: "Terkirim",
    LetterState.FAILED: "Gagal",
    LetterState.CANCELLED: "Dibatalkan",
}
