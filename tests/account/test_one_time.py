"""One-time links: used once, by the newest letter only, and nowhere at rest."""

from __future__ import annotations

import json
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from survei import clock
from survei.account.choices import OneTimePurpose
from survei.account.errors import EmailInvalid, LinkSpent, LinkStale, WeakPassword
from survei.account.models import OneTimeLink, Session, User
from survei.account.one_time import (
    create_first_administrator,
    make_link,
    offer_first_administrator,
    open_link,
    request_reset,
    send_link,
    set_password_by_link,
    token_of,
)
from survei.account.passwords import matches
from survei.account.rules import SEND_WITHIN
from survei.account.services import send_activation
from survei.account.sessions import open_session
from survei.audit.choices import SYSTEM
from survei.errors import NotFound
from survei.keys import use_keys
from survei.mail.choices import LetterState
from survei.mail.models import Letter
from survei.mail.outbox_sender import OutboxSender
from survei.mail.transports import mail_folder, make_transport
from survei.mail.writers import NothingToSay, write
from survei.settings import Settings
from survei.throttle.choices import LETTERS_TO_ACCOUNT
from survei.throttle.services import TooManyAttempts
from tests.cast import PASSWORD, Cast
from tests.clocks import look_after_clock
from tests.delivering import deliver_due

BY_LETTER = frozenset({OneTimePurpose.ACTIVATE, OneTimePurpose.RESET})


@pytest.fixture(autouse=True)
def _key(settings: Settings) -> None:
    use_keys(settings.keys)


def test_a_link_sets_the_password_once_and_ends_sessions(cast: Cast) -> None:
    open_session(cast.hr, address="10.0.0.1")
    token = token_of(make_link(OneTimePurpose.RESET, cast.hr))
    user = set_password_by_link(open_link(token, BY_LETTER), PASSWORD, address="10.0.0.1")
    assert matches(PASSWORD, user.password_hash)
    assert user.auth_version == 2
    assert Session.select().count() == 0
    with pytest.raises(LinkSpent):
        open_link(token, BY_LETTER)


def test_of_two_at_once_one_wins(cast: Cast) -> None:
    token = token_of(make_link(OneTimePurpose.RESET, cast.hr))
    first, second = open_link(token, BY_LETTER), open_link(token, BY_LETTER)
    set_password_by_link(first, PASSWORD, address="10.0.0.1")
    with pytest.raises(LinkSpent):
        set_password_by_link(second, "lumba lumba menari", address="10.0.0.1")
    assert matches(PASSWORD, User.get_by_id(cast.hr.id).password_hash)


def test_the_newest_letter_is_good_and_older_ones_are_dead(cast: Cast) -> None:
    old = token_of(make_link(OneTimePurpose.RESET, cast.hr))
    new = token_of(make_link(OneTimePurpose.RESET, cast.hr))
    with pytest.raises(LinkSpent):
        open_link(old, BY_LETTER)
    assert open_link(new, BY_LETTER).user_id == cast.hr.id


@pytest.mark.parametrize(
    ("purpose", "lifetime"),
    [
        (OneTimePurpose.RESET, timedelta(minutes=60)),
        (OneTimePurpose.ACTIVATE, timedelta(hours=72)),
    ],
)
def test_a_link_runs_out(cast: Cast, purpose: OneTimePurpose, lifetime: timedelta) -> None:
    begun = clock.now()
    token = token_of(make_link(purpose, cast.hr))
    with clock.fixed(begun + lifetime - timedelta(seconds=1)):
        open_link(token, BY_LETTER)
    with clock.fixed(begun + lifetime + timedelta(seconds=1)), pytest.raises(LinkSpent):
        open_link(token, BY_LETTER)


BY_PURPOSE = [
    (OneTimePurpose.RESET, timedelta(minutes=60)),
    (OneTimePurpose.ACTIVATE, timedelta(hours=72)),
]


@pytest.mark.parametrize(("purpose", "lifetime"), BY_PURPOSE)
def test_the_time_of_a_mailed_link_runs_from_its_sending(
    cast: Cast, settings: Settings, purpose: OneTimePurpose, lifetime: timedelta
) -> None:
    made = clock.now()
    sent = made + SEND_WITHIN[purpose] - timedelta(minutes=1)
    with clock.fixed(made):
        send_link(cast.hr, purpose, actor=SYSTEM)
    with clock.fixed(sent):
        assert deliver_due(make_transport(settings), settings).sent == 1
    token = token_of(OneTimeLink.get())
    (mail,) = mail_folder(settings).iterdir()
    until = clock.format_moment(sent + lifetime)
    assert until in message_from_bytes(mail.read_bytes(), policy=default).get_body().get_content()
    with clock.fixed(sent + lifetime - timedelta(seconds=1)):
        open_link(token, BY_LETTER)
    with clock.fixed(sent + lifetime), pytest.raises(LinkSpent):
        open_link(token, BY_LETTER)


def test_a_repeated_letter_does_not_prolong_its_link(cast: Cast, settings: Settings) -> None:
    made = clock.now()
    with clock.fixed(made):
        send_link(cast.hr, OneTimePurpose.RESET, actor=SYSTEM)
        deliver_due(make_transport(settings), settings)
    Letter.update(state=LetterState.QUEUED).execute()
    with clock.fixed(made + timedelta(minutes=59)):
        assert deliver_due(make_transport(settings), settings).sent == 1
    assert OneTimeLink.get().expires_at == made + timedelta(minutes=60)


@pytest.mark.parametrize("purpose", [purpose for purpose, _ in BY_PURPOSE])
def test_a_letter_that_comes_too_late_is_not_sent_and_says_so(
    cast: Cast, settings: Settings, purpose: OneTimePurpose
) -> None:
    made = clock.now()
    with clock.fixed(made):
        send_link(cast.hr, purpose, actor=SYSTEM)
    with clock.fixed(made + SEND_WITHIN[purpose] + timedelta(seconds=1)):
        assert deliver_due(make_transport(settings), settings).failed == 1
    assert (Letter.get().state, Letter.get().last_error) == ("failed", LinkStale.message)
    latest = made + SEND_WITHIN[purpose] + dict(BY_PURPOSE)[purpose]
    assert OneTimeLink.get().expires_at == latest


def test_a_link_from_the_future_is_dead_and_another_can_be_asked_for(cast: Cast) -> None:
    """A clock that ran eight hours ahead must not make a link live for nine."""
    with clock.fixed(clock.now() + timedelta(hours=8)):
        token = token_of(make_link(OneTimePurpose.RESET, cast.hr))
        for number in range(3):
            request_reset(cast.hr.email, address=f"10.0.0.{number}")
    with pytest.raises(LinkSpent):
        open_link(token, BY_LETTER)
    before = Letter.select().count()
    request_reset(cast.hr.email, address="10.0.0.1")
    assert Letter.select().count() == before + 1


def test_a_letter_made_by_a_clock_that_was_ahead_is_sent_and_opens(
    cast: Cast, settings: Settings
) -> None:
    with clock.fixed(clock.now() + timedelta(hours=8)):
        send_link(cast.hr, OneTimePurpose.RESET, actor=SYSTEM)
    assert OutboxSender(settings).deliver().sent == 1
    open_link(token_of(OneTimeLink.get()), BY_LETTER)


def test_nobody_is_buried_under_activation_letters(cast: Cast) -> None:
    for _ in range(LETTERS_TO_ACCOUNT.most):
        send_activation(cast.hr, actor=SYSTEM)
    with pytest.raises(TooManyAttempts):
        send_activation(cast.hr, actor=SYSTEM)


def test_unknown_token_and_other_kind_are_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        open_link("x" * 43, BY_LETTER)
    token = token_of(make_link(OneTimePurpose.RESET, cast.hr))
    with pytest.raises(NotFound):
        open_link(token, frozenset({OneTimePurpose.FIRST_ADMIN}))


def test_a_weak_password_does_not_spend_the_link(cast: Cast) -> None:
    token = token_of(make_link(OneTimePurpose.RESET, cast.hr))
    with pytest.raises(WeakPassword):
        set_password_by_link(open_link(token, BY_LETTER), "makassar2026", address="10.0.0.1")
    open_link(token, BY_LETTER)


def test_the_token_is_in_the_letter_and_nowhere_at_rest(cast: Cast, settings: Settings) -> None:
    send_link(cast.hr, OneTimePurpose.ACTIVATE, actor=SYSTEM)
    letter = Letter.get()
    token = token_of(OneTimeLink.get())
    assert (letter.kind, letter.recipient) == ("activation", cast.hr.email)
    assert token not in f"{letter.payload}{OneTimeLink.get().__data__}"
    message = write(letter.kind, json.loads(letter.payload), settings)
    assert f"{settings.base_url}/aktivasi/{token}" in message.text


def test_a_letter_for_a_spent_link_is_not_written(cast: Cast, settings: Settings) -> None:
    send_link(cast.hr, OneTimePurpose.RESET, actor=SYSTEM)
    payload = json.loads(Letter.get().payload)
    make_link(OneTimePurpose.RESET, cast.hr)
    with pytest.raises(NothingToSay):
        write("reset", payload, settings)


def test_a_reset_writes_to_the_stored_address_only(cast: Cast) -> None:
    request_reset(" SDM@Makassar.test", address="10.0.0.1")
    request_reset("nobody@makassar.test", address="10.0.0.1")
    request_reset("sdm@makassar.test,e@e.test", address="10.0.0.1")
    assert [letter.recipient for letter in Letter.select()] == [cast.hr.email]


def test_a_fourth_reset_of_an_account_in_an_hour_is_silent(cast: Cast) -> None:
    for number in range(4):
        request_reset(cast.hr.email, address=f"10.0.0.{number}")
    assert Letter.select().count() == 3


def test_one_address_may_ask_twenty_times_an_hour(cast: Cast) -> None:
    for number in range(20):
        request_reset(f"{number}@makassar.test", address="10.0.0.1")
    with pytest.raises(TooManyAttempts):
        request_reset("sdm@makassar.test", address="10.0.0.1")


def test_the_first_administrator_is_made_once(db: None) -> None:
    token = offer_first_administrator()
    assert token
    link = open_link(token, frozenset({OneTimePurpose.FIRST_ADMIN}))
    with pytest.raises(EmailInvalid):
        create_first_administrator(
            link, email="bukan surel", name="Ani", password=PASSWORD, address=""
        )
    user = create_first_administrator(
        link, email="ani@x.id", name="Ani", password=PASSWORD, address="10.0.0.1"
    )
    assert (user.role, user.email) == ("admin", "ani@x.id")
    assert offer_first_administrator() is None
    with pytest.raises(LinkSpent):
        open_link(token, frozenset({OneTimePurpose.FIRST_ADMIN}))


def test_a_clock_that_jumped_ahead_ends_no_link(cast: Cast) -> None:
    look_after_clock()
    token = token_of(make_link(OneTimePurpose.RESET, cast.hr))
    with clock.fixed(clock.now() + timedelta(hours=8)):
        assert open_link(token, BY_LETTER)
        newer = token_of(make_link(OneTimePurpose.RESET, cast.appraiser))
        assert open_link(newer, BY_LETTER)
        look_after_clock()  # it is right
        with pytest.raises(LinkSpent):
            open_link(token, BY_LETTER)


def test_a_clock_that_jumped_ahead_gives_no_account_letter_up(
    cast: Cast, settings: Settings
) -> None:
    look_after_clock()
    request_reset(cast.hr.email, address="10.0.0.1")
    payload = json.loads(Letter.get().payload)
    with clock.fixed(clock.now() + timedelta(days=3)):
        assert write("reset", payload, settings).text
        look_after_clock()
        with pytest.raises(LinkStale):
            write("reset", payload, settings)
