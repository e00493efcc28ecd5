"""Damaged links, guessing, headers: what a link page tells those who should not know."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from survei.response.models import Draft
from tests.raters import SENT, Raters
from tests.security.work import assert_costs_alike

DAMAGES = {
    "last character cut": lambda token: token[:-1],
    "one character added": lambda token: token + "x",
    "case flipped": str.swapcase,
    "unknown": lambda token: "A" * 43,
    "NUL": lambda token: token[:20] + "%00" + token[21:],
    "soft-wrapped": lambda token: token[:20] + "%0A" + token[20:],
    "broken UTF-8": lambda token: token[:20] + "%ED%A0%80",
    "emoji": lambda token: token[:20] + "😀",
    "long": lambda token: token * 100,
    "one letter": lambda token: "a",
    "all cut": lambda token: "",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_links_get_one_page(client: FlaskClient, raters: Raters, damage: str) -> None:
    expected = client.get("/f/tidak-ada")
    answer = client.get("/f/" + DAMAGES[damage](raters.tokens["budi"]))
    assert (answer.status_code, answer.data) == (404, expected.data)
    assert "Tautan tidak dikenali" in answer.text


@pytest.mark.parametrize("damage", [name for name in DAMAGES if name != "unknown"])
def test_a_damaged_link_costs_what_an_unknown_one_costs(
    client: FlaskClient, raters: Raters, damage: str
) -> None:
    """Row 7: medians of processor time differ by less than 20 %."""
    plain = FlaskClient(client.application)

    def ask(path: str, network: str) -> Callable[[int], object]:
        def once(number: int) -> None:
            # Each from another address, or guessing would be slowed.
            address = {"REMOTE_ADDR": f"{network}.{number + 5}"}
            assert plain.get(path, environ_base=address).status_code == 404

        return once

    damaged = "/f/" + DAMAGES[damage](raters.tokens["budi"])
    unknown = "/f/" + DAMAGES["unknown"]("")
    assert_costs_alike(ask(damaged, "10.1.1"), ask(unknown, "10.1.2"), pairs=41)


@pytest.mark.parametrize("tail", [".", ",", ")", ">", "%22", "%3D", "/", "%E2%80%8B"])
def test_what_mail_programs_leave_behind_is_dropped(
    client: FlaskClient, raters: Raters, tail: str
) -> None:
    assert client.get(raters.path("budi") + tail).status_code == 200
    assert client.post(raters.path("budi") + tail, data=SENT).status_code == 303


@pytest.mark.parametrize("path", ["/f", "/u", "/u/", "/hasil", "/hasil/"])
def test_a_link_cut_before_its_token_gets_that_page(client: FlaskClient, path: str) -> None:
    expected = client.get("/f/tidak-ada")
    answer = client.get(path)
    assert (answer.status_code, answer.data) == (404, expected.data)


@pytest.mark.parametrize("path", ["/f/{u}", "/u/{f}", "/f/{u}/draft", "/f/{u}/decline"])
def test_a_token_opens_only_its_own_page(client: FlaskClient, raters: Raters, path: str) -> None:
    address = path.format(u=raters.lists["budi"], f=raters.tokens["budi"])
    assert client.get(address).status_code == 404


def test_guessing_is_slowed_by_failures_only(client: FlaskClient, raters: Raters) -> None:
    wrong = [client.get(f"/f/salah{number}").status_code for number in range(32)]
    assert wrong == [404] * 30 + [429] * 2
    refused = client.get("/u/salah")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert client.post("/kode", data={"kode": "AAAA-BBBB-CCCC"}).status_code == 429
    assert client.get(raters.path("budi")).status_code == 200
    assert client.get(f"/u/{raters.lists['budi']}").status_code == 200
    other = client.get("/f/salah", environ_base={"REMOTE_ADDR": "10.9.8.7"})
    assert other.status_code == 404


def test_headers_leak_nothing(client: FlaskClient, raters: Raters) -> None:
    pages = (raters.path("budi"), f"/u/{raters.lists['budi']}", "/kode", "/f/salah")
    for path in pages:
        headers = client.get(path).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "Set-Cookie" not in headers
        assert "unsafe-inline" not in headers["Content-Security-Policy"]


def test_pages_ask_nobody_else(client: FlaskClient, raters: Raters) -> None:
    page = client.get(raters.path("budi")).text
    asked = re.findall(r'(?:src|href)="([^"#?][^"]*)"', page)
    assert [path for path in asked if not path.startswith(("/", "data:"))] == []
    assert not re.search(r"<script(?![^>]+src=)", page)
    assert " style=" not in page
    assert " onclick=" not in page


def test_foreign_host_is_refused(client: FlaskClient, raters: Raters) -> None:
    phone = FlaskClient(client.application)
    for host, status in (("localhost", 200), ("evil.test", 400), ("localhost", 200)):
        headers = {"Host": host, "Accept-Encoding": "gzip"}
        assert phone.get(raters.path("budi"), headers=headers).status_code == status


def test_posts_without_a_valid_token_store_nothing(client: FlaskClient, raters: Raters) -> None:
    for path in ("/f/salah", "/f/salah/draft", "/f/salah/decline"):
        assert client.post(path, data=SENT).status_code == 404
    assert Draft.select().count() == 0
