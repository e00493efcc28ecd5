"""Reads of the outbox."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from peewee import Select, fn

from survei import clock
from survei.database import database
from survei.mail.choices import Lane, LetterState
from survei.mail.models import Letter
from survei.mail.rules import CAP_WINDOW, LEASE, LONGEST_DELAY
from survei.throttle.models import ThrottleHit

#: Key under which every attempt to send is counted for the cap.
CAP_KEY = "mail:attempt"
#: Every lane, in the order in which one run takes them.
LANES = tuple(Lane)


def is_due(now: datetime) -> Any:
    """Condition: waiting, and its time has come."""
    return (Letter.state == LetterState.QUEUED) & (Letter.due_at <= now)


def is_left_behind(now: datetime) -> Any:
    """Condition: held by a sender that died, or for longer than any lease lasts, since the clock
    was ahead when it was taken.
    """
    longest = clock.latest_credible(now) + LEASE
    return (Letter.state == LetterState.SENDING) & (
        (Letter.leased_until < now) | (Letter.leased_until > longest)
    )


def is_misdated(now: datetime) -> Any:
    """Condition: waits for a moment that only a clock that was ahead can have set. A retry is
    never so far away; a letter that was due when written was written in the past.
    """
    credible = clock.latest_credible(now)
    is_retry = (Letter.attempts > 0) & (Letter.due_at > credible + LONGEST_DELAY)
    was_due = (Letter.queued_at > credible) & (Letter.due_at <= Letter.queued_at)
    return (Letter.state == LetterState.QUEUED) & (Letter.due_at > credible) & (is_retry | was_due)


def is_anything_due(lanes: Sequence[Lane] = LANES) -> bool:
    """Whether delivery has something to do; cheap enough to ask every second."""
    now = clock.now()
    left_behind = Letter.select().where(Letter.lane.in_(lanes) & is_left_behind(now))
    return any(_due_groups(lane, now) for lane in lanes) or left_behind.exists()


def next_letters(lane: Lane, limit: int) -> list[str]:
    """Ids of the letters of a lane to deliver next: an equal share of each cycle, and of what
    belongs to none, oldest first within each.
    """
    now = clock.now()
    groups = _due_groups(lane, now)
    random.shuffle(groups)  # with more groups than places none is forgotten
    chosen: list[str] = []
    for place, own in enumerate(groups):
        share = -(-(limit - len(chosen)) // (len(groups) - place))
        query = Letter.select(Letter.id).where((Letter.lane == lane) & is_due(now) & own)
        chosen += [letter.id for letter in query.order_by(Letter.due_at).limit(share)]
    return chosen


def _due_groups(lane: Lane, now: datetime) -> list[Any]:
    """A condition for each cycle with due letters, and for letters of none if there are.

    One step through the index for each cycle, however many letters wait.
    """
    waiting = (Letter.lane == lane) & (Letter.state == LetterState.QUEUED)
    first = Letter.select(fn.MIN(Letter.cycle_id)).where(waiting)
    found = first.cte("found", recursive=True, columns=("cycle_id",))
    following = Letter.select(fn.MIN(Letter.cycle_id)).where(
        waiting & (Letter.cycle_id > found.c.cycle_id)
    )
    step = Select((found,), (following,)).where(found.c.cycle_id.is_null(False))
    cycles = found.union_all(step)
    due = Letter.select(Letter.id).where((Letter.lane == lane) & is_due(now))
    has_due = fn.EXISTS(due.where(Letter.cycle_id == cycles.c.cycle_id))
    rows = Select((cycles,), (cycles.c.cycle_id,)).where(has_due).with_cte(cycles)
    groups = [Letter.cycle_id == row["cycle_id"] for row in rows.execute(database)]
    own = Letter.cycle_id.is_null()
    return [own, *groups] if due.where(own).exists() else groups


def attempts_in_window() -> int:
    """Mails under the cap that were handed to a server within the last 60 minutes."""
    now = clock.now()
    since, until = (now - CAP_WINDOW).timestamp(), clock.latest_credible(now).timestamp()
    return (
        ThrottleHit.select()
        .where((ThrottleHit.key == CAP_KEY) & ThrottleHit.at.between(since, until))
        .count()
    )


def letter(letter_id: str) -> Letter | None:
    """One letter; None for an unknown or malformed id."""
    return Letter.get_or_none(Letter.id == letter_id) if letter_id.isalnum() else None
