"""Headers on every answer, and error pages that say what to do and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from peewee import OperationalError

from app import create_app
from survei.audit.models import AuditEvent
from survei.database import database
from survei.errors import InUse, NotFound, StaleRevision, WrongState
from survei.settings import load_settings
from survei.throttle.services import TooManyAttempts
from tests.cast import Cast
from tests.client import Browser

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}


@pytest.mark.parametrize(
    "path",
    ["/masuk", "/", "/admin/", "/tidak-ada", "/healthz", "/static/css/tokens.css", "/keluar"],
)
def test_every_answer_has_the_headers(client: Browser, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert "Strict-Transport-Security" not in headers


def test_pages_are_not_kept_and_links_tell_no_referrer(client: Browser) -> None:
    page = client.get("/masuk").headers
    assert (page["Cache-Control"], page["Vary"]) == ("no-store", "Cookie")
    assert page["Referrer-Policy"] == "same-origin"
    link = client.get(f"/f/{'x' * 43}").headers
    assert link["Referrer-Policy"] == "no-referrer"
    assert link["X-Robots-Tag"] == "noindex, nofollow"
    assert link["Cache-Control"] == "no-store"


def test_another_host_is_refused(client: Browser) -> None:
    answer = client.get("/masuk", headers={"Host": "evil.test"})
    assert answer.status_code == 400
    assert "evil.test" not in answer.text


def test_forwarded_hosts_are_ignored(client: Browser) -> None:
    foreign = {"X-Forwarded-Host": "evil.test", "Forwarded": "host=e.test"}
    answer = client.get("/admin", headers=foreign)
    assert answer.location == "http://localhost/admin/"


@pytest.mark.parametrize(
    "path",
    [
        "/masuk?next=%00",
        "/masuk?next=%ED%A0%80",
        "/%00",
        "/masuk?a=%FF",
        "/admin/pengguna/?search=%00",
    ],
)
def test_broken_text_in_an_address_is_400(client: Browser, cast: Cast, path: str) -> None:
    client.sign_in(cast.admin)
    assert client.get(path).status_code == 400


@pytest.mark.parametrize("value", ["%00", "%ED%A0%80", "a%00b", "%C3"])
def test_broken_text_in_a_form_is_400(client: Browser, value: str) -> None:
    answer = client.post(
        "/masuk",
        data=f"email={value}&password=x",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 400


def test_a_body_beyond_the_limit_is_413(client: Browser) -> None:
    assert client.post("/masuk", data={"email": "x" * 1_000_001}).status_code == 413


@pytest.mark.parametrize(
    ("error", "status", "text"),
    [
        (NotFound(), 404, "Data tidak ditemukan."),
        (InUse(), 409, "masih digunakan"),
        (StaleRevision(editor="Ani"), 409, "telah diubah oleh Ani"),
        (WrongState(), 409, "tidak dapat dilakukan"),
        (TooManyAttempts(61), 429, "dalam 2 menit"),
        (OperationalError("FATAL: no such server 10.1.2.3"), 503, "sedang sibuk"),
        (KeyError("secret_column"), 500, "Terjadi kesalahan"),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates"), 400, "tidak terbaca"),
    ],
)
def test_an_error_says_what_to_do_and_nothing_of_the_inside(
    own_app: Flask,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    status: int,
    text: str,
) -> None:
    def fail() -> None:
        raise error

    own_app.add_url_rule("/gagal", "fail", fail)
    own_app.test_client_class = Browser
    client = own_app.test_client()
    with caplog.at_level(logging.ERROR):
        answer = client.get("/gagal")
    assert answer.status_code == status
    assert text in answer.text
    assert "10.1.2.3" not in answer.text
    assert "secret_column" not in answer.text
    assert "Content-Security-Policy" in answer.headers
    if status in (500, 503):
        code = answer.text.split("<strong>")[1].split("<")[0]
        assert code in caplog.text
    if status in (429, 503):
        assert int(answer.headers["Retry-After"]) > 0


@pytest.fixture
def cut_off(tmp_path: Path) -> Iterator[FlaskClient]:
    """A browser of an application whose database cannot be reached."""
    bound = database.obj
    place = tmp_path / "gone" / "survei.sqlite3"
    environment = {
        "SURVEI_INSTANCE": str(tmp_path / "instance"),
        "SURVEI_DATABASE_URL": f"sqlite:///{place}",
        "SURVEI_BASE_URL": "http://localhost",
    }
    yield create_app(load_settings(environment)).test_client()
    database.initialize(bound)


@pytest.mark.parametrize("path", ["/masuk", "/admin/", f"/f/{'x' * 43}"])
def test_without_a_database_a_page_says_try_again(cut_off: FlaskClient, path: str) -> None:
    cut_off.set_cookie("sid", "x" * 43)
    answer = cut_off.get(path)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "Content-Security-Policy" in answer.headers
    assert "unable to open" not in answer.text


@pytest.mark.parametrize("path", ["/healthz", "/static/css/tokens.css"])
def test_without_a_database_files_and_the_pulse_answer(cut_off: FlaskClient, path: str) -> None:
    assert cut_off.get(path).status_code == 200


def test_a_trusted_proxy_names_the_client(
    cast: Cast, tmp_path: Path, database_url: str, db: None
) -> None:
    bound = database.obj
    environment = {
        "SURVEI_INSTANCE": str(tmp_path / "proxied"),
        "SURVEI_DATABASE_URL": database_url,
        "SURVEI_BASE_URL": "http://localhost",
        "SURVEI_TRUSTED_PROXIES": "1",
    }
    client = create_app(load_settings(environment)).test_client()
    database.initialize(bound)
    forged = {"X-Forwarded-For": "1.1.1.1, 203.0.113.7"}
    client.post("/masuk", data={"email": "a@x.id", "password": "x"}, headers=forged)
    assert AuditEvent.select().order_by(AuditEvent.id.desc()).get().address == "203.0.113.7"
