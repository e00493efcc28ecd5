"""The pages of one-time links: a GET is harmless, a complete form spends the link."""

from __future__ import annotations

import pytest
from flask import Flask

from survei.account.choices import OneTimePurpose
from survei.account.models import OneTimeLink, User
from survei.account.one_time import make_link, token_of
from survei.account.passwords import matches
from tests.cast import PASSWORD, Cast
from tests.client import Browser

TWICE = {"new_password": PASSWORD, "repeat_password": PASSWORD}


@pytest.fixture
def path(app: Flask, cast: Cast) -> str:
    """The address in HR's reset letter."""
    return f"/aktivasi/{token_of(make_link(OneTimePurpose.RESET, cast.hr))}"


def test_scanners_change_nothing(client: Browser, path: str) -> None:
    for _ in range(5):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
        assert client.options(path).status_code == 200
    assert OneTimeLink.get().used_at is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "wajib diisi"),
        ({**TWICE, "repeat_password": "lain"}, "Kedua kata sandi harus sama"),
        ({"new_password": "pendek", "repeat_password": "pendek"}, "paling sedikit 12 karakter"),
    ],
)
def test_an_incomplete_form_spends_nothing(
    client: Browser, path: str, fields: dict[str, str], words: str
) -> None:
    answer = client.post(path, data=fields)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert PASSWORD not in answer.text
    assert OneTimeLink.get().used_at is None


def test_a_good_password_is_set_once_without_signing_in(
    client: Browser, cast: Cast, path: str
) -> None:
    answer = client.post(path, data=TWICE)
    assert (answer.status_code, answer.location) == (303, "/masuk?selesai=1")
    assert "Set-Cookie" not in answer.headers
    assert matches(PASSWORD, User.get_by_id(cast.hr.id).password_hash)
    assert client.post(path, data=TWICE).status_code == 410
    spent = client.get(path)
    assert (spent.status_code, "Mintalah tautan baru" in spent.text) == (410, True)


@pytest.mark.parametrize("token", ["x", "x" * 43, "x" * 5000, "%F0%9F%90%8E", "a'b"])
def test_an_unknown_token_is_404(client: Browser, cast: Cast, token: str) -> None:
    for page in ("aktivasi", "admin-pertama"):
        assert client.get(f"/{page}/{token}").status_code == 404
        assert client.post(f"/{page}/{token}", data=TWICE).status_code == 404


def test_another_site_cannot_send_the_form(client: Browser, path: str) -> None:
    answer = client.post(path, data=TWICE, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert OneTimeLink.get().used_at is None
