"""Reads of the outbox."""

from __future__ import annotations

from datetime import datetime

from peewee import fn

from survei import clock
from survei.mail.choices import LetterState
from survei.mail.models import Letter
from survei.mail.rules import CAP_WINDOW
from survei.throttle.models import ThrottleHit

#: Key under which every attempt to send is counted for the cap.
CAP_KEY = "mail:attempt"


def is_waiting(now: datetime):  # type: ignore[no-untyped-def]
    """Condition: due, or left behind by a sender that died."""
    return ((Letter.state == LetterState.QUEUED) & (Letter.due_at <= now)) | (
        (Letter.state == LetterState.SENDING) & (Letter.leased_until < now)
    )


def is_anything_due() -> bool:
    """Whether delivery has something to do; cheap enough to ask every few seconds."""
    return Letter.select().where(is_waiting(clock.now())).exists()


def next_letters(limit: int) -> list[str]:
    """Ids of the letters to deliver next: account letters first, then an equal share of each
    cycle, oldest first.
    """
    waiting = is_waiting(clock.now())
    found = (
        Letter.select(Letter.cycle_id)
        .where(waiting)
        .group_by(Letter.cycle_id)
        .order_by(fn.MIN(Letter.due_at))
    )
    cycles = [letter.cycle_id for letter in found]
    cycles.sort(key=lambda cycle_id: cycle_id is not None)
    chosen: list[str] = []
    for place, cycle_id in enumerate(cycles):
        own = Letter.cycle_id.is_null() if cycle_id is None else Letter.cycle_id == cycle_id
        left = limit - len(chosen)
        share = left if cycle_id is None else -(-left // (len(cycles) - place))
        query = Letter.select(Letter.id).where(waiting & own).order_by(Letter.due_at).limit(share)
        chosen += [letter.id for letter in query]
    return chosen[:limit]


def attempts_in_window() -> int:
    """Mails handed to a server within the last 60 minutes."""
    since = (clock.now() - CAP_WINDOW).timestamp()
    return (
        ThrottleHit.select().where((ThrottleHit.key == CAP_KEY) & (ThrottleHit.at > since)).count()
    )


def letters_by_state(cycle_id: int | None = None) -> dict[LetterState, int]:
    """How many letters are in each state, of one cycle or altogether; absent states are 0."""
    query = Letter.select(Letter.state, fn.COUNT(Letter.id)).group_by(Letter.state)
    if cycle_id is not None:
        query = query.where(Letter.cycle_id == cycle_id)
    found: dict[str, int] = dict(query.tuples().execute())
    return {state: found.get(state, 0) for state in LetterState}


def letter(letter_id: str) -> Letter | None:
    """One letter; None for an unknown or malformed id."""
    return Letter.get_or_none(Letter.id == letter_id) if letter_id.isalnum() else None
