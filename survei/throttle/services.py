"""Counting attempts in the database: shared by all workers, kept over restarts.

Not Flask-Limiter: these limits count failures and not requests, must survive a restart, and
must be shared by processes without one more server.
"""

from __future__ import annotations

from survei import clock
from survei.database import database, is_sqlite
from survei.errors import SurveiError
from survei.throttle.choices import Limit
from survei.throttle.models import ThrottleHit
from survei.throttle.queries import seconds_to_wait
from survei.throttle.rules import key_of


class TooManyAttempts(SurveiError):
    """The subject has to wait; `seconds` says how long."""

    message = "Terlalu banyak percobaan. Coba lagi dalam %(minutes)s menit."

    def __init__(self, seconds: int) -> None:
        super().__init__(minutes=-(-seconds // 60))
        self.seconds = seconds


def take(*wanted: tuple[Limit, str]) -> None:
    """Counts one attempt under each limit, or none and raises TooManyAttempts.

    Counting before the attempt is judged means that many at once cannot slip through; a
    successful one is given back with `give_back`.
    """
    with database.atomic():
        for limit, subject in wanted:
            _queue_up(limit, subject)
            _drop_future(limit, subject)
            if wait := seconds_to_wait(limit, subject):
                raise TooManyAttempts(wait)
        count(*wanted)


def require_rest(*asked: tuple[Limit, str]) -> None:
    """Raises TooManyAttempts where a subject has reached a limit; counts nothing."""
    for limit, subject in asked:
        if wait := seconds_to_wait(limit, subject):
            raise TooManyAttempts(wait)


def count(*hits: tuple[Limit, str]) -> None:
    """Counts without asking: for failures that are only known afterwards."""
    now = clock.now().timestamp()
    with database.atomic():
        for limit, subject in hits:
            ThrottleHit.create(key=key_of(limit, subject), at=now)


def give_back(*hits: tuple[Limit, str]) -> None:
    """Takes the newest hit of each back: the attempt was a good one."""
    latest = clock.latest_credible().timestamp()
    with database.atomic():
        for limit, subject in hits:
            newest = (
                ThrottleHit.select(ThrottleHit.id)
                .where(ThrottleHit.key == key_of(limit, subject), ThrottleHit.at <= latest)
                .order_by(ThrottleHit.at.desc())
                .limit(1)
            )
            ThrottleHit.delete().where(ThrottleHit.id.in_(newest)).execute()


def forget(limit: Limit, subject: str) -> None:
    """Drops every hit of the subject: the owner has shown who they are."""
    with database.atomic():
        ThrottleHit.delete().where(ThrottleHit.key == key_of(limit, subject)).execute()


def _drop_future(limit: Limit, subject: str) -> None:
    """Hits of a clock that was ahead would count once their time comes."""
    latest = clock.latest_credible().timestamp()
    ThrottleHit.delete().where(
        ThrottleHit.key == key_of(limit, subject), ThrottleHit.at > latest
    ).execute()


def _queue_up(limit: Limit, subject: str) -> None:
    """PostgreSQL: those who count the same subject go one after the other."""
    if not is_sqlite():
        number = int(key_of(limit, subject).rsplit(":", 1)[1][:15], 16)
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (number,))
