"""From one letter to the next: asked for each of many thousands, so it is written out."""

from __future__ import annotations

from datetime import datetime

from survei.database import UTCDateTimeField, database, driver_sql
from survei.mail.models import Letter

_BEGIN = """UPDATE letter SET attempts = attempts + 1, leased_until = ?
WHERE id = ? AND lease = ? AND state = 'sending' AND leased_until >= ?"""
_SENT = """UPDATE letter SET state = 'sent', sent_at = ?, last_error = '', lease = NULL,
leased_until = NULL WHERE id = ? AND lease = ? AND state = 'sending'"""
_PLACE = "UPDATE throttle_hit SET at = ? WHERE id = ?"


def begin(letter: Letter, lease: str, *, now: datetime, until: datetime) -> bool:
    """Counts a try and renews the lease; False when the letter is not this sender's any more."""
    return _changed(_BEGIN, _text(until), letter.id, lease, _text(now)) == 1


def end_sent(letter: Letter, lease: str, *, now: datetime) -> None:
    """The letter has left; nothing happens when another sender has taken it over."""
    _changed(_SENT, _text(now), letter.id, lease)


def move_place(place: int, *, now: datetime) -> bool:
    """The place under the cap counts from now; False when it is gone."""
    return _changed(_PLACE, now.timestamp(), place) == 1


def _text(at: datetime) -> str | None:
    return UTCDateTimeField().db_value(at)


def _changed(sql: str, *values: object) -> int:
    cursor = database.execute_sql(driver_sql(sql), values)
    return int(cursor.rowcount)
