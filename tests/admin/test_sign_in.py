"""The sign-in page: statuses, cookie, where it leads, and that it tells nothing."""

from __future__ import annotations

import pytest
from flask import Flask

from app import create_app
from survei.account.models import Session, User
from survei.database import database
from survei.settings import load_settings
from tests.cast import PASSWORD, Cast, give_password
from tests.client import Browser


@pytest.fixture
def hr(cast: Cast) -> User:
    """HR with a password."""
    return give_password(cast.hr)


def test_the_right_password_leads_to_the_first_page_with_a_new_cookie(
    client: Browser, hr: User
) -> None:
    client.set_cookie("sid", "fixed-by-somebody-else")
    answer = client.post("/masuk", data={"email": hr.email, "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/admin/")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert "Expires" not in cookie
    assert "fixed-by-somebody-else" not in cookie
    assert client.get("/admin/").status_code == 200


def test_over_https_the_cookie_is_bound_to_this_host(
    db: None, cast: Cast, hr: User, tmp_path: object, database_url: str
) -> None:
    bound = database.obj
    secure = create_app(
        load_settings(
            {
                "SURVEI_INSTANCE": f"{tmp_path}/https",
                "SURVEI_DATABASE_URL": database_url,
                "SURVEI_BASE_URL": "https://penilaian.test",
            }
        )
    )
    database.initialize(bound)
    answer = secure.test_client().post(
        "/masuk",
        base_url="https://penilaian.test",
        data={"email": hr.email, "password": PASSWORD},
    )
    assert answer.headers["Set-Cookie"].startswith("__Host-sid=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_wrong_and_unknown_get_the_same_page(client: Browser, hr: User) -> None:
    pages = set()
    for email in (hr.email, "nobody@makassar.test"):
        answer = client.post("/masuk", data={"email": email, "password": "salah salah salah"})
        assert answer.status_code == 422
        assert "Set-Cookie" not in answer.headers
        pages.add(answer.text.replace(email, "…"))
    assert len(pages) == 1
    assert "Alamat surel atau kata sandi tidak cocok." in pages.pop()


def test_the_eleventh_failure_waits(client: Browser, hr: User) -> None:
    for _ in range(10):
        client.post("/masuk", data={"email": hr.email, "password": "salah salah salah"})
    answer = client.post("/masuk", data={"email": hr.email, "password": PASSWORD})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert "Coba lagi dalam 15 menit" in answer.text


def test_forged_addresses_do_not_escape_the_limit(client: Browser, hr: User) -> None:
    statuses = [
        client.post(
            "/masuk",
            data={"email": hr.email, "password": "salah salah salah"},
            headers={"X-Forwarded-For": f"10.9.9.{n}", "X-Real-IP": f"10.9.9.{n}"},
        ).status_code
        for n in range(11)
    ]
    assert statuses == [422] * 10 + [429]


@pytest.mark.parametrize(
    "target",
    [
        "//e.test",
        "/\\e.test",
        "https:e.test",
        "https://e.test/",
        "\\\\e.test",
        "/%09/e.test",
        "/\t/e.test",
        "/%2f/e.test",
        "javascript:alert(1)",
        "http://localhost@e.test",
        "///e.test",
        "",
    ],
)
def test_next_stays_on_this_site(client: Browser, hr: User, target: str) -> None:
    answer = client.post("/masuk", data={"email": hr.email, "password": PASSWORD, "next": target})
    assert (answer.status_code, answer.location) == (303, "/admin/")


def test_next_leads_back(client: Browser, hr: User) -> None:
    fields = {"email": hr.email, "password": PASSWORD, "next": "/admin/akun/?a=1"}
    assert client.post("/masuk", data=fields).location == "/admin/akun/?a=1"


def test_a_sign_in_from_another_site_is_refused(client: Browser, hr: User) -> None:
    answer = client.post(
        "/masuk",
        data={"email": hr.email, "password": PASSWORD},
        headers={"Origin": "https://e.test"},
    )
    assert answer.status_code == 403
    assert Session.select().count() == 0


def test_no_account_exists_on_a_fresh_installation(client: Browser) -> None:
    answer = client.post("/masuk", data={"email": "admin", "password": "admin"})
    assert answer.status_code == 422
    assert User.select().count() == 0


def test_the_first_administrator_signs_in(client: Browser, app: Flask) -> None:
    from survei.account.one_time import offer_first_administrator

    path = f"/admin-pertama/{offer_first_administrator()}"
    assert client.get(path).status_code == 200
    fields = {
        "name": "Ani",
        "email": "ani@x.id",
        "new_password": PASSWORD,
        "repeat_password": "lain sama sekali",
    }
    assert client.post(path, data=fields).status_code == 422
    answer = client.post(path, data={**fields, "repeat_password": PASSWORD})
    assert answer.status_code == 303
    assert client.get(path).status_code == 410
    assert (
        client.post("/masuk", data={"email": "ani@x.id", "password": PASSWORD}).status_code == 303
    )


def test_a_reset_says_the_same_for_everybody(client: Browser, hr: User) -> None:
    pages = {
        client.post("/atur-ulang", data={"email": email}).text
        for email in (hr.email, "nobody@makassar.test", "not an address", "")
    }
    assert len(pages) == 1
    assert "Jika terdaftar" in pages.pop()
