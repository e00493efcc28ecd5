"""Rows 18 to 20: guessing passwords is slow, tells nothing, and shuts nobody out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app import create_app
from survei import clock
from survei.account.models import User
from survei.database import database
from survei.settings import Settings
from tests.cast import PASSWORD, Cast, give_password
from tests.client import Browser
from tests.security.work import assert_costs_alike


@pytest.fixture
def hr(cast: Cast) -> User:
    """HR with a password."""
    return give_password(cast.hr)


def sign_in(
    client: Browser, email: str, address: str, password: str = "bukan kata sandinya", **more: str
) -> int:
    """Status of one attempt; a plain client, as these pages are many and reviewed elsewhere."""
    answer = FlaskClient(client.application).post(
        "/masuk",
        data={"email": email, "password": password},
        environ_base={"REMOTE_ADDR": address},
        headers=more,
    )
    return answer.status_code


def test_two_hundred_guesses_from_one_address(
    client: Browser, hr: User, settings: Settings
) -> None:
    """Row 19: ten are judged; another address, a restart and a quarter of an hour as said."""
    wrong = Counter(sign_in(client, hr.email, "10.0.0.1") for _ in range(200))
    assert wrong == {422: 10, 429: 190}
    bound = database.obj
    restarted = create_app(settings)
    database.initialize(bound)
    restarted.test_client_class = Browser
    after: Browser = restarted.test_client()  # type: ignore[assignment]
    assert sign_in(after, hr.email, "10.0.0.1", PASSWORD) == 429
    assert sign_in(after, hr.email, "10.0.0.2", PASSWORD) == 303
    with clock.fixed(clock.now() + timedelta(minutes=15, seconds=1)):
        assert sign_in(after, hr.email, "10.0.0.1", PASSWORD) == 303


def test_two_hundred_guesses_from_fifty_addresses(client: Browser, hr: User) -> None:
    """Row 19: a hundred an hour are judged; the owner elsewhere gets in within 15 minutes."""
    wrong = Counter(sign_in(client, hr.email, f"10.0.1.{number % 50}") for number in range(200))
    assert wrong == {422: 100, 429: 100}
    assert sign_in(client, hr.email, "10.9.9.9", PASSWORD) == 429
    with clock.fixed(clock.now() + timedelta(minutes=15, seconds=1)):
        assert sign_in(client, hr.email, "10.0.2.1") == 422
        assert sign_in(client, hr.email, "10.0.2.2") == 429
    with clock.fixed(clock.now() + timedelta(minutes=31)):
        assert sign_in(client, hr.email, "10.9.9.9", PASSWORD) == 303


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP"])
def test_a_made_up_address_is_no_other_address(client: Browser, hr: User, header: str) -> None:
    """Row 20: with no trusted proxy, what a client says of its address counts for nothing."""
    wrong = [
        sign_in(client, hr.email, "10.0.0.1", **{header: f"1.2.3.{number}"}) for number in range(12)
    ]
    assert wrong == [422] * 10 + [429] * 2


WHO = {
    "unknown": "nobody@makassar.test",
    "disabled": "sdm.losari@makassar.test",
    "not activated": "auditor@makassar.test",
}


@pytest.mark.parametrize("who", WHO)
def test_who_exists_is_not_told_by_the_work_of_a_sign_in(
    full_cost: None, client: Browser, hr: User, cast: Cast, who: str
) -> None:
    """Row 18: medians of processor time differ by less than 20 %."""
    give_password(cast.unit_hr)
    User.update(is_active=False).where(User.id == cast.unit_hr.id).execute()
    emails = (hr.email, WHO[who])
    known, other = (
        lambda n, email=email: sign_in(client, email, f"10.1.{n + 5}.1") for email in emails
    )
    assert_costs_alike(known, other)


@pytest.fixture
def locked_emails(client: Browser, hr: User) -> tuple[str, str]:
    """Of an account and of nobody's, both locked for one address."""
    emails = (hr.email, "nobody@makassar.test")
    for email in emails:
        for _ in range(10):
            sign_in(client, email, "10.0.0.1")
    return emails


def test_a_locked_account_costs_the_same_whether_it_exists(
    client: Browser, locked_emails: tuple[str, str], full_cost: None
) -> None:
    """Row 18: the refusal before the hash is as quick for both."""
    known, unknown = (
        lambda n, email=email: sign_in(client, email, "10.0.0.1") for email in locked_emails
    )
    assert (known(0), unknown(0)) == (429, 429)
    assert_costs_alike(known, unknown)


def test_who_exists_is_not_told_by_the_work_of_a_reset(
    full_cost: None, client: Browser, hr: User
) -> None:
    """Row 18: asking for a reset costs the same for an address that nobody has."""

    begun = clock.now()

    def ask(email: str) -> Callable[[int], object]:
        def once(number: int) -> None:
            # An hour apart, or the account's own limit would silence both.
            with clock.fixed(begun + timedelta(hours=number + 5)):
                assert client.post("/atur-ulang", data={"email": email}).status_code == 200

        return once

    assert_costs_alike(ask(hr.email), ask("nobody@makassar.test"))
