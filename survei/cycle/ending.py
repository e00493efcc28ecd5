"""How the taking of answers ended, in sentences: by its time, or by whom and when. Pure.

"The deadline is past" is only said when it is: a closing may come before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from survei.audit.choices import ActorKind
from survei.cycle.choices import ENDED


class End(StrEnum):
    """What ended it."""

    DEADLINE = "deadline"
    #: A closing time that was made earlier than announced.
    SHORTENED = "shortened"
    #: Before its time: by HR, at the terminal, or nobody knows by whom (a wrong clock).
    BY_HR = "by_hr"
    BY_COMMAND = "by_command"
    UNEXPLAINED = "unexplained"


#: Ends that came before the closing time that was in force.
EARLY = frozenset({End.BY_HR, End.BY_COMMAND, End.UNEXPLAINED})

END_SENTENCES = {
    End.DEADLINE: "Batas waktu pengisian, %(deadline)s, sudah lewat.",
    End.SHORTENED: "Batas waktu pengisian, %(deadline)s, sudah lewat. Pengelola kepegawaian "
    "memajukannya pada %(moved)s; semula %(announced)s.",
    End.BY_HR: "Pengelola kepegawaian mengakhiri pengisian pada %(ended)s, sebelum batas waktunya "
    "(%(deadline)s).",
    End.BY_COMMAND: "Administrator sistem mengakhiri pengisian pada %(ended)s, sebelum batas "
    "waktunya (%(deadline)s).",
    End.UNEXPLAINED: "Pengisian sudah ditutup sebelum batas waktunya (%(deadline)s).",
}


class Ended(Protocol):
    """What the rules need of a cycle."""

    state: str
    closes_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    announced_closes_at: datetime | None
    moved_at: datetime | None


@dataclass(frozen=True)
class EndWords:
    """A sentence with places, and the moments that fill them."""

    end: End
    message: str
    moments: dict[str, datetime]

    @property
    def is_early(self) -> bool:
        """Whether it came before the closing time."""
        return self.end in EARLY


def end_of(cycle: Ended, now: datetime) -> End:
    """What ended a cycle that takes no answers any more."""
    if cycle.state in ENDED and (early := _early_end(cycle, now)):
        return early
    return End.SHORTENED if is_shortened(cycle) else End.DEADLINE


def _early_end(cycle: Ended, now: datetime) -> End | None:
    """None when its time had come. A closing of the schedule is only early when the clock was
    wrong, and then the moment that it wrote down is wrong too.
    """
    if cycle.closed_at is None or cycle.closed_by == ActorKind.SYSTEM:
        return End.UNEXPLAINED if now < cycle.closes_at else None
    if cycle.closed_at >= cycle.closes_at:
        return None
    return End.BY_COMMAND if cycle.closed_by == ActorKind.COMMAND else End.BY_HR


def end_words(cycle: Ended, now: datetime) -> EndWords:
    """The sentence of `end_of` and its moments."""
    end = end_of(cycle, now)
    moments = {
        "deadline": cycle.closes_at,
        "ended": cycle.closed_at,
        "moved": cycle.moved_at,
        "announced": cycle.announced_closes_at,
    }
    return EndWords(end, END_SENTENCES[end], {key: at for key, at in moments.items() if at})


def is_moved(cycle: Ended) -> bool:
    """Whether the closing time is another one than the invitations named."""
    return cycle.announced_closes_at not in (None, cycle.closes_at)


def is_shortened(cycle: Ended) -> bool:
    """Whether the closing time is earlier than the invitations named."""
    announced = cycle.announced_closes_at
    return announced is not None and cycle.closes_at < announced
