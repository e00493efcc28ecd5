"""The cap on mails: places in the last sixty minutes, taken for a few letters at a time.

A place is a counted attempt. Its moment is that of its taking until the letter leaves, then that
of the leaving; so the window is kept to the letter, and counting it costs little however many
mails it holds. What a sender leaves behind when it dies counts as sent.
"""

from __future__ import annotations

from datetime import datetime

from survei import clock
from survei.bulk import insert_many, reserve_ids
from survei.database import database, is_sqlite
from survei.mail.queries import CAP_KEY, attempts_in_window
from survei.mail.turn import move_place
from survei.throttle.models import ThrottleHit

#: PostgreSQL advisory lock of the cap: two senders count one after the other.
CAP_LOCK = 7_261_002


def take_places(most: int, *, per_hour: int) -> list[int]:
    """Up to `most` places, none when the cap is reached. Part of the caller's transaction."""
    if not is_sqlite():
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (CAP_LOCK,))
    free = min(most, per_hour - attempts_in_window())
    if free <= 0:
        return []
    places = list(reserve_ids(ThrottleHit, free))
    now = clock.now().timestamp()
    insert_many(ThrottleHit, ("id", "key", "at"), ((place, CAP_KEY, now) for place in places))
    return places


def use_place(place: int, at: datetime) -> None:
    """The letter of this place leaves now. Part of the caller's transaction."""
    if not move_place(place, now=at):
        ThrottleHit.create(key=CAP_KEY, at=at.timestamp())


def give_places_back(places: list[int]) -> None:
    """These were not needed."""
    if places:
        ThrottleHit.delete().where(ThrottleHit.id.in_(places)).execute()
