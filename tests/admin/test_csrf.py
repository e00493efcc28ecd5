"""A change needs proof that it comes from our own page; typed text survives an expiry."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask

from survei import clock
from survei.account.models import User
from tests.cast import PASSWORD, Cast, give_password
from tests.client import Browser

PATH = "/admin/akun/bahasa/"
SAME_SITE = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def hr(client: Browser, cast: Cast) -> User:
    """HR, signed in."""
    client.sign_in(cast.hr)
    return cast.hr


def language(user: User) -> str:
    return User.get_by_id(user.id).language


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    pairs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in pairs}


def test_our_own_form_is_accepted(client: Browser, hr: User) -> None:
    assert client.submit(PATH, {"language": "en"}).status_code == 303
    assert language(hr) == "en"


def test_without_a_token_nothing_changes(client: Browser, hr: User) -> None:
    answer = client.post(PATH, data={"language": "en"})
    assert answer.status_code == 400
    assert "Formulir kedaluwarsa" in answer.text
    assert language(hr) == "id"


def test_another_sessions_token_is_refused(
    client: Browser, app: Flask, hr: User, cast: Cast
) -> None:
    other: Browser = app.test_client()  # type: ignore[assignment]
    other.sign_in(cast.admin)
    answer = client.post(PATH, data={"language": "en", "csrf_token": other.csrf_token})
    assert answer.status_code == 400
    assert language(hr) == "id"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://e.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_is_refused_even_with_the_token(
    client: Browser, hr: User, headers: dict[str, str]
) -> None:
    answer = client.submit(PATH, {"language": "en"}, headers=headers)
    assert answer.status_code == 403
    assert language(hr) == "id"


def test_a_text_body_is_refused(client: Browser, hr: User) -> None:
    body = f"language=en&csrf_token={client.csrf_token}"
    assert client.post(PATH, data=body, content_type="text/plain").status_code == 400
    assert language(hr) == "id"


@pytest.mark.parametrize("path", [PATH, "/keluar"])
def test_a_change_cannot_be_a_get(client: Browser, hr: User, path: str) -> None:
    assert client.get(path).status_code == 405


def test_a_script_may_send_the_token_in_a_header(client: Browser, hr: User) -> None:
    headers = {"X-CSRF-Token": client.csrf_token}
    assert client.post(PATH, data={"language": "en"}, headers=headers).status_code == 303


def test_typed_text_survives_an_expired_session(client: Browser, cast: Cast) -> None:
    give_password(cast.admin)
    client.sign_in(cast.admin)
    typed = {"name": 'Ani "Ana" <b>', "email": "ani@x.id", "role": "hr", "is_active": "y"}
    token = client.csrf_token
    with clock.fixed(clock.now() + timedelta(minutes=31)):
        path = "/admin/pengguna/new/?url=/admin/pengguna/"
        page = client.post(path, data={**typed, "csrf_token": token}, headers=SAME_SITE)
        assert page.status_code == 401
        assert "ani@x.id" not in page.text
        fields = {**hidden(page.text), "email": cast.admin.email, "password": PASSWORD}
        again = client.post("/masuk", data=fields, headers=SAME_SITE)
        assert again.status_code == 200
        resumed = hidden(again.text)
        assert {name: resumed[name] for name in typed} == typed
        assert 'action="/admin/pengguna/new/?url=/admin/pengguna/"' in again.text
        saved = client.post(path, data=resumed, headers=SAME_SITE)
        assert saved.status_code == 303
    assert User.get(User.email == "ani@x.id").name == 'Ani "Ana" <b>'


def test_typed_text_is_not_shown_to_another_user(client: Browser, cast: Cast) -> None:
    give_password(cast.admin)
    give_password(cast.hr)
    client.sign_in(cast.admin)
    with clock.fixed(clock.now() + timedelta(minutes=31)):
        page = client.post("/admin/akun/", data={"a": "rahasia"}, headers=SAME_SITE)
        fields = {**hidden(page.text), "email": cast.hr.email, "password": PASSWORD}
        answer = client.post("/masuk", data=fields, headers=SAME_SITE)
    assert (answer.status_code, answer.location) == (303, "/admin/")


def test_passwords_are_never_carried(client: Browser, cast: Cast) -> None:
    give_password(cast.hr)
    client.sign_in(cast.hr)
    with clock.fixed(clock.now() + timedelta(minutes=31)):
        typed = {"password": "lama sekali lama", "new_password": "baru sekali baru", "a": "1"}
        page = client.post("/admin/akun/", data=typed, headers=SAME_SITE)
        fields = {**hidden(page.text), "email": cast.hr.email, "password": PASSWORD}
        again = client.post("/masuk", data=fields, headers=SAME_SITE)
    assert "sekali" not in again.text.replace("sekali lagi", "")


def test_a_form_of_the_session_before_is_offered_again(client: Browser, cast: Cast) -> None:
    old = client.sign_in(cast.hr).csrf_token
    client.sign_in(cast.hr)
    fields = {"language": "en", "csrf_token": old}
    page = client.post(PATH, data=fields, headers=SAME_SITE)
    assert page.status_code == 400
    assert client.post(PATH, data=hidden(page.text), headers=SAME_SITE).status_code == 303


def test_a_forged_parcel_is_thrown_away(client: Browser, cast: Cast) -> None:
    give_password(cast.hr)
    fields = {"email": cast.hr.email, "password": PASSWORD, "lanjut": "gAAAAABforged"}
    assert client.post("/masuk", data=fields).status_code == 303
