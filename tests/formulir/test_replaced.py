"""The page of a link that was replaced, and what a rater who holds a receipt still finds."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient

from survei.audit.choices import SYSTEM
from survei.cycle.models import Participant
from survei.database import database
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import Link
from survei.invitation.queries import link_of_participant, newest_link, path_of
from survei.invitation.replacing import replace_all_links
from survei.invitation.reporting import report_submission
from survei.invitation.services import reissue_all, restore_form, revoke_link
from survei.invitation.token_lookup import find_link
from survei.mail.models import Letter
from survei.mail.writers import write
from survei.settings import Settings
from tests.raters import SENT, Raters

MAILED = "Tautan ini diganti pada 23 November 2026, dan yang baru dikirim lewat surel."
#: Of Budi.
ADDRESS = "pegawai2@example.go.id"


def replace(raters: Raters) -> None:
    reissue_all(raters.people["budi"].id, actor=SYSTEM)


def old_paths(raters: Raters) -> list[str]:
    return [raters.path("budi"), f"/u/{raters.lists['budi']}"]


def new_path(raters: Raters, purpose: LinkPurpose = LinkPurpose.FORM) -> str:
    link = (
        newest_link(raters.assignment("budi").id)
        if purpose == LinkPurpose.FORM
        else link_of_participant(raters.people["budi"].id, purpose)
    )
    assert link is not None
    return path_of(link)


def test_it_says_when_and_where_the_new_one_is(client: FlaskClient, raters: Raters) -> None:
    replace(raters)
    for path in old_paths(raters):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "<h1>Tautan ini sudah diganti</h1>" in answer.text
        assert MAILED in answer.text
        assert "isian yang belum terkirim perlu diisi kembali" in answer.text
        assert 'href="/kirim-ulang"' in answer.text
        for secret in ("Budi", ADDRESS, new_path(raters), new_path(raters, LinkPurpose.LIST)):
            assert secret not in answer.text
    english = client.get(f"{raters.path('budi')}?lang=en").text
    assert "This link was replaced on 23 November 2026, and the new one" in english


def test_a_printed_code_says_it_too(client: FlaskClient, raters: Raters) -> None:
    replace(raters)
    answer = client.post("/kode", data={"kode": raters.codes["budi"]})
    assert (answer.status_code, MAILED in answer.text) == (410, True)
    assert client.post("/kode", data={"kode": "AAAA-BBBB-CCCC"}).status_code == 422


def test_a_report_says_no_more_than_that(client: FlaskClient, raters: Raters) -> None:
    client.post(raters.path("budi"), data=SENT)
    report_submission(raters.link("budi"))
    page = client.get(raters.path("budi")).text
    assert MAILED in page
    assert "dilaporkan" not in page
    assert "/kode" not in page


def test_what_never_was_a_link_is_told_nothing_of_it(client: FlaskClient, raters: Raters) -> None:
    expected = client.get("/f/tidak-ada").data
    replace(raters)
    old = raters.tokens["budi"]
    for path in (f"/f/{old[:-1]}", f"/f/{old[::-1]}", f"/u/{old}", f"/f/{raters.lists['budi']}"):
        answer = client.get(path)
        assert (answer.status_code, answer.data) == (404, expected), path


def test_without_an_address_the_office_has_it(client: FlaskClient, raters: Raters) -> None:
    Participant.update(email=None).execute()
    replace(raters)
    page = client.get(raters.path("budi")).text
    assert "yang baru ada pada pengelola kepegawaian" in page
    assert "dikirim lewat surel." not in page
    assert 'href="/kode"' in page


def test_where_no_letter_went_it_can_be_asked_for(client: FlaskClient, raters: Raters) -> None:
    """A key was adopted: only who has something to fill in is written to."""
    client.post(raters.path("budi"), data=SENT)
    with database.atomic():
        replace_all_links()
    page = client.get(raters.path("budi")).text
    assert "yang baru dikirim lewat surel bila diminta" in page
    assert 'href="/kirim-ulang"' in page


def test_a_form_that_was_taken_away_is_not_said_to_be_replaced(
    client: FlaskClient, raters: Raters
) -> None:
    link = raters.link("budi")
    revoke_link(link, actor=SYSTEM)
    assert "Tautan ini dicabut oleh pengelola kepegawaian" in client.get(raters.path("budi")).text
    restore_form(link, actor=SYSTEM)
    assert "sudah diganti" in client.get(raters.path("budi")).text


def test_what_is_typed_on_an_old_page_is_there_to_copy(client: FlaskClient, raters: Raters) -> None:
    replace(raters)
    answer = client.post(raters.path("budi"), data=SENT | {"saran": "Tetap ramah."})
    assert (answer.status_code, MAILED in answer.text) == (410, True)
    assert "Tetap ramah.</textarea>" in answer.text
    said = client.post(raters.path("budi"), json={}, headers={"Accept": "application/json"})
    assert (said.status_code, said.get_json()["message"]) == (410, MAILED)


@pytest.mark.parametrize("has_sent", [True, False])
def test_who_asks_again_gets_the_new_one(
    client: FlaskClient, raters: Raters, settings: Settings, has_sent: bool
) -> None:
    """Also who has sent everything: the receipt, and the way to report it, lie behind it."""
    if has_sent:
        client.post(raters.path("budi"), data=SENT)
    replace(raters)
    Letter.delete().execute()
    assert client.post("/kirim-ulang", data={"email": ADDRESS}).status_code == 200
    letter = Letter.get()
    text = write(letter.kind, json.loads(letter.payload), settings).text
    assert new_path(raters, LinkPurpose.LIST) in text
    assert ("menilai 1 rekan" in text) != has_sent
    assert client.get(new_path(raters, LinkPurpose.LIST)).status_code == 200


def test_asking_replaces_nothing(client: FlaskClient, raters: Raters) -> None:
    """Anybody may ask with anybody's address."""
    client.post("/kirim-ulang", data={"email": ADDRESS})
    assert Link.select().where(Link.revoked_at.is_null(False)).count() == 0


# --- receipts --------------------------------------------------------------------------------

#: Of a receipt, as it is shown; and of the seal of its box.
NUMBER, SEAL = r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", r"\b[0-9a-f]{64}\b"


def test_a_receipt_keeps_its_numbers(client: FlaskClient, raters: Raters) -> None:
    client.post(raters.path("budi"), data=SENT)
    page = client.get(raters.path("budi")).text
    (number,), (seal,) = set(re.findall(NUMBER, page)), set(re.findall(SEAL, page))
    for _ in range(2):
        replace(raters)
        page = client.get(new_path(raters)).text
        assert (set(re.findall(NUMBER, page)), set(re.findall(SEAL, page))) == ({number}, {seal})
    report_submission(find_new(raters))
    assert set(re.findall(SEAL, client.get(new_path(raters)).text)) == {seal}
    assert client.post("/kotak", data={"nomor": seal}).status_code == 200


def find_new(raters: Raters) -> Link:
    link = find_link(new_path(raters).rpartition("/")[2])
    assert link is not None
    return link
