"""A clock that was eight hours ahead and is right again: what it has stamped counts against
nobody, holds nothing and vouches for nothing. One row for each stored time that gates something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from survei import clock
from survei.account.errors import SignInRefused
from survei.account.models import Session
from survei.account.queries import session_of
from survei.account.rules import is_confirmed
from survei.account.sessions import open_session, sign_in
from survei.audit.choices import SYSTEM
from survei.cycle.models import Participant
from survei.invitation.queries import to_remind
from survei.jobs import services as jobs
from survei.jobs.choices import JobKind
from survei.lifecycle.reminding import send_reminders
from survei.mail import leases
from survei.mail import services as mail
from survei.mail.choices import Lane, LetterState
from survei.mail.models import Letter
from survei.mail.outbox_sender import OutboxSender
from survei.mail.queries import attempts_in_window
from survei.purge.services import purge
from survei.settings import Settings
from survei.throttle.choices import EXPORT, SIGN_IN_PAIR, Limit
from survei.throttle.models import ThrottleHit
from survei.throttle.queries import seconds_to_wait
from survei.throttle.services import count, give_back, take
from tests.cast import PASSWORD, Cast, give_password
from tests.invitation.conftest import NOW, make_cycle
from tests.limits import every_limit

AHEAD = timedelta(hours=8)


@pytest.fixture(autouse=True)
def _right_again(db: None) -> Iterator[None]:
    with clock.fixed(NOW):
        yield


def ahead() -> AbstractContextManager[None]:
    """The time when the clock was wrong."""
    return clock.fixed(NOW + AHEAD)


@pytest.mark.parametrize(
    ("after", "future"),
    [
        (timedelta(0), False),
        (clock.SKEW, False),
        (clock.SKEW + timedelta(seconds=1), True),
        (-AHEAD, False),
    ],
)
def test_what_the_future_is(after: timedelta, future: bool) -> None:
    assert clock.is_future(NOW + after) is future


@pytest.mark.parametrize("limit", every_limit(), ids=lambda limit: limit.name)
def test_no_limit_counts_hits_of_the_future(limit: Limit) -> None:
    with ahead():
        for _ in range(limit.most):
            take((limit, "a"))
        assert seconds_to_wait(limit, "a") > 0
    assert seconds_to_wait(limit, "a") == 0
    for _ in range(limit.most):
        take((limit, "a"))
    assert seconds_to_wait(limit, "a") > 0


def test_hits_of_the_future_do_not_come_true_later(settings: Settings) -> None:
    with ahead():
        count(*[(SIGN_IN_PAIR, "a")] * 10)
    purge(settings, actor=SYSTEM)
    assert ThrottleHit.select().count() == 0


def test_what_is_given_back_is_a_hit_of_now() -> None:
    with ahead():
        count((EXPORT, "a"))
    count((EXPORT, "a"))
    give_back((EXPORT, "a"))
    assert ThrottleHit.get().at == (NOW + AHEAD).timestamp()


def test_who_failed_when_the_clock_was_ahead_signs_in(cast: Cast) -> None:
    give_password(cast.hr)
    with ahead():
        for _ in range(10):
            with pytest.raises(SignInRefused):
                sign_in(cast.hr.email, "salah sekali", address="10.0.0.1")
    assert sign_in(cast.hr.email, PASSWORD, address="10.0.0.1")


def test_a_session_of_the_future_ends_and_makes_no_trouble(cast: Cast) -> None:
    """Nobody can tell for how long it has been idle; signing in again is all it takes."""
    with ahead():
        tokens = [open_session(cast.hr, address="10.0.0.1") for _ in range(3)]
    assert [session_of(token) for token in tokens] == [None] * 3
    assert session_of(open_session(cast.hr, address="10.0.0.1"))
    assert Session.select().count() == 1


def test_a_password_typed_in_the_future_confirms_nothing() -> None:
    assert is_confirmed(NOW, NOW)
    assert not is_confirmed(NOW + AHEAD, NOW)


def post() -> Letter:
    """A letter that nobody's lane holds up."""
    return mail.post_letter("test", recipient="a@x.id", payload={"name": "A"})


def posted_ahead() -> Letter:
    with ahead():
        return post()


def deferred_ahead() -> Letter:
    letter = post()
    with ahead():
        (taken,) = leases.claim("a" * 32, limit=1, lane=Lane.ACCOUNT)
        leases.defer(taken, "a" * 32, "451 later")
    return letter


def leased_ahead() -> Letter:
    letter = post()
    with ahead():
        leases.claim("a" * 32, limit=1, lane=Lane.ACCOUNT)
    return letter


@pytest.mark.parametrize("made", [posted_ahead, deferred_ahead, leased_ahead])
def test_mail_does_not_wait_for_the_future(made: Callable[[], Letter], settings: Settings) -> None:
    letter = made()
    OutboxSender(settings).deliver()
    assert Letter.get_by_id(letter.id).state == LetterState.SENT


def test_a_letter_for_a_day_to_come_still_waits_for_it(settings: Settings) -> None:
    with ahead():
        mail.post_letter("test", recipient="a@x.id", payload={}, due_at=NOW + timedelta(days=3))
    assert OutboxSender(settings).deliver().handled == 0


def test_mails_of_the_future_do_not_fill_the_cap() -> None:
    row = {"key": "mail:attempt", "at": (NOW + AHEAD).timestamp()}
    ThrottleHit.insert_many([row] * 100).execute()
    assert attempts_in_window() == 0
    leases.mend_dates()
    assert ThrottleHit.select().count() == 0


def test_days_of_a_wrong_clock_do_not_give_a_letter_up(settings: Settings) -> None:
    letter = post()
    with clock.fixed(NOW + timedelta(days=40)):
        (taken,) = leases.claim("a" * 32, limit=1, lane=Lane.ACCOUNT)
        leases.defer(taken, "a" * 32, "451 later")
    assert Letter.get_by_id(letter.id).state == LetterState.QUEUED
    assert OutboxSender(settings).deliver().sent == 1


def test_long_work_held_by_a_lease_of_the_future_goes_on() -> None:
    jobs.enqueue(JobKind.PUBLISH, 3, actor=SYSTEM)
    with ahead():
        first = jobs.claim()
        jobs.heartbeat(first)
    second = jobs.claim()
    assert second.id == first.id
    assert jobs.claim() is None


def test_a_reminder_of_a_day_to_come_is_none_of_today() -> None:
    small = make_cycle()
    with clock.fixed(NOW + timedelta(days=2)):
        assert send_reminders(small.cycle.id, actor=SYSTEM) == 4
    assert Participant.select().where(to_remind(small.cycle.id)).count() == 4
