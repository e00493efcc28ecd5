"""Uploading to a form: in place by script, on a page without; kept with the draft, sent with it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from formulir.open_stamp import FIELD as OPENED_FIELD
from formulir.open_stamp import stamp
from formulir.upload import MOST_SENT
from survei import clock
from survei.audit.choices import SYSTEM
from survei.cycle.choices import DeclineReason
from survei.evidence.choices import MOST_BYTES, MOST_FILES
from survei.evidence.claims import notes_claimed
from survei.evidence.models import Evidence
from survei.evidence.queries import submitted_file
from survei.invitation.models import Link
from survei.invitation.queries import path_of
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results
from survei.questionnaire.kinds import Evidence as EvidenceQuestion
from survei.questionnaire.translated_text import Text
from survei.response.finishing import decline
from survei.response.models import Draft, IdentifiedSubmission
from survei.response.services import FileGone, submit_response
from survei.throttle.choices import EVIDENCE
from tests.devices import code_on, resume, save_by_button, stored
from tests.evidence.conftest import JSON, claim_from, evidence_document, send_file
from tests.evidence.files import SECRET, pdf, picture
from tests.raters import CLOSES, NOW, SENT, Raters, add_form_link, make_raters


def hand_in(client: FlaskClient, path: str) -> None:
    """Sends the form with its file."""
    claim = claim_from(send_file(client, path, headers=JSON))
    assert client.post(path, data=SENT | {"bukti": claim}).status_code == 303


def test_a_file_is_uploaded_by_script(client: FlaskClient, raters: Raters) -> None:
    answer = send_file(client, raters.path("nur"), headers=JSON)
    row = Evidence.get()
    claim = claim_from(answer)
    assert answer.json == {"claim": claim, "name": "rapat.pdf", "size": "1 KB"}
    assert [note.id for note in notes_claimed({"bukti": [claim]}).values()] == [row.id]
    assert row.assignment_id == raters.assignment("nur").id
    assert Draft.select().count() == 0
    assert "rapat.pdf" not in client.get(raters.path("nur")).text


def test_without_script_what_was_typed_is_saved_first(client: FlaskClient, raters: Raters) -> None:
    path = raters.path("nur")
    page = client.post(path, data={"saran": "Belum selesai", "~bukti": "bukti"})
    assert (page.status_code, "Unggah bukti kegiatan." in page.text) == (200, True)
    code = code_on(page.text)
    page = send_file(client, path, fields={"~kode": code})
    assert page.status_code == 200
    assert "Belum selesai</textarea>" in page.text
    assert "rapat.pdf" in page.text
    page = client.post(f"{path}/bukti/bukti/hapus", data={"~kode": code})
    assert "Belum selesai</textarea>" in page.text
    assert "rapat.pdf" not in page.text
    assert Evidence.select().count() == 0
    assert stored(raters, "nur", code) == {"saran": ["Belum selesai"]}


def test_a_complete_form_with_the_upload_button_is_not_sent(
    client: FlaskClient, raters: Raters
) -> None:
    path = raters.path("nur")
    claim = claim_from(send_file(client, path, headers=JSON))
    page = client.post(path, data=SENT | {"bukti": claim, "~bukti": "foto"})
    assert (page.status_code, "Unggah foto kelas." in page.text) == (200, True)
    assert raters.assignment("nur").state == "open"


def test_what_is_stored_of_a_draft_says_nothing(client: FlaskClient, raters: Raters) -> None:
    send_file(client, raters.path("nur"), data=pdf(b"% rahasia\n"), name="Rahasia Besar.pdf")
    row = Evidence.get()
    assert (row.name, row.type, row.sha256, row.key) == ("", "", "", "")
    assert b"rahasia" not in bytes(row.content)
    assert b"Rahasia" not in bytes(Draft.get().ciphertext)


def test_another_file_takes_its_place(client: FlaskClient, raters: Raters) -> None:
    path = raters.path("nur")
    code = code_on(send_file(client, path, name="satu.pdf").text)
    send_file(client, path, name="dua.pdf", fields={"~kode": code})
    page = send_file(
        client, path, name="kelas.jpg", data=picture("JPEG"), code="foto", fields={"~kode": code}
    ).text
    assert Evidence.select().count() == 2
    assert ("dua.pdf" in page, "satu.pdf" in page, "kelas.jpg" in page) == (True, False, True)


def test_a_required_file_is_asked_for(client: FlaskClient, raters: Raters) -> None:
    answer = client.post(raters.path("nur"), data=SENT)
    assert answer.status_code == 422
    assert "Unggah berkasnya dahulu." in answer.text
    assert 'href="#q-bukti"' in answer.text


def test_sending_keeps_the_files_with_the_answers(client: FlaskClient, raters: Raters) -> None:
    path = raters.path("nur")
    claim = claim_from(
        send_file(client, path, data=picture("JPEG"), name="Kelas 5.jpeg", headers=JSON)
    )
    other = claim_from(send_file(client, path, code="foto", headers=JSON))
    gone = {"sebelumnya": other}
    assert client.post(f"{path}/bukti/foto/hapus", data=gone, headers=JSON).json["claim"] == ""
    answer = client.post(path, data=SENT | {"bukti": claim, "foto": ""})
    assert (answer.status_code, answer.location) == (303, path)
    row, submission = Evidence.get(), IdentifiedSubmission.get()
    answers = json.loads(submission.answers)
    assert answers["bukti"] == {
        "name": "Kelas 5.jpg", "type": "jpeg", "size": row.size, "id": row.id,
    }  # fmt: skip
    assert "foto" not in answers
    file = submitted_file(row.id, submission.assignment_id)
    assert (file.name, file.content[:2], SECRET in file.content) == (
        "Kelas 5.jpg", b"\xff\xd8", False,
    )  # fmt: skip
    assert len(row.sha256) == 64


def test_cannot_rate_until_there_is_a_file(client: FlaskClient, raters: Raters) -> None:
    path = raters.path("nur")
    code = save_by_button(client, raters, {"foto": "na"}, who="nur")
    assert stored(raters, "nur", code) == {"foto": ["na"]}
    claim = claim_from(send_file(client, path, headers=JSON))
    client.post(path, data=SENT | {"bukti": claim, "foto": "na"})
    assert json.loads(IdentifiedSubmission.get().answers)["foto"] == "na"


@pytest.mark.parametrize("who", ["budi", "eko"])
def test_confidential_raters_are_asked_for_no_file(
    client: FlaskClient, raters: Raters, who: str
) -> None:
    path = raters.path(who)
    assert "Unggah bukti" not in client.get(path).text
    assert client.get(f"{path}/bukti/bukti").status_code == 404
    assert send_file(client, path).status_code == 404
    assert client.post(f"{path}/bukti/bukti/hapus").status_code == 404
    assert Evidence.select().count() == 0
    assert client.post(path, data=SENT).status_code == 303
    assert raters.assignment(who).state == "submitted"


@pytest.mark.parametrize("code", ["asing", "saran", "..", "%2e%2e", "a" * 300])
def test_only_questions_that_ask_for_a_file_take_one(
    client: FlaskClient, raters: Raters, code: str
) -> None:
    assert send_file(client, raters.path("nur"), code=code).status_code == 404


@pytest.mark.parametrize(
    ("data", "name", "status", "words"),
    [
        (b"", "kosong.pdf", 422, "Berkas kosong"),
        (b"<svg onload=alert(1)>", "gambar.png", 422, "bukan PDF, JPEG, atau PNG"),
        (pdf(), "laporan.exe", 422, "“.exe”"),
        (picture("PNG") + b"\0" * MOST_BYTES, "foto.png", 413, "lebih dari 5 MB"),
        (picture("PNG") + b"\0" * 12_000_000, "foto.png", 413, "lebih dari 5 MB"),
    ],
    ids=["empty", "svg", "program", "too large", "photo of 12 MB"],
)
def test_refusals_say_why_and_keep_everything(
    client: FlaskClient, raters: Raters, data: bytes, name: str, status: int, words: str
) -> None:
    path = raters.path("nur")
    code = save_by_button(client, raters, {"saran": "Tetap ada"}, who="nur")
    send_file(client, path, name="pertama.pdf", fields={"~kode": code})
    page = send_file(client, path, data=data, name=name, fields={"~kode": code})
    assert (page.status_code, words in page.text, "pertama.pdf" in page.text) == (
        status, True, True,
    )  # fmt: skip
    said = send_file(client, path, data=data, name=name, headers=JSON)
    assert (said.status_code, words in said.json["message"]) == (status, True)
    assert "Tetap ada" in resume(client, raters, code, who="nur").text
    assert Evidence.select().count() == 1


def test_a_body_beyond_all_measure_is_not_read(client: FlaskClient, raters: Raters) -> None:
    code = save_by_button(client, raters, {"saran": "Tetap ada"}, who="nur")
    answer = send_file(client, raters.path("nur"), data=b"\0" * MOST_SENT)
    assert answer.status_code == 413
    assert "Tetap ada" in resume(client, raters, code, who="nur").text


def test_what_is_no_upload(client: FlaskClient, raters: Raters) -> None:
    path = f"{raters.path('nur')}/bukti/bukti"
    assert client.post(path).status_code == 422
    assert client.post(path, data={"berkas": "teks"}).status_code == 422
    assert client.post(path, data=b"\xff" * 100, content_type="image/png").status_code == 422


def test_reading_changes_nothing(client: FlaskClient, raters: Raters) -> None:
    path = raters.path("nur")
    code = code_on(send_file(client, path).text)
    before = stored(raters, "nur", code)
    for method in ("GET", "HEAD"):
        assert client.open(f"{path}/bukti/bukti", method=method).status_code == 200
        assert client.open(f"{path}/bukti/bukti/hapus", method=method).status_code == 405
    assert (stored(raters, "nur", code), Evidence.select().count()) == (before, 1)


def test_a_form_holds_five_files(client: FlaskClient) -> None:
    document = evidence_document()
    document.sections[-1].questions += [
        EvidenceQuestion(code=f"berkas-{number}", text=Text("Berkas lagi.")) for number in range(4)
    ]
    raters = make_raters(document)
    codes = ["bukti", "foto", *(f"berkas-{number}" for number in range(4))]
    form = {"~kode": code_on(send_file(client, raters.path("nur"), code=codes[0]).text)}
    answers = [send_file(client, raters.path("nur"), code=one, fields=form) for one in codes[1:]]
    assert [answer.status_code for answer in answers] == [200] * 4 + [422]
    assert "paling banyak 5 berkas" in answers[-1].text
    again = send_file(client, raters.path("nur"), code="foto", fields=form)
    assert again.status_code == 200
    assert Evidence.select().count() == MOST_FILES


def test_uploading_without_end_is_slowed(client: FlaskClient, raters: Raters) -> None:
    answers = [
        client.post(f"{raters.path('nur')}/bukti/bukti", headers=JSON)
        for _ in range(EVIDENCE.most + 1)
    ]
    assert [answer.status_code for answer in answers] == [422] * EVIDENCE.most + [429]
    assert "Tunggu" in answers[-1].json["message"]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_files_end_with_the_draft(client: FlaskClient, raters: Raters) -> None:
    for who in ("nur", "andi"):
        send_file(client, raters.path(who))
    decline(raters.link("nur"), reason=DeclineReason.OTHER, note="")
    close_cycle(raters.cycle.id, actor=SYSTEM)
    assert Evidence.select().count() == 2, "who declined may still take that back"
    compute_results(raters.cycle.id, actor=SYSTEM)
    assert Evidence.select().count() == 0


def test_computing_keeps_what_was_sent(client: FlaskClient, raters: Raters) -> None:
    hand_in(client, raters.path("nur"))
    close_cycle(raters.cycle.id, actor=SYSTEM)
    compute_results(raters.cycle.id, actor=SYSTEM)
    assert Evidence.select().count() == 1


def test_a_reissued_link_begins_without_files(client: FlaskClient, raters: Raters) -> None:
    send_file(client, raters.path("nur"))
    old, assignment = Evidence.get().id, raters.assignment("nur")
    Link.update(revoked_at=NOW).where(Link.assignment == assignment).execute()
    path = path_of(add_form_link(assignment))
    assert send_file(client, raters.path("nur")).status_code == 410
    assert "rapat.pdf" not in client.get(path).text
    page = send_file(client, path, name="baru.pdf").text
    assert ("rapat.pdf" in page, "baru.pdf" in page) == (False, True)
    assert old in {row.id for row in Evidence.select()}, "it goes with the sending"


def test_no_file_of_somebody_else_is_submitted(client: FlaskClient, raters: Raters) -> None:
    claim = claim_from(send_file(client, raters.path("andi"), headers=JSON))
    answers = {"bukti": {"name": "x", "type": "pdf", "size": 1, "id": Evidence.get().id}}
    for notes in (None, notes_claimed({"bukti": [claim]})):
        with pytest.raises(FileGone):
            submit_response(raters.link("nur"), answers, notes)


def test_after_the_end(client: FlaskClient, raters: Raters) -> None:
    path = raters.path("nur")
    hand_in(client, path)
    answer = send_file(client, path)
    assert (answer.status_code, answer.location) == (303, path)
    assert send_file(client, path, headers=JSON).status_code == 410
    assert client.post(f"{path}/bukti/bukti/hapus").location == path
    assert client.get(f"{path}/bukti/bukti").location == path
    assert Evidence.select().count() == 1


def test_in_the_grace_an_open_form_still_takes_a_file(client: FlaskClient, raters: Raters) -> None:
    path, proof = raters.path("nur"), stamp(raters.tokens["nur"], clock.now())
    with clock.fixed(CLOSES + timedelta(minutes=5)):
        claim = claim_from(send_file(client, path, headers=JSON))
        fields = SENT | {OPENED_FIELD: proof, "bukti": claim}
        page = client.post(path, data=fields | {"~bukti": "foto"})
        assert proof in page.text
        carried = {OPENED_FIELD: proof, "~kode": code_on(page.text)}
        form = send_file(client, path, name="akhir.pdf", code="foto", fields=carried)
        assert (form.status_code, proof in form.text, "akhir.pdf" in form.text) == (
            200, True, True,
        )  # fmt: skip
        assert client.post(path, data=fields).status_code == 303
    assert raters.assignment("nur").state == "submitted"
    with clock.fixed(CLOSES + timedelta(minutes=16)):
        assert send_file(client, raters.path("andi")).status_code == 410


@pytest.mark.parametrize("token", ["x", "A" * 43])
def test_a_wrong_link_is_told_like_any_other(
    client: FlaskClient, raters: Raters, token: str
) -> None:
    answers = [
        client.get(f"/f/{token}/bukti/bukti"),
        send_file(client, f"/f/{token}"),
        client.post(f"/f/{token}/bukti/bukti/hapus"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert {answer.text for answer in answers} == {client.get(f"/f/{token}").text}


def test_hostile_names_stay_text(client: FlaskClient, raters: Raters) -> None:
    page = send_file(client, raters.path("nur"), name="x><img src=x onerror=alert(1)>.pdf").text
    assert "<img src=x" not in page
    assert "x-img src=x onerror=alert(1)-.pdf" in page
