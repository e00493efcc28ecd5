"""Letters on their way: taken by a sender under a lease, and how each ended.

Every step is one compare-and-set; the network is never inside one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import SystemRandom
from typing import Any

from survei import clock
from survei.database import database
from survei.mail import turn
from survei.mail.cap import give_places_back, take_places, use_place
from survei.mail.choices import Lane, LetterState
from survei.mail.models import Letter
from survei.mail.queries import (
    CAP_KEY,
    LANES,
    is_due,
    is_left_behind,
    is_misdated,
    next_letters,
)
from survei.mail.rules import LEASE, retry_at
from survei.mail.writers import when_sent
from survei.throttle.models import ThrottleHit

_chance = SystemRandom().random


def mend_dates(lanes: Sequence[Lane] = LANES) -> int:
    """Letters that a clock that was ahead has put off are due now. Returns how many."""
    now = clock.now()
    with database.atomic():
        ahead = clock.latest_credible(now).timestamp()
        ThrottleHit.delete().where(ThrottleHit.key == CAP_KEY, ThrottleHit.at > ahead).execute()
        return Letter.update(due_at=now).where(Letter.lane.in_(lanes) & is_misdated(now)).execute()


def claim(lease: str, *, limit: int, lane: Lane = Lane.BULK) -> list[Letter]:
    """Takes up to `limit` due letters of a lane for the sender named `lease`, for ten minutes;
    those that another sender left behind among them.

    Two senders never get the same row: the update repeats the condition it was chosen by.
    """
    with database.atomic():
        now = clock.now()
        Letter.update(state=LetterState.QUEUED, lease=None, leased_until=None).where(
            (Letter.lane == lane) & is_left_behind(now)
        ).execute()
        chosen = next_letters(lane, limit)
        Letter.update(state=LetterState.SENDING, lease=lease, leased_until=now + LEASE).where(
            Letter.id.in_(chosen) & is_due(now)
        ).execute()
        return list(
            Letter.select()
            .where(Letter.id.in_(chosen) & (Letter.lease == lease))
            .order_by(Letter.due_at)
        )


def claim_under_cap(
    lease: str, *, limit: int, per_hour: int, lane: Lane = Lane.BULK
) -> tuple[list[Letter], list[int]]:
    """As `claim`, with a place under the cap for each letter; without a place none is taken."""
    with database.atomic():
        places = take_places(limit, per_hour=per_hour)
        letters = claim(lease, limit=len(places), lane=lane) if places else []
        if letters:
            give_places_back(places[len(letters) :])
            return letters, places[: len(letters)]
        give_places_back(places)
        return [], places


def begin_attempt(
    letter: Letter, lease: str, *, place: int | None = None, sent: Letter | None = None
) -> bool:
    """Counts one try and renews the lease; False when another sender holds the letter now, or
    HR has cancelled it. `place` is the one it takes under the cap.

    `sent` is the letter before it, of which the same transaction says that it has left.
    """
    with database.atomic():
        now = clock.now()
        if sent is not None:
            mark_sent(sent, lease)
        if not turn.begin(letter, lease, now=now, until=now + LEASE):
            return False
        if place is not None:
            use_place(place, now)
    letter.attempts += 1
    return True


def mark_sent(letter: Letter, lease: str) -> None:
    """The server has accepted it; who posted it is told, if its kind wants that."""
    now, tell = clock.now(), when_sent(letter.kind)
    if tell is None:
        turn.end_sent(letter, lease, now=now)
        return
    with database.atomic():
        turn.end_sent(letter, lease, now=now)
        tell(json.loads(letter.payload), now)


def mark_failed(letter: Letter, lease: str, reason: str) -> None:
    """It will never be accepted; HR sees why."""
    _finish(letter, lease, state=LetterState.FAILED, last_error=reason)


def mark_needless(letter: Letter, lease: str, reason: str) -> None:
    """Its cause is gone; it is not sent."""
    _finish(letter, lease, state=LetterState.CANCELLED, last_error=reason)


def defer(letter: Letter, lease: str, reason: str, *, is_counted: bool = False) -> None:
    """Back into the queue for a later try, or failed when 48 hours are over.

    `is_counted` says that `begin_attempt` has already counted this try.
    """
    attempts = letter.attempts if is_counted else letter.attempts + 1
    due_at = retry_at(clock.now(), attempts=attempts, queued_at=letter.queued_at, chance=_chance())
    if due_at is None:
        mark_failed(letter, lease, reason)
    else:
        _finish(
            letter, lease, state=LetterState.QUEUED, due_at=due_at, attempts=attempts,
            last_error=reason,
        )  # fmt: skip


def give_back(lease: str, *, but: Sequence[str] = ()) -> int:
    """What this sender took and did not try goes back into the queue untouched; `but` names
    letters that are on their way just now, or have left.
    """
    mine = (Letter.lease == lease) & (Letter.state == LetterState.SENDING)
    return (
        Letter.update(state=LetterState.QUEUED, lease=None, leased_until=None)
        .where(mine & Letter.id.not_in(but) if but else mine)
        .execute()
    )


def _finish(letter: Letter, lease: str, **changes: object) -> None:
    """Ends the lease; nothing happens when another sender has taken the row over."""
    Letter.update(lease=None, leased_until=None, **changes).where(_held(letter, lease)).execute()


def _held(letter: Letter, lease: str) -> Any:
    return (
        (Letter.id == letter.id) & (Letter.lease == lease) & (Letter.state == LetterState.SENDING)
    )
