"""Answers that were not taken stand on the page that says so, to copy; never stored."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from peewee import OperationalError

from formulir.open_stamp import FIELD as OPENED_FIELD
from formulir.signed_version import FIELD as SHEET_FIELD
from formulir.signed_version import read_sheet, sheet_of
from survei import clock
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.database import database
from survei.invitation.models import Link
from survei.response.models import Draft, SealedSubmission
from tests.raters import CLOSES, NOW, SENT, Raters

WORDS = SENT | {"saran": 'Tetap teliti & "ramah".\nTerima kasih.', "sapa": "na"}
#: What the page says of them: a question's name, and the answer as one reads it.
SHOWN = {
    "1. Pegawai ini menyelesaikan tugas tepat-waktu tepat waktu.": "5 · Jauh di atas ekspektasi",
    "4. Pegawai ini menyelesaikan tugas sapa tepat waktu.": "Tidak dapat menilai",
    "7. Pada waktu apa saja Anda bertemu?": "Pagi, Sore",
    "12. Seberapa jauh kebiasaan berikut terlihat? – Mengantre.": "3 · Sudah",
    "14. Urutkan waktu bertemu menurut manfaatnya.": "1. Sore\n2. Pagi\n3. Siang",
}


def kept(page: str) -> dict[str, str]:
    """{question: answer} of the unsent answers on a page."""
    found = re.findall(r"<dt>\s*(.*?)\s*</dt>.*?<dd>\s*(.*?)\s*</dd>", page, re.DOTALL)
    return {plain(name): plain(answer) for name, answer in found}


def plain(html: str) -> str:
    """Without tags and white space around lines."""
    return re.sub("<[^>]+>", "", html).strip()


def closed(_: Raters) -> None:
    Cycle.update(state=CycleState.CLOSED).execute()


def not_begun(_: Raters) -> None:
    Cycle.update(opens_at=NOW + timedelta(days=1)).execute()


def revoked(_: Raters) -> None:
    Link.update(revoked_at=NOW).execute()


def over(_: Raters) -> None:
    Cycle.update(closes_at=NOW - timedelta(hours=1)).execute()


REFUSED: dict[str, tuple[Callable[[Raters], None], int]] = {
    "over": (over, 410),
    "closed": (closed, 410),
    "revoked": (revoked, 410),
    "not begun": (not_begun, 403),
}


@pytest.mark.parametrize("action", ["", "/draft"])
@pytest.mark.parametrize("why", REFUSED)
def test_refused_answers_are_there_to_copy(
    client: FlaskClient, raters: Raters, why: str, action: str
) -> None:
    change, status = REFUSED[why]
    change(raters)
    answer = client.post(raters.path("budi") + action, data=WORDS)
    assert answer.status_code == status
    found = kept(answer.text)
    assert SHOWN.items() <= found.items()
    assert "Tetap teliti &amp; &#34;ramah&#34;.\nTerima kasih.</textarea>" in answer.text
    assert len(found) == 14
    assert "Jawaban Anda yang belum terkirim" not in client.get(raters.path("budi")).text
    assert Draft.select().count() == SealedSubmission.select().count() == 0


def test_what_was_too_large_is_there_to_copy(client: FlaskClient, raters: Raters) -> None:
    answer = client.post(raters.path("budi"), data=WORDS | {"saran": "panjang " * 40_000})
    assert answer.status_code == 413
    assert answer.text.count("panjang ") >= 39_999
    assert SHOWN.items() <= kept(answer.text).items()
    beyond = client.post(raters.path("budi"), data=WORDS | {"saran": "x" * 1_100_000})
    assert (beyond.status_code, "xxx" in beyond.text) == (413, False)


def test_what_could_not_be_read_is_mended_and_shown(client: FlaskClient, raters: Raters) -> None:
    answer = client.post(
        raters.path("budi"),
        data=b"saran=Tetap+teliti%00%0Adan+ramah%ED.&mutu=4",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 400
    assert "Tetap teliti\ndan ramah\ufffd.</textarea>" in answer.text
    assert "4 · Di atas ekspektasi" in answer.text


def test_after_a_decline_elsewhere_nothing_is_lost(client: FlaskClient, raters: Raters) -> None:
    client.post(f"{raters.path('budi')}/decline", data={"reason": "other"})
    answer = client.post(raters.path("budi"), data=WORDS)
    assert answer.status_code == 410
    assert "Anda sudah menyatakan tidak dapat menilai" in answer.text
    assert SHOWN.items() <= kept(answer.text).items()


def test_the_note_of_a_late_decline_is_there_to_copy(client: FlaskClient, raters: Raters) -> None:
    with clock.fixed(CLOSES + timedelta(hours=1)):
        answer = client.post(
            f"{raters.path('budi')}/decline", data={"reason": "other", "note": "Baru pindah."}
        )
    assert answer.status_code == 410
    assert kept(answer.text)["Keterangan"] == "Baru pindah."
    assert kept(answer.text)["Alasan"] == "Alasan lain"


def proofs(page: str) -> dict[str, str]:
    """What a form of ours carries about itself."""
    return {
        name: re.search(f'name="{name}" value="([^"]+)"', page)[1]  # type: ignore[index]
        for name in (OPENED_FIELD, SHEET_FIELD)
    }


def test_a_link_that_is_no_more_repeats_only_what_our_form_sent(
    client: FlaskClient, raters: Raters
) -> None:
    """Another site must not put its words on our page."""
    own = proofs(client.get(raters.path("budi")).text)
    Link.delete().execute()
    answer = client.post(raters.path("budi"), data=WORDS | own)
    assert answer.status_code == 404
    assert SHOWN.items() <= kept(answer.text).items()
    foreign = (
        client.post(raters.path("budi"), data=WORDS),
        client.post("/f/salah", data=WORDS | own),
        client.post(raters.path("citra"), data=WORDS | {OPENED_FIELD: own[OPENED_FIELD]}),
    )
    for answer in foreign:
        assert answer.status_code == 404
        assert "Tetap teliti" not in answer.text


def test_answers_survive_a_database_that_is_away(
    client: FlaskClient, raters: Raters, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is asked of it: the form says itself whose it is and what it shows."""
    own = proofs(client.get(raters.path("budi")).text)
    client.application.config["PROPAGATE_EXCEPTIONS"] = False

    def fail(*_: object) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(type(database.obj), "execute_sql", fail)
    answer = client.post(raters.path("budi"), data=WORDS | own)
    foreign = client.post(raters.path("budi"), data=WORDS)
    assert (answer.status_code, foreign.status_code) == (503, 503)
    assert SHOWN.items() <= kept(answer.text).items()
    assert "Salin semua" in answer.text
    assert "Tetap teliti" not in foreign.text


@pytest.mark.parametrize("forged", ["", "1.peer", "1.peer.x", "1.peer.AAAAAAAAAAAAAAAA", "é.é.é"])
def test_a_sheet_cannot_be_forged(app: Flask, forged: str) -> None:
    assert read_sheet(forged) is None
    assert read_sheet(sheet_of(12, "peer")) == (12, "peer")
