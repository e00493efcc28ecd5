"""The pages of users, of one's own account, and the password before a grave step."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from survei import clock
from survei.account.models import Session, User
from survei.audit.models import AuditEvent
from survei.mail.models import Letter
from tests.cast import PASSWORD, Cast, give_password
from tests.client import Browser

NEW = {"name": "Ani", "email": "ani@x.id", "role": "hr", "is_active": "y"}


def test_a_new_user_gets_a_letter_and_no_password(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.admin)
    unit = {"unit": cast.school.id, "unit__text": cast.school.name}
    assert client.submit("/admin/pengguna/new/", {**NEW, **unit}).status_code == 303
    user = User.get(User.email == "ani@x.id")
    assert (user.role, user.unit_id, user.password_hash) == ("hr", cast.school.id, None)
    assert [letter.recipient for letter in Letter.select()] == ["ani@x.id"]


def test_a_refusal_stands_at_its_field(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.admin)
    for fields, place in (
        ({**NEW, "email": "bukan surel"}, "email"),
        ({**NEW, "email": cast.hr.email}, "email"),
        ({**NEW, "role": "appraiser"}, "employee"),
        ({**NEW, "role": "emperor"}, "role"),
        ({**NEW, "name": "x" * 201}, "name"),
    ):
        answer = client.submit("/admin/pengguna/new/", fields)
        assert answer.status_code == 422
        assert f'id="{place}-salah"' in answer.text
        assert "<title>Kesalahan:" in answer.text


def test_privileged_fields_are_ignored(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.admin)
    extra = {"password_hash": "x", "auth_version": "99", "id": "1", "language": "xx"}
    assert client.submit("/admin/pengguna/new/", {**NEW, **extra}).status_code == 303
    user = User.get(User.email == "ani@x.id")
    assert (user.password_hash, user.auth_version, user.language) == (None, 1, "id")


def test_fifteen_minutes_later_the_password_is_asked(client: Browser, cast: Cast) -> None:
    give_password(cast.admin)
    client.sign_in(cast.admin)
    with clock.fixed(clock.now() + timedelta(minutes=16)):
        page = client.submit("/admin/pengguna/new/", NEW)
        assert page.status_code == 401
        assert 'name="email" value="ani@x.id"' in page.text
        wrong = client.submit("/admin/pengguna/new/", {**NEW, "confirm_password": "salah sekali"})
        assert (wrong.status_code, "tidak cocok" in wrong.text) == (401, True)
        assert User.get_or_none(User.email == "ani@x.id") is None
        right = client.submit("/admin/pengguna/new/", {**NEW, "confirm_password": PASSWORD})
        assert right.status_code == 303
        assert client.submit("/admin/pengguna/new/", {**NEW, "email": "b@x.id"}).status_code == 303


def test_a_letter_can_be_sent_again(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.admin)
    fields = {"action": "activation", "rowid": [cast.hr.id, cast.auditor.id], "confirmed": "1"}
    assert client.submit("/admin/pengguna/action/", fields).status_code == 303
    assert Letter.select().count() == 2


def test_changing_ones_password_ends_the_other_sessions(
    client: Browser, app: Flask, cast: Cast
) -> None:
    give_password(cast.hr)
    other: Browser = app.test_client()  # type: ignore[assignment]
    other.sign_in(cast.hr)
    client.sign_in(cast.hr)
    new = {"new_password": "lumba lumba menari", "repeat_password": "lumba lumba menari"}
    wrong = client.submit("/admin/akun/", {**new, "password": "salah sekali"})
    assert wrong.status_code == 422
    weak = {"new_password": "makassar2026", "repeat_password": "makassar2026"}
    refused = client.submit("/admin/akun/", {**weak, "password": PASSWORD})
    assert (refused.status_code, "terlalu umum" in refused.text) == (422, True)
    assert client.submit("/admin/akun/", {**new, "password": PASSWORD}).status_code == 303
    assert client.get("/admin/akun/").status_code == 200
    assert other.get("/admin/akun/").status_code == 302
    assert Session.select().count() == 1


def test_the_language_is_ones_own(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.hr)
    assert client.submit("/admin/akun/bahasa/", {"language": "en"}).status_code == 303
    assert '<html lang="en">' in client.get("/admin/akun/").text
    assert client.submit("/admin/akun/bahasa/", {"language": "xx"}).status_code == 404


def test_the_log_is_read_searched_and_checked_but_never_written(
    client: Browser, cast: Cast
) -> None:
    client.sign_in(cast.admin)
    client.submit("/admin/pengguna/new/", NEW)
    client.sign_in(cast.auditor)
    page = client.get("/admin/catatan/?area=user").text
    assert "Pengguna dibuat" in page
    assert "Surel aktivasi" not in page
    answer = client.submit("/admin/catatan/periksa/")
    assert answer.status_code == 303
    assert "semuanya utuh" in client.get("/admin/catatan/").text
    AuditEvent.update(actor_name="Orang Lain").where(AuditEvent.action == "user.create").execute()
    client.submit("/admin/catatan/periksa/")
    assert "Rantai putus" in client.get("/admin/catatan/").text
