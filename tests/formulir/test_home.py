"""`/` leads everybody on; `/kirim-ulang` sends a lost link to the address on record."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from survei import clock
from survei.audit.models import AuditEvent
from survei.cycle.choices import AssignmentState, CycleState
from survei.cycle.models import Assignment, Cycle
from survei.invitation.choices import LinkPurpose
from survei.invitation.issuing import issue_result_links
from survei.mail.models import Letter
from survei.mail.writers import NothingToSay, write
from survei.settings import Settings
from tests.cast import Cast
from tests.raters import CLOSES, Raters

#: Of Budi, who rates; "pegawai1" is the supervisor.
BUDI = "pegawai2@example.go.id"
SENT = "Bila alamat itu tercatat"


def test_the_front_page_leads_everybody_on(client: FlaskClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    ways = re.findall(r'<a class="person" href="([^"]+)"', page.text)
    assert ways == ["/kode", "/kirim-ulang", "/keaslian", "/masuk"]
    assert all(client.get(path).status_code == 200 for path in ways)
    english = client.get("/?lang=en").text
    assert "I have lost my link" in english
    assert 'href="/kirim-ulang?lang=en"' in english
    assert "Set-Cookie" not in page.headers


def test_who_is_signed_in_goes_on(client: FlaskClient, cast: Cast) -> None:
    client.sign_in(cast.hr)  # type: ignore[attr-defined]
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")


def ask(client: FlaskClient, email: str, network: str = "10.1.1.1") -> str:
    """What the page answers."""
    answer = client.post(
        "/kirim-ulang", data={"email": email}, environ_base={"REMOTE_ADDR": network}
    )
    assert answer.status_code == 200
    return answer.text


def test_a_lost_link_goes_to_the_address_on_record(
    client: FlaskClient, raters: Raters, settings: Settings
) -> None:
    known = ask(client, f" {BUDI.upper()} ")
    letter = Letter.get()
    assert (letter.kind, letter.lane, letter.recipient) == ("lost_link", "account", BUDI)
    text = write(letter.kind, {"participant": letter.participant_id}, settings).text
    assert f"/u/{raters.lists['budi']}" in text
    assert "Bukan Anda yang meminta?" in text
    assert ask(client, "tidak.ada@example.go.id") == known
    assert ask(client, BUDI) == known
    assert Letter.select().count() == 1
    line = AuditEvent.get()
    assert (line.action, line.actor_kind, line.address) == ("link.lost", "anonymous", "")


def test_nothing_is_sent_where_nothing_is_open(
    client: FlaskClient, raters: Raters, settings: Settings
) -> None:
    ask(client, BUDI)
    Assignment.update(state=AssignmentState.SUBMITTED).execute()
    with pytest.raises(NothingToSay):
        write("lost_link", {"participant": raters.people["budi"].id}, settings)
    Letter.delete().execute()
    assert SENT in ask(client, BUDI)
    with clock.fixed(CLOSES + timedelta(days=1)):
        ask(client, "pegawai3@example.go.id")
    assert Letter.select().count() == 0


def test_a_lost_result_is_found_again(
    client: FlaskClient, raters: Raters, settings: Settings
) -> None:
    Cycle.update(state=CycleState.PUBLISHED).execute()
    issue_result_links(raters.cycle.id)
    ask(client, "pegawai0@example.go.id")
    ask(client, BUDI)  # rated nobody's result: nothing to read
    letter = Letter.get()
    assert Letter.select().count() == 1
    text = write(letter.kind, {"participant": letter.participant_id}, settings).text
    assert "/hasil/" in text
    assert LinkPurpose.RESULT == "result"


@pytest.mark.parametrize("typed", ["", "budi", "x" * 1000, "\0"])
def test_what_is_no_address_is_asked_again(client: FlaskClient, typed: str) -> None:
    answer = client.post("/kirim-ulang", data={"email": typed})
    assert answer.status_code in (400, 422)
    if answer.status_code == 422:
        assert "Tulis alamat surel Anda" in answer.text
        assert 'aria-invalid="true"' in answer.text


def test_one_mailbox_is_not_flooded_and_one_network_does_not_try_all(
    client: FlaskClient, raters: Raters
) -> None:
    for number in range(5):
        ask(client, BUDI, network=f"10.2.0.{number}")
        Letter.update(state="sent").execute()
    assert Letter.select().count() == 3
    for number in range(60):
        ask(client, f"orang{number}@example.go.id", network="10.3.0.1")
    refused = client.post(
        "/kirim-ulang",
        data={"email": "pegawai4@example.go.id"},
        environ_base={"REMOTE_ADDR": "10.3.0.1"},
    )
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "pegawai4@example.go.id" in refused.text
    assert Letter.select().count() == 3


def test_another_site_cannot_ask(client: FlaskClient, raters: Raters) -> None:
    answer = client.post(
        "/kirim-ulang", data={"email": BUDI}, headers={"Origin": "https://evil.test"}
    )
    assert answer.status_code == 403
    assert Letter.select().count() == 0
