"""The queues of background work."""

from __future__ import annotations

from enum import StrEnum


class Queue(StrEnum):
    """What is in one is done one after the other; none waits for another."""

    #: What happens by itself, at its time.
    SCHEDULE = "schedule"
    #: Long work that somebody asked for.
    JOBS = "jobs"
    #: Letters for which somebody waits at the screen, and letters to many.
    ACCOUNT_LETTERS = "account_letters"
    BULK_LETTERS = "bulk_letters"
