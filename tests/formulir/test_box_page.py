"""The number on a receipt, and the page that says whether the answer lies in the box."""

from __future__ import annotations

import gzip
import hashlib
import re

import pytest
from flask.testing import FlaskClient

from formulir import receipts, shortcut
from survei.audit.choices import SYSTEM
from survei.keys import own_keys
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results
from survei.response.box_proof import box_proof
from survei.response.models import SealedSubmission
from survei.sealing.inclusion import grouped, read_receipt, short
from survei.throttle.choices import BOX_LIST, WRONG_LINK
from survei.throttle.services import count
from tests.examples import EVERY_KIND_ANSWERS
from tests.raters import SENT, Raters

GZIP = {"Accept-Encoding": "gzip"}
PROOF = "Bukti bahwa jawaban Anda ikut dihitung"


@pytest.fixture
def sent(client: FlaskClient, raters: Raters) -> Raters:
    """Four have sent, of every relation."""
    receipts.PAGES.clear()
    for who in ("budi", "citra", "eko", "nur"):
        assert client.post(raters.path(who), data=SENT).status_code == 303
    return raters


def number_of(raters: Raters, who: str = "budi") -> str:
    """The whole number, as the stored receipt has it."""
    form = raters.assignment(who)
    receipt = read_receipt(own_keys().link, form.id, form.box_receipt)
    assert receipt
    return receipt.fingerprint


def look_up(client: FlaskClient, number: str, **more: str) -> tuple[int, str]:
    answer = client.post("/kotak", data={"nomor": number, **more})
    return answer.status_code, answer.text


def settle(raters: Raters) -> None:
    close_cycle(raters.cycle.id, actor=SYSTEM)
    compute_results(raters.cycle.id, actor=SYSTEM)


def test_a_receipt_shows_the_number_of_its_own_box(client: FlaskClient, sent: Raters) -> None:
    for who in ("budi", "citra", "eko"):
        page, number = client.get(sent.path(who)).text, number_of(sent, who)
        assert PROOF in page
        assert page.replace(" ", "").count(number) == 2, "to read, and to look it up"
        assert short(number) in page
        assert SealedSubmission.get_by_id(number)
    assert number_of(sent, "citra") not in client.get(sent.path("budi")).text


def test_answers_with_a_name_have_none(client: FlaskClient, sent: Raters) -> None:
    page = client.get(sent.path("nur")).text
    assert "Nomor tanda terima" in page
    assert "segel" not in page


def test_the_shortcut_shows_it_too(
    client: FlaskClient, sent: Raters, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, seen = FlaskClient(client.application), []
    real = shortcut._fresh
    monkeypatch.setattr(
        shortcut, "_fresh", lambda environ: (seen.append(real(environ)), seen[-1])[1]
    )
    for who in ("budi", "citra"):
        page = gzip.decompress(phone.get(sent.path(who), headers=GZIP).data).decode()
        assert page.replace(" ", "").count(number_of(sent, who)) == 2
    assert [answer is not None for answer in seen] == [False, True]


def test_what_is_shown_does_not_depend_on_the_answer(client: FlaskClient, raters: Raters) -> None:
    """Two receipts with opposite answers differ in name-independent numbers alone."""
    receipts.PAGES.clear()
    pages = []
    for who, value in (("budi", "1"), ("citra", "5")):
        client.post(raters.path(who), data=SENT | {"tepat-waktu": value, "saran": f"isi-{who}"})
        page = client.get(raters.path(who)).text
        number = number_of(raters, who)
        for part in (number, grouped(number), short(number), raters.lists[who]):
            page = page.replace(part, "")
        pages.append(re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}|data-clear=\S+|/f/[\w-]+", "", page))
    assert pages[0] == pages[1]


def test_the_number_cannot_be_made_from_the_answer(client: FlaskClient, sent: Raters) -> None:
    """Budi and Citra sent the same; and no digest of it is either number."""
    first, second = number_of(sent, "budi"), number_of(sent, "citra")
    assert first != second
    assert hashlib.sha256(str(EVERY_KIND_ANSWERS).encode()).hexdigest() not in (first, second)


@pytest.mark.parametrize("form", ["whole", "short", "typed", "upper"])
def test_while_sealed_it_is_said_to_lie_there(client: FlaskClient, sent: Raters, form: str) -> None:
    number = number_of(sent)
    typed = {
        "whole": number, "short": short(number), "typed": f" {number[:8]}-{number[8:20]} ",
        "upper": number[:24].upper(),
    }[form]  # fmt: skip
    status, page = look_up(client, typed)
    assert status == 200
    assert "Jawaban ini ada di dalam kotak. Kotak belum dibuka." in page
    assert sent.cycle.name in page


def test_after_the_opening_it_is_said_to_have_lain_there(client: FlaskClient, sent: Raters) -> None:
    number = number_of(sent)
    settle(sent)
    status, page = look_up(client, number)
    proof = box_proof(sent.cycle.id)
    assert (status, proof is not None) == (200, True)
    assert proof
    assert "Jawaban ini ada di dalam kotak ketika kotak dibuka." in page
    assert proof.root in page.replace(" ", "")
    listed = client.post("/kotak", data={"nomor": number, "daftar": "1"})
    assert hashlib.sha256(listed.data).hexdigest() == proof.root
    assert number in listed.text
    assert len(listed.text.split()) == 3
    assert listed.headers["Content-Disposition"].startswith("attachment")


def test_after_the_opening_no_receipt_knows_its_number(client: FlaskClient, sent: Raters) -> None:
    number = number_of(sent)
    client.get(sent.path("budi"))
    settle(sent)
    page = client.get(sent.path("budi")).text
    assert "Kotak jawaban sudah dibuka" in page
    assert number not in page


def test_it_tells_nothing_else(client: FlaskClient, sent: Raters) -> None:
    number = number_of(sent)
    before = look_up(client, number)[1]
    settle(sent)
    for page in (before, look_up(client, number)[1]):
        for who in sent.people.values():
            assert who.name not in page
        for word in ("rekan", "bawahan", "23 November", "23/11"):
            assert word not in page.lower()
    assert before.count(sent.cycle.name) == 1
    assert " 3 jawaban" not in before, "how many have sent would move with one person"


def test_before_the_opening_there_is_no_list(client: FlaskClient, sent: Raters) -> None:
    assert client.post("/kotak", data={"nomor": number_of(sent), "daftar": "1"}).data == b""


@pytest.mark.parametrize("typed", ["", "belum tahu", "3f9a", "g" * 64, "3f9a" * 20])
def test_what_is_no_number_is_said(client: FlaskClient, sent: Raters, typed: str) -> None:
    status, page = look_up(client, typed)
    assert status == 422
    assert "Ketik nomor segel seperti yang tertulis" in page


def test_a_number_that_is_nowhere(client: FlaskClient, sent: Raters) -> None:
    SealedSubmission.delete().where(SealedSubmission.fingerprint == number_of(sent)).execute()
    status, page = look_up(client, number_of(sent))
    assert status == 404
    assert "tidak ada di kotak mana pun" in page
    assert "beri tahu auditor" in page


def test_guessing_and_lists_are_limited(client: FlaskClient, sent: Raters) -> None:
    number = number_of(sent)
    for _ in range(WRONG_LINK.most):
        count((WRONG_LINK, "127.0.0.1"))
    assert look_up(client, "0" * 64)[0] == 429
    assert look_up(client, number)[0] == 200
    for _ in range(BOX_LIST.most):
        count((BOX_LIST, "127.0.0.1"))
    assert look_up(client, number, daftar="1")[0] == 429
