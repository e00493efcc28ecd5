"""Signing in: the right password opens, everything else is refused alike and slowed down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from survei import clock
from survei.account.errors import SignInRefused
from survei.account.models import Session, User
from survei.account.passwords import hash_password, is_weaker
from survei.account.rules import sha256
from survei.account.sessions import sign_in
from survei.audit.models import AuditEvent
from survei.throttle.services import TooManyAttempts
from tests.cast import PASSWORD, QUICKEST, Cast, give_password


@pytest.fixture
def hr(cast: Cast) -> User:
    """HR with a password."""
    return give_password(cast.hr)


def fail(email: str, address: str = "10.0.0.1", times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            sign_in(email, "bukan kata sandinya", address=address)


def actions() -> list[str]:
    return [event.action for event in AuditEvent.select().order_by(AuditEvent.id)]


def test_the_stored_hash_is_argon2id_above_the_floor(full_cost: None, hr: User) -> None:
    assert hr.password_hash
    assert hr.password_hash.startswith("$argon2id$v=19$m=47104,t=2,p=1$")


def test_the_right_password_opens_a_session_whose_cookie_is_not_stored(hr: User) -> None:
    token, user = sign_in(" SDM@makassar.test ", PASSWORD, address="10.0.0.1")
    assert user.id == hr.id
    assert [session.id for session in Session.select()] == [sha256(token)]
    assert actions() == ["account.sign_in"]


@pytest.mark.parametrize("word", ["sdm", "admin", "nobody"])
def test_wrong_unknown_and_not_activated_are_refused_alike(hr: User, word: str) -> None:
    fail(f"{word}@makassar.test")
    assert actions() == ["account.sign_in_failed"]


def test_a_disabled_user_is_refused_in_spite_of_the_right_password(hr: User) -> None:
    User.update(is_active=False).where(User.id == hr.id).execute()
    with pytest.raises(SignInRefused):
        sign_in(hr.email, PASSWORD, address="10.0.0.1")


def test_one_character_more_is_another_password(cast: Cast) -> None:
    long = "🐎 laut " * 28
    User.update(password_hash=hash_password(long)).where(User.id == cast.hr.id).execute()
    with pytest.raises(SignInRefused):
        sign_in(cast.hr.email, f"{long}x", address="10.0.0.1")
    assert sign_in(cast.hr.email, long, address="10.0.0.1")[1].id == cast.hr.id


def test_a_weak_hash_is_made_anew_at_sign_in(full_cost: None, cast: Cast) -> None:
    weak = QUICKEST.hash(PASSWORD)
    User.update(password_hash=weak).where(User.id == cast.hr.id).execute()
    sign_in(cast.hr.email, PASSWORD, address="10.0.0.1")
    stored = User.get_by_id(cast.hr.id).password_hash
    assert stored != weak
    assert not is_weaker(stored)


def test_ten_failures_lock_the_account_for_this_address_only(hr: User) -> None:
    fail(hr.email, times=10)
    with pytest.raises(TooManyAttempts) as refusal:
        sign_in(hr.email, PASSWORD, address="10.0.0.1")
    assert 0 < refusal.value.seconds <= 900
    assert actions().count("account.lockout") == 1
    assert sign_in(hr.email, PASSWORD, address="10.0.0.2")[1].id == hr.id
    with clock.fixed(clock.now() + timedelta(minutes=15, seconds=1)):
        assert sign_in(hr.email, PASSWORD, address="10.0.0.1")[1].id == hr.id


def test_an_unknown_account_is_locked_like_a_known_one(cast: Cast) -> None:
    fail("nobody@makassar.test", times=10)
    with pytest.raises(TooManyAttempts):
        sign_in("nobody@makassar.test", PASSWORD, address="10.0.0.1")


def test_good_sign_ins_are_not_counted(hr: User) -> None:
    for _ in range(12):
        sign_in(hr.email, PASSWORD, address="10.0.0.1")
