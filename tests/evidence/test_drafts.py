"""A file belongs to the form that holds its claim; of a draft it is one more sealed answer."""

from __future__ import annotations

import json

from flask.testing import FlaskClient

from survei import clock
from survei.evidence.choices import MOST_WAITING
from survei.evidence.claims import claimed_note
from survei.evidence.models import Evidence
from survei.evidence.rules import check_file, note_text
from survei.invitation.models import Link
from survei.invitation.queries import token_of
from survei.response.attaching import attach
from survei.response.models import IdentifiedSubmission
from tests.devices import CODE, HALF, resume, save, save_by_button, stored
from tests.evidence.conftest import JSON, claim_from, send_file
from tests.evidence.files import pdf
from tests.raters import SENT, Raters, add_form_link


def test_a_claim_goes_with_the_draft_and_comes_back(client: FlaskClient, raters: Raters) -> None:
    claim = claim_from(send_file(client, raters.path("nur"), headers=JSON))
    save(client, raters, HALF | {"bukti": [claim]}, who="nur")
    assert "rapat.pdf" not in client.get(raters.path("nur")).text
    assert "rapat.pdf" in resume(client, raters, CODE, who="nur").text
    assert client.post(raters.path("nur"), data=SENT | {"bukti": claim}).status_code == 303
    assert json.loads(IdentifiedSubmission.get().answers)["bukti"]["name"] == "rapat.pdf"


def test_nobody_claims_a_file_without_our_signature(client: FlaskClient, raters: Raters) -> None:
    claim = claim_from(send_file(client, raters.path("nur"), headers=JSON))
    note = claimed_note([claim])
    assert note is not None
    body, _, mac = claim.partition(".")
    for forged in (note_text(note), body, f"{body}.", f"{body}.{mac[::-1]}", f"{body}x.{mac}"):
        answer = client.post(raters.path("nur"), data=SENT | {"bukti": forged})
        assert answer.status_code == 422
        save_by_button(client, raters, {"bukti": forged}, who="nur")
    assert raters.assignment("nur").state == "open"


def test_a_file_in_the_draft_stays_until_it_is_taken_out(
    client: FlaskClient, raters: Raters
) -> None:
    claim = claim_from(send_file(client, raters.path("nur"), headers=JSON))
    save(client, raters, HALF | {"bukti": [claim]}, who="nur")
    for values in ("na", ""):
        save_by_button(client, raters, {"bukti": values}, who="nur", code=CODE)
        assert stored(raters, "nur") == HALF | {"bukti": [claim]}
    page = client.post(f"{raters.path('nur')}/bukti/bukti/hapus", data={"~kode": CODE})
    assert "rapat.pdf" not in page.text
    assert stored(raters, "nur") == HALF
    assert Evidence.select().count() == 0


def _fill_up(raters: Raters) -> None:
    """As somebody does who has the link and none of its drafts."""
    checked = check_file("rapat.pdf", pdf())
    for _ in range(MOST_WAITING - Evidence.select().count()):
        attach(raters.link("nur"), "foto", checked)


def test_nobody_pushes_out_a_file_that_waits(client: FlaskClient, raters: Raters) -> None:
    held = claim_from(send_file(client, raters.path("nur"), headers=JSON))
    _fill_up(raters)
    refused = send_file(client, raters.path("nur"), code="foto", headers=JSON)
    assert refused.status_code == 422
    assert "Terlalu banyak berkas" in refused.json["message"]
    assert client.post(raters.path("nur"), data=SENT | {"bukti": held}).status_code == 303
    assert [one.question for one in Evidence.select()] == ["bukti"]


def test_a_file_is_exchanged_and_another_goes_in_where_one_was_taken_out(
    client: FlaskClient, raters: Raters
) -> None:
    held = claim_from(send_file(client, raters.path("nur"), headers=JSON))
    _fill_up(raters)
    fields = {"sebelumnya": held}
    again = send_file(client, raters.path("nur"), headers=JSON, fields=fields)
    assert again.status_code == 200
    client.post(
        f"{raters.path('nur')}/bukti/bukti/hapus",
        data={"sebelumnya": claim_from(again)},
        headers=JSON,
    )
    assert send_file(client, raters.path("nur"), code="foto", headers=JSON).status_code == 200


def test_a_new_link_has_room_again(client: FlaskClient, raters: Raters) -> None:
    _fill_up(raters)
    assignment = raters.assignment("nur")
    Link.update(revoked_at=clock.now()).where(Link.assignment == assignment).execute()
    token = token_of(add_form_link(assignment))
    assert send_file(client, f"/f/{token}", code="foto", headers=JSON).status_code == 200
