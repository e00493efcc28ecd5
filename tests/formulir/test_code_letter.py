"""A resume code goes to the rater's own mailbox: that of this form, or of a draft from before."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient

from survei import clock
from survei.cycle.models import Cycle, Participant
from survei.evidence.claims import claimed_note
from survei.evidence.rules import note_text
from survei.mail.models import Letter
from survei.mail.writers import Message, NothingToSay, write
from survei.response.code_letters import RESUME_CODE, forget_code
from survei.response.models import Draft
from survei.settings import Settings
from survei.throttle.choices import RESUME_LETTER
from tests.devices import CODE, HALF, begin, keep_old_draft, resume, save, stored
from tests.evidence.conftest import claim_from, evidence_document, send_file
from tests.raters import SENT, Raters, make_raters

JSON = {"Accept": "application/json"}
OLD = {"mutu": ["4"], "saran": ["Dari sebelum pembaruan"]}


def only_letter() -> Letter:
    """The one in the outbox."""
    (letter,) = Letter.select().where(Letter.kind == RESUME_CODE)
    return letter


def written(settings: Settings) -> Message:
    """What it says."""
    letter = only_letter()
    return write(letter.kind, _payload(letter), settings)


def _payload(letter: Letter) -> dict[str, object]:
    return dict(json.loads(letter.payload))


def code_in(message: Message) -> str:
    """The code that it brings."""
    (code,) = re.findall(r"^([0-9A-Z]{5}-[0-9A-Z]{5})$", message.text, re.MULTILINE)
    return str(code)


def test_the_code_of_a_device_goes_to_the_own_mailbox(
    client: FlaskClient, raters: Raters, settings: Settings
) -> None:
    save(client, raters, HALF)
    path = f"{raters.path('budi')}/surat"
    answer = client.post(path, data={"~kode": CODE}, headers=JSON)
    assert (answer.status_code, set(answer.json)) == (200, {"message"})
    letter = only_letter()
    assert letter.recipient == raters.people["budi"].email
    assert letter.lane == "account"
    assert code_in(written(settings)) == CODE


def test_a_letter_names_nobody_and_brings_no_link(
    client: FlaskClient, raters: Raters, settings: Settings
) -> None:
    """A robot that opens all that a letter links to finds nothing to open."""
    begin(raters, "budi", HALF)
    client.post(f"{raters.path('budi')}/surat", data={"~kode": CODE})
    message = written(settings)
    for text in (message.text, message.html):
        assert "http" not in text
        assert raters.tokens["budi"] not in text
        assert raters.people["andi"].name not in text


def test_the_outbox_holds_no_code_and_forgets_what_made_it(
    client: FlaskClient, raters: Raters, settings: Settings
) -> None:
    begin(raters, "budi", HALF)
    client.post(f"{raters.path('budi')}/surat", data={"~kode": CODE})
    letter = only_letter()
    assert CODE not in letter.payload
    assert CODE.replace("-", "") not in letter.payload
    forget_code(_payload(letter), clock.now())
    assert "code" not in _payload(only_letter())
    with pytest.raises(NothingToSay):
        written(settings)


def test_without_script_what_was_typed_is_saved_and_stays(
    client: FlaskClient, raters: Raters, settings: Settings
) -> None:
    begin(raters, "budi", HALF)
    typed = SENT | {"~kode": CODE, "saran": "Sudah lebih panjang"}
    page = client.post(f"{raters.path('budi')}/surat", data=typed)
    assert page.status_code == 200
    assert "Sudah lebih panjang</textarea>" in page.text
    assert "Kode sedang dikirim ke alamat surel Anda." in page.text
    assert stored(raters)["saran"] == ["Sudah lebih panjang"]
    assert code_in(written(settings)) == CODE


@pytest.mark.parametrize("code", ["", "00000-00000", "<b>"])
def test_no_code_that_opens_nothing_is_mailed(
    client: FlaskClient, raters: Raters, code: str
) -> None:
    begin(raters, "budi", HALF)
    answer = client.post(f"{raters.path('budi')}/surat", data={"~kode": code}, headers=JSON)
    assert answer.status_code == 422
    assert Letter.select().count() == 0


def test_an_old_draft_shows_to_nobody_with_the_link(client: FlaskClient, raters: Raters) -> None:
    keep_old_draft(raters, OLD)
    for path in ("", "?lang=en"):
        page = client.get(raters.path("budi") + path)
        assert "Dari sebelum pembaruan" not in page.text
        assert "checked" not in page.text
    assert "Ada isian dari sebelum pembaruan." in client.get(raters.path("budi")).text
    assert resume(client, raters, CODE).status_code == 422
    gone = client.get(f"{raters.path('budi')}/draft", headers=JSON | {"Draft-Proof": "00" * 32})
    assert gone.status_code == 422


def test_an_old_draft_opens_by_the_code_of_the_letter(
    client: FlaskClient, raters: Raters, settings: Settings
) -> None:
    keep_old_draft(raters, OLD)
    answer = client.post(f"{raters.path('budi')}/surat", data={"lama": "1"})
    assert answer.status_code == 200
    assert "Dari sebelum pembaruan" not in answer.text
    code = code_in(written(settings))
    assert code not in answer.text
    page = resume(client, raters, code)
    assert "Dari sebelum pembaruan</textarea>" in page.text
    assert stored(raters, code=code) == OLD
    assert Draft.select().where(Draft.link_hash == "").count() == 1, "a letter may get lost"
    client.post(raters.path("budi"), data=SENT)
    assert Draft.select().count() == 0


def test_what_was_typed_anew_is_kept_beside_the_old_one(
    client: FlaskClient, raters: Raters, settings: Settings
) -> None:
    keep_old_draft(raters, OLD)
    page = client.post(f"{raters.path('budi')}/surat", data={"lama": "1", "saran": "Baru"}).text
    assert "Baru</textarea>" in page
    assert "Dari sebelum pembaruan" not in page
    assert "data-waiting  " in page
    (shown,) = re.findall(r'class="code">([^<]+)<', page)
    assert shown != code_in(written(settings))
    assert stored(raters, code=shown) == {"saran": ["Baru"]}


def test_an_old_draft_brings_its_files(client: FlaskClient, settings: Settings) -> None:
    raters = make_raters(evidence_document())
    claim = claim_from(send_file(client, raters.path("nur"), headers=JSON))
    note = claimed_note([claim])
    assert note is not None
    keep_old_draft(raters, OLD, "nur", files={"bukti": [note_text(note)]})
    client.post(f"{raters.path('nur')}/surat", data={"lama": "1"})
    page = resume(client, raters, code_in(written(settings)), who="nur").text
    assert "rapat.pdf" in page
    sent = client.post(raters.path("nur"), data=SENT | {"bukti": claim})
    assert sent.status_code == 303


def test_without_an_address_an_old_draft_stays_shut_and_is_said_so(
    client: FlaskClient, raters: Raters
) -> None:
    """A slip's link lies in other hands as well: those could read what it opens."""
    keep_old_draft(raters, OLD)
    Participant.update(email=None).execute()
    page = client.get(raters.path("budi")).text
    assert "Alamat surel Anda tidak tercatat" in page
    assert "data-mail>" not in page
    assert client.post(f"{raters.path('budi')}/surat", data={"lama": "1"}).status_code == 422
    assert Letter.select().count() == 0
    assert Draft.select().count() == 1
    assert client.post(raters.path("budi"), data=SENT).status_code == 303


def test_the_old_draft_of_a_replaced_link_is_told_so(client: FlaskClient, raters: Raters) -> None:
    keep_old_draft(raters, OLD)
    Draft.update(ciphertext=b"sealed under another link, which is gone").execute()
    answer = client.post(f"{raters.path('budi')}/surat", data={"lama": "1"})
    assert answer.status_code == 422
    assert "sudah diganti" in answer.text
    assert Letter.select().count() == 0


def test_letters_are_limited(client: FlaskClient, raters: Raters) -> None:
    keep_old_draft(raters, OLD)
    path = f"{raters.path('budi')}/surat"
    answers = [client.post(path, data={"lama": "1"}) for _ in range(RESUME_LETTER.most + 1)]
    assert [one.status_code for one in answers] == [200] * RESUME_LETTER.most + [429]
    assert Letter.select().count() == RESUME_LETTER.most
    assert client.post(raters.path("budi"), data=SENT).status_code == 303


def test_nothing_is_mailed_after_the_end(
    client: FlaskClient, raters: Raters, settings: Settings
) -> None:
    keep_old_draft(raters, OLD)
    client.post(f"{raters.path('budi')}/surat", data={"lama": "1"})
    client.post(raters.path("budi"), data=SENT)
    with pytest.raises(NothingToSay):
        written(settings)
    late = client.post(f"{raters.path('budi')}/surat", data={"lama": "1"})
    assert (late.status_code, late.location) == (303, raters.path("budi"))
    Cycle.update(state="closed").execute()
    assert client.post(f"{raters.path('citra')}/surat", data={"~kode": CODE}).status_code == 410


def test_reading_the_address_leads_back(client: FlaskClient, raters: Raters) -> None:
    answer = client.get(f"{raters.path('budi')}/surat")
    assert (answer.status_code, answer.location) == (303, raters.path("budi"))
    assert Letter.select().count() == 0
