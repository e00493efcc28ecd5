"""A rater did not send the own form: the auditor is told, no answer changes, links go by mail."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from survei import clock
from survei.account.choices import Role
from survei.account.models import User
from survei.audit.choices import Actor, ActorKind
from survei.audit.models import AuditEvent
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle, Participant
from survei.invitation.choices import DisputeDecision, HandoutWay, LinkPurpose
from survei.invitation.disputes import dispute_of, handouts_to
from survei.invitation.distribution import form_urls
from survei.invitation.handouts import Occasion, hand_out, hand_out_cycle
from survei.invitation.mail_only import MailOnly
from survei.invitation.models import DisputedSubmission
from survei.invitation.queries import EVERYONE, link_of_participant, newest_link, token_of
from survei.lifecycle.disputing import decide_dispute
from survei.mail.models import Letter
from survei.mail.writers import write
from survei.response.models import ConfidentialSubmission
from survei.settings import Settings
from survei.throttle.choices import DISPUTE_ADDRESS
from tests.raters import SENT, Raters

HR = Actor(ActorKind.USER, 1, "Hasnah Pengelola")
AUDITOR = Actor(ActorKind.USER, 2, "Syamsul Auditor")
REASON = "Tidak memiliki alamat surel."
YES = {"yakin": "1"}


@pytest.fixture
def sent(client: FlaskClient, raters: Raters) -> Raters:
    """HR had Budi's links, and his form is sent; an auditor is there."""
    User.create(
        email="auditor@example.go.id", name="Syamsul", role=Role.AUDITOR, created_at=clock.now()
    )
    listed = link_of_participant(raters.people["budi"].id, LinkPurpose.LIST)
    assert listed is not None
    hand_out([listed], Occasion(HandoutWay.SLIP, REASON, HR))
    assert client.post(raters.path("budi"), data=SENT).status_code == 303
    return raters


def report(client: FlaskClient, raters: Raters, who: str = "budi") -> int:
    return client.post(raters.path(who) + "/bukan-saya", data=YES).status_code


def new_path(raters: Raters, who: str = "budi") -> str:
    link = newest_link(raters.assignment(who).id)
    assert link is not None
    return f"/f/{token_of(link)}"


def stored() -> list[tuple[str, str]]:
    return sorted((row.id, row.answers) for row in ConfidentialSubmission.select())


def test_asking_changes_nothing(client: FlaskClient, sent: Raters) -> None:
    receipt = client.get(sent.path("budi")).text
    path = sent.path("budi") + "/bukan-saya"
    assert f'href="{path}"' in receipt
    listed = client.get("/u/" + sent.lists["budi"]).text
    assert f'href="{path}"' in listed
    page = client.get(path).text
    assert "Auditor diberi tahu dan memutuskan" in page
    assert "hanya dikirim ke p•••@example.go.id" in page
    unsure = client.post(path, data={"yakin": "0"})
    assert (unsure.status_code, "Centang dahulu" in unsure.text) == (422, True)
    assert DisputedSubmission.select().count() == 0
    assert client.get(sent.path("budi")).status_code == 200


def test_a_report_marks_tells_and_brings_new_links(client: FlaskClient, sent: Raters) -> None:
    before, old_list = stored(), "/u/" + sent.lists["budi"]
    answer = client.post(sent.path("budi") + "/bukan-saya", data=YES)
    assert answer.status_code == 200
    assert "Tautan baru dikirim ke p•••@example.go.id" in answer.text
    assert stored() == before
    dispute = dispute_of(sent.assignment("budi").id)
    assert dispute is not None
    assert (dispute.is_mail_only, dispute.decision) == (True, None)
    for old in (sent.path("budi"), old_list):
        gone = client.get(old)
        assert (gone.status_code, "yang baru dikirim lewat surel" in gone.text) == (410, True)
    receipt = client.get(new_path(sent)).text
    assert "bukan Anda yang mengirim penilaian ini" in receipt
    assert "Auditor belum memutuskan" in receipt
    assert "/bukan-saya" not in receipt
    letters = {letter.kind: letter.recipient for letter in Letter.select()}
    assert letters == {
        "dispute_reported": sent.people["budi"].email,
        "dispute_opened": "auditor@example.go.id",
    }


def test_the_letters_hold_the_new_list_and_no_name(
    client: FlaskClient, sent: Raters, settings: Settings
) -> None:
    report(client, sent)
    texts = {
        letter.kind: write(letter.kind, json.loads(letter.payload), settings)
        for letter in Letter.select()
    }
    listed = link_of_participant(sent.people["budi"].id, LinkPurpose.LIST)
    assert listed is not None
    assert f"/u/{token_of(listed)}" in texts["dispute_reported"].text
    assert "/admin/laporan-pengiriman/" in texts["dispute_opened"].text
    for message in texts.values():
        assert "Andi" not in message.text
    assert "Budi" not in texts["dispute_opened"].text


def test_the_log_names_the_form_and_no_answer(client: FlaskClient, sent: Raters) -> None:
    report(client, sent)
    event = AuditEvent.get(AuditEvent.action == "dispute.report")
    assert (event.object_id, event.details) == (str(sent.assignment("budi").id), "{}")
    assert (event.actor_kind, event.actor_name, event.address) == ("anonymous", "", "")


def test_it_is_reported_once(client: FlaskClient, sent: Raters) -> None:
    report(client, sent)
    again = client.post(new_path(sent) + "/bukan-saya", data=YES)
    assert (again.status_code, again.headers["Location"]) == (303, new_path(sent))
    assert client.get(new_path(sent) + "/bukan-saya").status_code == 303
    assert DisputedSubmission.select().count() == 1
    assert Letter.select().count() == 2


def test_nobody_is_handed_the_new_links(client: FlaskClient, sent: Raters) -> None:
    report(client, sent)
    occasion = Occasion(HandoutWay.SLIP, REASON, HR)
    for purpose in (LinkPurpose.LIST, LinkPurpose.FORM):
        link = (
            link_of_participant(sent.people["budi"].id, purpose)
            if purpose == LinkPurpose.LIST
            else newest_link(sent.assignment("budi").id)
        )
        assert link is not None
        with pytest.raises(MailOnly):
            hand_out([link], occasion)
    count = hand_out_cycle(sent.cycle.id, EVERYONE, occasion)
    exported = list(form_urls(sent.cycle.id, "http://localhost"))
    assert sent.people["budi"].nip not in {row[0] for row in exported}
    assert count == len(exported) == 5
    assert "Penyerahan" not in client.get(new_path(sent)).text
    seen = handouts_to(sent.assignment("budi").id)
    assert [handout.way for handout in seen] == ["slip"]


def test_without_an_address_the_links_stay(client: FlaskClient, sent: Raters) -> None:
    Participant.update(email=None).execute()
    page = client.get(sent.path("budi") + "/bukan-saya").text
    assert "tautan baru tidak dapat dikirim dan tautan ini tetap berlaku" in page
    assert report(client, sent) == 303
    assert "Auditor belum memutuskan" in client.get(sent.path("budi")).text
    assert [letter.kind for letter in Letter.select()] == ["dispute_opened"]


def test_without_an_auditor_the_administrators_are_told(client: FlaskClient, sent: Raters) -> None:
    User.update(role=Role.ADMIN).execute()
    report(client, sent)
    assert {letter.recipient for letter in Letter.select()} >= {"auditor@example.go.id"}


@pytest.mark.parametrize("who", ["citra", "dewi"])
def test_only_of_what_was_sent(client: FlaskClient, sent: Raters, who: str) -> None:
    client.post(sent.path("dewi") + "/decline", data={"reason": "conflict"})
    assert report(client, sent, who) == 303
    assert DisputedSubmission.select().count() == 0
    assert client.get(sent.path(who)).status_code == 200


def test_not_once_results_are_published(client: FlaskClient, sent: Raters) -> None:
    client.get(sent.path("budi"))
    Cycle.update(state=CycleState.PUBLISHED).execute()
    assert "/bukan-saya" not in client.get(sent.path("budi")).text
    assert "/bukan-saya" not in client.get("/u/" + sent.lists["budi"]).text
    assert report(client, sent) == 303
    assert DisputedSubmission.select().count() == 0


def test_a_network_reports_so_many_and_no_more(client: FlaskClient, sent: Raters) -> None:
    from survei.throttle.services import count

    for _ in range(DISPUTE_ADDRESS.most):
        count((DISPUTE_ADDRESS, "127.0.0.1"))
    answer = client.post(sent.path("budi") + "/bukan-saya", data=YES)
    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)
    assert DisputedSubmission.select().count() == 0


@pytest.mark.parametrize(
    ("decision", "said"),
    [(DisputeDecision.KEEP, "tetap dipakai"), (DisputeDecision.LEAVE_OUT, "tidak dipakai")],
)
def test_the_rater_reads_the_decision(
    client: FlaskClient, sent: Raters, settings: Settings, decision: DisputeDecision, said: str
) -> None:
    report(client, sent)
    key = sent.assignment("budi").id
    decide_dispute(key, decision, reason="Slip <b>tertukar</b> di ruang guru.", actor=AUDITOR)
    receipt = client.get(new_path(sent)).text
    assert said in receipt
    assert "Alasan: Slip &lt;b&gt;tertukar&lt;/b&gt; di ruang guru." in receipt
    letter = Letter.get(Letter.kind == "dispute_decided")
    message = write(letter.kind, json.loads(letter.payload), settings)
    assert said in message.text
    assert "Alasan: Slip <b>tertukar</b>" in message.text
