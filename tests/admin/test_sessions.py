"""Sessions are rows: they begin at sign-in, end at sign-out, and cannot be brought along."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from survei import clock
from survei.account.models import Session, User
from tests.cast import Cast
from tests.client import Browser


def test_a_page_behind_the_sign_in_asks_to_sign_in_and_comes_back(client: Browser) -> None:
    answer = client.get("/admin/akun/?a=1")
    assert (answer.status_code, answer.location) == (302, "/masuk?next=/admin/akun/?a%3D1")


def test_everybody_reaches_the_first_page(client: Browser, cast: Cast) -> None:
    for user in cast.users.values():
        assert client.sign_in(user).get("/admin/").status_code == 200


def test_a_cookie_that_was_set_before_is_not_adopted(client: Browser) -> None:
    client.set_cookie("sid", "fixed-by-somebody-else")
    assert client.get("/admin/").status_code == 302
    assert Session.select().count() == 0


def test_signing_out_ends_the_session_on_the_server(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.admin)
    cookie = client.get_cookie("sid")
    assert cookie
    answer = client.submit("/keluar")
    assert (answer.status_code, answer.location) == (303, "/masuk")
    client.set_cookie("sid", cookie.value)
    assert client.get("/admin/").status_code == 302


def test_a_changed_auth_version_ends_sessions_at_once(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.hr)
    User.update(auth_version=2).where(User.id == cast.hr.id).execute()
    assert client.get("/admin/").status_code == 302


def test_a_disabled_user_is_refused_at_the_next_request(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.hr)
    User.update(is_active=False).where(User.id == cast.hr.id).execute()
    assert client.get("/admin/").status_code == 302


def test_a_session_ends_after_31_idle_minutes(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.hr)
    with clock.fixed(clock.now() + timedelta(minutes=31)):
        assert client.get("/admin/").status_code == 302


def test_a_busy_session_ends_after_ten_hours(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.hr)
    begun = clock.now()
    for minutes in range(20, 600, 20):
        with clock.fixed(begun + timedelta(minutes=minutes)):
            assert client.get("/admin/").status_code == 200
    with clock.fixed(begun + timedelta(hours=10, minutes=1)):
        assert client.get("/admin/").status_code == 302


def test_a_fourth_browser_ends_the_oldest_session(client: Browser, cast: Cast) -> None:
    cookies = []
    for _ in range(4):
        client.sign_in(cast.hr)
        cookie = client.get_cookie("sid")
        assert cookie
        cookies.append(cookie.value)
    assert Session.select().count() == 3
    client.set_cookie("sid", cookies[0])
    assert client.get("/admin/").status_code == 302


def test_a_file_reads_no_session(app: Flask, cast: Cast, client: Browser) -> None:
    client.sign_in(cast.hr)
    before = Session.get().last_seen_at
    with clock.fixed(clock.now() + timedelta(minutes=5)):
        assert client.get("/static/css/tokens.css").status_code == 200
        assert Session.get().last_seen_at == before
        assert client.get("/admin/").status_code == 200
    assert Session.get().last_seen_at > before
