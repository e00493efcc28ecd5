"""The fast way and Flask's way give the same page; all that is not plain goes Flask's way."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from formulir import receipts, shortcut
from formulir.slotted_page import SlottedPage, slot
from survei import clock
from survei.cycle.models import Assignment, Cycle
from survei.invitation.models import Link
from tests.devices import HALF, save
from tests.raters import CLOSES, NOW, SENT, Raters, add_form_link

GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def phone(client: FlaskClient) -> FlaskClient:
    """A browser that takes gzip."""
    return FlaskClient(client.application)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each plain request was answered by the shortcut, which knows no receipt yet."""
    receipts.PAGES.clear()
    seen: list[bool] = []
    real = shortcut._fresh

    def spy(path: str) -> object:
        answer = real(path)
        seen.append(answer is not None)
        return answer

    monkeypatch.setattr(shortcut, "_fresh", spy)
    return seen


def test_both_ways_give_the_same(phone: FlaskClient, raters: Raters, taken: list[bool]) -> None:
    slow, fast = (phone.get(raters.path("budi"), headers=GZIP) for _ in range(2))
    assert taken == [False, True]
    assert (fast.status_code, fast.data) == (slow.status_code, slow.data)
    assert sorted(fast.headers.to_wsgi_list()) == sorted(slow.headers.to_wsgi_list())
    plain = phone.get(raters.path("budi"))
    assert gzip.decompress(fast.data) == plain.data


def test_people_never_get_each_others_page(
    phone: FlaskClient, raters: Raters, taken: list[bool]
) -> None:
    phone.get(raters.path("budi"), headers=GZIP)
    page = gzip.decompress(phone.get(raters.path("citra"), headers=GZIP).data).decode()
    assert taken == [False, True]
    assert raters.tokens["citra"] in page
    assert raters.tokens["budi"] not in page


def test_relations_have_their_own_page(
    phone: FlaskClient, raters: Raters, taken: list[bool]
) -> None:
    for who in ("budi", "nur", "eko", "andi"):
        phone.get(raters.path(who), headers=GZIP)
    assert taken == [False] * 4


def test_receipts_are_the_same_both_ways(
    phone: FlaskClient, raters: Raters, taken: list[bool]
) -> None:
    for who in ("budi", "citra"):
        phone.post(raters.path(who), data=SENT)
    slow, fast = (phone.get(raters.path("budi"), headers=GZIP) for _ in range(2))
    others = gzip.decompress(phone.get(raters.path("citra"), headers=GZIP).data).decode()
    assert taken[-3:] == [False, True, True]
    assert (fast.status_code, fast.data) == (slow.status_code, slow.data)
    assert sorted(fast.headers.to_wsgi_list()) == sorted(slow.headers.to_wsgi_list())
    assert gzip.decompress(fast.data) == phone.get(raters.path("budi")).data
    assert f"/u/{raters.lists['citra']}" in others
    assert raters.lists["budi"] not in others


def next_one(phone: FlaskClient, raters: Raters, who: str = "budi") -> str:
    """What the receipt offers next."""
    text = gzip.decompress(phone.get(raters.path(who), headers=GZIP).data).decode()
    return " ".join(re.findall(r"Masih ada \d+|Lanjut menilai [^<]+|Tidak ada lagi", text))


def test_receipts_see_at_once_what_is_left(phone: FlaskClient, raters: Raters) -> None:
    phone.post(raters.path("budi"), data=SENT)
    assert [next_one(phone, raters) for _ in range(2)] == ["Tidak ada lagi"] * 2
    one = Assignment.create(
        cycle=raters.cycle,
        rater=raters.people["budi"],
        ratee=raters.people["citra"],
        relation="peer",
        version=raters.version,
    )
    link = add_form_link(one)
    assert [next_one(phone, raters) for _ in range(2)] == ["Masih ada 1 Lanjut menilai Citra"] * 2
    with clock.fixed(CLOSES):
        assert next_one(phone, raters) == "Tidak ada lagi"
    Link.update(revoked_at=NOW).where(Link.token_hash == link.token_hash).execute()
    assert next_one(phone, raters) == "Tidak ada lagi"


def draft(phone: FlaskClient, raters: Raters) -> None:
    save(phone, raters, HALF)


def send(phone: FlaskClient, raters: Raters) -> None:
    phone.post(raters.path("budi"), data=SENT)


def revoke(phone: FlaskClient, raters: Raters) -> None:
    Link.update(revoked_at=NOW).execute()


def close(phone: FlaskClient, raters: Raters) -> None:
    Cycle.update(state="closed").execute()


def extend(phone: FlaskClient, raters: Raters) -> None:
    Cycle.update(closes_at=CLOSES + timedelta(days=1)).execute()


@pytest.mark.parametrize(
    ("change", "status", "text"),
    [
        (draft, 200, "data-waiting  "),
        (send, 200, "Terima kasih"),
        (revoke, 410, "tidak berlaku"),
        (close, 410, "sudah ditutup sebelum batas waktunya"),
        (extend, 200, "13 Desember 2026"),
    ],
)
def test_every_change_is_seen_at_once(
    phone: FlaskClient, raters: Raters, change: object, status: int, text: str
) -> None:
    for _ in range(2):
        phone.get(raters.path("budi"), headers=GZIP)
    change(phone, raters)  # type: ignore[operator]
    answer = phone.get(raters.path("budi"), headers=GZIP)
    body = gzip.decompress(answer.data) if answer.content_encoding == "gzip" else answer.data
    assert answer.status_code == status
    assert text in body.decode()


def test_the_closing_is_seen_at_once(phone: FlaskClient, raters: Raters) -> None:
    for _ in range(2):
        phone.get(raters.path("budi"), headers=GZIP)
    with clock.fixed(CLOSES):
        assert phone.get(raters.path("budi"), headers=GZIP).status_code == 410


@pytest.mark.parametrize("value", ["", "<b>&\"'", "Ma'ruf 😀", "x" * 70_000])
def test_stitched_pages_are_what_they_should_be(value: str) -> None:
    page = SlottedPage(f"<p>{slot('name')}</p><i>{slot('unit')}{slot('name')}</i>ü")
    values = {"name": value, "unit": "U"}
    plain = page.plain(values)
    assert gzip.decompress(page.gzipped(values)) == plain
    assert re.search(b"<b>", plain) is None
