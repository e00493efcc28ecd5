"""Drafts: saved by question, resumed anywhere, opened by nothing but the link."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from formulir.open_stamp import FIELD as OPENED_FIELD
from formulir.open_stamp import stamp
from survei import clock
from survei.cycle.models import Cycle
from survei.invitation.models import Link
from survei.invitation.queries import path_of
from survei.response.models import Draft, SealedSubmission
from survei.response.queries import read_draft
from tests.raters import CLOSES, NOW, SENT, Raters, add_form_link


def save(client: FlaskClient, raters: Raters, answers: object, who: str = "budi") -> object:
    """As the script sends it."""
    return client.post(f"{raters.path(who)}/draft", json={"answers": answers})


def test_saved_answers_come_back(client: FlaskClient, raters: Raters) -> None:
    answer = save(client, raters, {"mutu": ["4"], "saran": "Belum selesai"})
    assert answer.status_code == 200
    assert answer.json == {"saved_at": "10.32", "answered": 1, "asked": 7, "errors": {}, "late": ""}
    page = client.get(raters.path("budi")).text
    assert "Belum selesai</textarea>" in page
    assert re.search(r'name="mutu" value="4"\s+checked', page)
    assert "1 dari 7 terjawab" in page


def test_two_devices_do_not_overwrite_each_other(client: FlaskClient, raters: Raters) -> None:
    save(client, raters, {"mutu": "4"})
    save(client, raters, {"jam": "2,5"})
    save(client, raters, {"mutu": []})
    assert read_draft(raters.assignment("budi").id, raters.tokens["budi"]) == {"jam": ["2,5"]}


def test_wrong_answers_are_kept_and_named(client: FlaskClient, raters: Raters) -> None:
    answer = save(client, raters, {"jam": "dua"})
    assert answer.json["errors"] == {"jam": "Tulis angka saja, misalnya 12 atau 12,5."}
    assert 'value="dua"' in client.get(raters.path("budi")).text


def test_without_javascript(client: FlaskClient, raters: Raters) -> None:
    answer = client.post(f"{raters.path('budi')}/draft", data={"saran": "Nanti", "kegiatan": ""})
    kept = raters.path("budi") + "#tersimpan"  # where the page says so
    assert (answer.status_code, answer.headers["Location"]) == (303, kept)
    assert "Nanti</textarea>" in client.get(raters.path("budi")).text


def test_unknown_codes_are_never_stored(client: FlaskClient, raters: Raters) -> None:
    save(client, raters, {"asing": "x", "mutu": "4"})
    assert read_draft(raters.assignment("budi").id, raters.tokens["budi"]) == {"mutu": ["4"]}


def test_the_database_alone_opens_no_draft(client: FlaskClient, raters: Raters) -> None:
    save(client, raters, {"saran": "rahasia sekali"})
    stored = bytes(Draft.get().ciphertext)
    assert b"rahasia" not in stored
    assert len(stored) == 12 + 2048 + 16
    link = raters.link("budi")
    for guess in (link.token_hash[:43], link.nonce, raters.tokens["citra"]):
        assert read_draft(raters.assignment("budi").id, guess) == {}


def test_a_reissued_link_begins_anew(client: FlaskClient, raters: Raters) -> None:
    save(client, raters, {"mutu": "4"})
    assignment = raters.assignment("budi")
    Link.update(revoked_at=NOW).where(Link.assignment == assignment).execute()
    link = add_form_link(assignment)
    assert "0 dari 7 terjawab" in client.get(path_of(link)).text
    answer = client.post(f"{path_of(link)}/draft", json={"answers": {"jam": "3"}})
    assert answer.json["answered"] == 1


def test_sending_erases_the_draft(client: FlaskClient, raters: Raters) -> None:
    save(client, raters, {"mutu": "4"})
    client.post(raters.path("budi"), data=SENT)
    assert Draft.select().count() == 0
    late = save(client, raters, {"mutu": "5"})
    assert late.status_code == 410
    assert Draft.select().count() == 0
    assert SealedSubmission.select().count() == 1


def test_what_comes_after_the_sending_is_told_so(client: FlaskClient, raters: Raters) -> None:
    """Another device still types: the time is not over, the form was sent."""
    path = raters.path("budi")
    client.post(path, data=SENT)
    late = save(client, raters, {"mutu": "5"})
    assert late.status_code == 410
    assert late.json["message"].startswith("Penilaian ini sudah selesai, mungkin dari perangkat")
    by_button = client.post(f"{path}/draft", data={"mutu": "5"})
    assert (by_button.status_code, by_button.location) == (303, path)


def test_before_the_opening_no_time_is_over(client: FlaskClient, raters: Raters) -> None:
    Cycle.update(opens_at=NOW + timedelta(days=1)).execute()
    answer = save(client, raters, {"mutu": "4"})
    assert answer.status_code == 403
    assert answer.json["message"].startswith("Formulir ini dapat diisi mulai 24 November 2026")


def test_drafts_end_with_the_cycle(client: FlaskClient, raters: Raters) -> None:
    with clock.fixed(CLOSES + timedelta(minutes=15)):
        answer = save(client, raters, {"mutu": "4"})
    assert answer.status_code == 410
    assert "sudah lewat" in answer.json["message"]
    Cycle.update(state="closed").execute()
    assert save(client, raters, {"mutu": "4"}).status_code == 410


def test_in_the_grace_it_says_until_when_to_send(client: FlaskClient, raters: Raters) -> None:
    with clock.fixed(CLOSES + timedelta(minutes=5)):
        answer = save(client, raters, {"mutu": "4"})
    assert answer.json["late"] == "Batas waktu sudah lewat. Kirim sebelum pukul 00.14 WITA."


def test_saving_by_button_in_the_grace_goes_on(client: FlaskClient, raters: Raters) -> None:
    with clock.fixed(CLOSES - timedelta(minutes=1)):
        opened = stamp(raters.tokens["budi"], clock.now())
    typed = {"saran": "Nanti", OPENED_FIELD: opened}
    path = f"{raters.path('budi')}/draft"
    with clock.fixed(CLOSES + timedelta(minutes=5)):
        answer = client.post(path, data=typed)
        assert answer.status_code == 200
        assert "Nanti</textarea>" in answer.text
        assert opened in answer.text
        assert client.post(path, data={"saran": "Nanti"}).status_code == 303


@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", b'{"answers": []}', b'{"answers": {"saran": "\\ud800"}}', b"\xff",
     b'{"answers": {"saran": "a\\u0000b"}}', b'{"answers": 5}', b""],
    ids=repr,
)  # fmt: skip
def test_broken_bodies_are_refused(client: FlaskClient, raters: Raters, body: bytes) -> None:
    path = f"{raters.path('budi')}/draft"
    answer = client.post(path, data=body, content_type="application/json")
    assert answer.status_code == 400
    assert Draft.select().count() == 0


def test_a_saved_address_leads_back(client: FlaskClient, raters: Raters) -> None:
    answer = client.get(f"{raters.path('budi')}/draft")
    assert (answer.status_code, answer.headers["Location"]) == (303, raters.path("budi"))
