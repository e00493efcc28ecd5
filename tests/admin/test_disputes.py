"""The auditor decides about forms that somebody else sent; until then nothing is published."""

from __future__ import annotations

from datetime import timedelta

import pytest

from survei import clock
from survei.account.models import Session
from survei.audit.models import AuditEvent
from survei.cycle.choices import CycleState, Relation
from survei.cycle.models import Participant
from survei.cycle.queries import cycle as cycle_of
from survei.invitation.choices import HandoutWay, LinkPurpose
from survei.invitation.disputes import dispute_of
from survei.invitation.handouts import Occasion, hand_out
from survei.invitation.models import DisputedSubmission
from survei.invitation.queries import link_of_participant
from survei.invitation.reporting import report_submission
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results
from survei.lifecycle.disputing import ReportsChanged, Undecided
from survei.lifecycle.publishing import publish_results
from survei.mail.models import Letter
from survei.result.choices import Showing
from survei.result.document import ResultDocument
from survei.result.models import Result
from survei.result.stored_document import decode_result
from survei.staff.models import Employee
from tests.admin.test_links import GIVEN
from tests.admin.test_staff_pages import fields
from tests.cast import PASSWORD, Cast
from tests.client import Browser
from tests.cycle.world import ACTOR
from tests.raters import NOW, SENT, Raters, make_raters

pytestmark = pytest.mark.usefixtures("in_the_cycle")

REASON = "Slip tertukar di ruang guru."
SECRET = "Pertahankan."
LIST = "/admin/laporan-pengiriman/"


@pytest.fixture
def sent(client: Browser, cast: Cast) -> Raters:
    """All peers and the supervisor sent; Budi's slip was printed, and he says it was not him."""
    raters = make_raters(unit=cast.school)
    listed = link_of_participant(raters.people["budi"].id, LinkPurpose.LIST)
    assert listed is not None
    hand_out([listed], Occasion(HandoutWay.SLIP, "Surelnya tidak sampai.", ACTOR))
    for who in ("nur", "budi", "citra", "dewi"):
        assert client.post(raters.path(who), data=SENT).status_code == 303
    report_submission(raters.link("budi"))
    return raters


def page_of(raters: Raters) -> str:
    return f"{LIST}{raters.assignment('budi').id}/"


def decided(decision: str, reason: str = REASON) -> dict[str, str]:
    return {"decision": decision, "reason": reason, "confirm_password": PASSWORD}


def settle(raters: Raters) -> None:
    close_cycle(raters.cycle.id, actor=ACTOR)
    compute_results(raters.cycle.id, actor=ACTOR)


def published(raters: Raters) -> ResultDocument:
    publish_results(raters.cycle.id, actor=ACTOR)
    return decode_result(Result.get(Result.ratee == raters.people["andi"].id).document)


def test_the_auditor_reads_what_is_known_and_no_answer(
    client: Browser, cast: Cast, sent: Raters
) -> None:
    listed = client.sign_in(cast.auditor).get(LIST).text
    assert "Budi Santoso" in listed
    page = client.get(page_of(sent)).text
    assert "Surelnya tidak sampai." in page
    assert "pegawai2@example.go.id" in page
    for text in (listed, page):
        assert SECRET not in text
        assert "/f/" not in text
        assert "/u/" not in text


def test_an_address_that_was_changed_gets_no_link_and_is_told(
    client: Browser, cast: Cast, sent: Raters
) -> None:
    """HR writes another address on the staff list: that of the opening counts."""
    budi, other = sent.people["budi"], "pengelola@example.go.id"
    Employee.update(email=budi.email, nip="198609262015051901").where(
        Employee.id == budi.employee_id
    ).execute()
    said = f"Pada daftar pegawai kini tertulis: {other}."
    client.sign_in(cast.auditor)
    assert "kini tertulis" not in client.get(page_of(sent)).text
    person = Employee.get_by_id(budi.employee_id)
    address = f"/admin/pegawai/edit/?id={person.id}"
    client.sign_in(cast.hr).submit(address, fields(person, email=other))
    assert Employee.get_by_id(person.id).email == other
    client.post("/kirim-ulang", data={"email": other})
    told = Letter.get(Letter.kind == "dispute_reported")
    assert told.recipient == budi.email
    assert not Letter.select().where(Letter.recipient == other).exists()
    assert said in client.sign_in(cast.auditor).get(page_of(sent)).text
    event = AuditEvent.get(AuditEvent.action == "employee.save")
    assert "email" in event.details


@pytest.mark.parametrize("who", ["admin", "hr", "unit_hr", "appraiser"])
def test_nobody_else_decides(client: Browser, cast: Cast, sent: Raters, who: str) -> None:
    client.sign_in(cast.users[who])
    assert client.get(LIST).status_code == 403
    assert client.submit(page_of(sent), decided("keep")).status_code == 403
    assert LIST not in client.get("/admin/").text


def test_it_is_decided_once_with_password_and_reason(
    client: Browser, cast: Cast, sent: Raters
) -> None:
    client.sign_in(cast.auditor)
    Session.update(confirmed_at=NOW - timedelta(hours=3)).execute()
    without = {"decision": "keep", "reason": REASON}
    assert client.submit(page_of(sent), without).status_code == 401
    for wrong in (decided(""), decided("maybe"), decided("keep", "x"), decided("keep", "x" * 501)):
        assert client.submit(page_of(sent), wrong).status_code == 422
    report = dispute_of(sent.assignment("budi").id)
    assert report is not None
    assert report.decision is None
    assert client.submit(page_of(sent), decided("keep")).status_code == 303
    assert client.submit(page_of(sent), decided("leave_out")).status_code == 303
    report = dispute_of(sent.assignment("budi").id)
    assert report is not None
    assert (report.decision, report.reason) == ("keep", REASON)
    assert report.decided_by == cast.auditor.name
    events = AuditEvent.select().where(AuditEvent.action == "dispute.decide")
    assert [event.actor_name for event in events] == [cast.auditor.name]
    assert REASON in client.get(page_of(sent)).text


def test_nothing_is_published_before_that(client: Browser, cast: Cast, sent: Raters) -> None:
    settle(sent)
    with pytest.raises(Undecided):
        publish_results(sent.cycle.id, actor=ACTOR)
    client.sign_in(cast.admin)
    page = client.get(f"/admin/hasil/{sent.cycle.id}/").text
    assert "Andi Ma&#39;ruf Dg. Sila, S.Pd., M.Si., Rekan sejawat: menunggu keputusan" in page
    assert "Budi" not in page
    assert 'name="yakin"' not in page
    refused = client.submit(f"/admin/hasil/{sent.cycle.id}/terbitkan", {"yakin": "1"})
    assert (refused.status_code, "1 laporan" in refused.text) == (409, True)
    assert (cycle_of(sent.cycle.id).state, Result.select().count()) == (CycleState.COMPUTED, 0)


def test_who_owns_the_database_takes_no_report_away(
    client: Browser, cast: Cast, sent: Raters
) -> None:
    settle(sent)
    kept = DisputedSubmission.get().__data__
    DisputedSubmission.delete().execute()
    client.sign_in(cast.admin)
    refused = client.submit(f"/admin/hasil/{sent.cycle.id}/terbitkan", {"yakin": "1"})
    assert (refused.status_code, "seseorang mengubah basis data" in refused.text) == (409, True)
    DisputedSubmission.insert(kept).execute()
    client.sign_in(cast.auditor).submit(page_of(sent), decided("leave_out"))
    DisputedSubmission.update(decision="keep").execute()
    with pytest.raises(ReportsChanged):
        publish_results(sent.cycle.id, actor=ACTOR)
    assert (cycle_of(sent.cycle.id).state, Result.select().count()) == (CycleState.COMPUTED, 0)
    DisputedSubmission.update(decision="leave_out").execute()
    published(sent)


def test_who_owns_the_database_adds_no_report_and_decides_none(
    client: Browser, cast: Cast, sent: Raters
) -> None:
    """By a report of their own they would leave a group out."""
    settle(sent)
    DisputedSubmission.update(decision="leave_out", decided_at=clock.now()).execute()
    with pytest.raises(ReportsChanged):
        publish_results(sent.cycle.id, actor=ACTOR)
    DisputedSubmission.update(decision=None, decided_at=None).execute()
    client.sign_in(cast.auditor).submit(page_of(sent), decided("keep"))
    added = DisputedSubmission.get().__data__ | {"assignment": sent.assignment("citra").id}
    DisputedSubmission.insert({**added, "decision": "leave_out"}).execute()
    with pytest.raises(ReportsChanged):
        publish_results(sent.cycle.id, actor=ACTOR)
    assert (cycle_of(sent.cycle.id).state, Result.select().count()) == (CycleState.COMPUTED, 0)


def test_a_group_that_is_kept_counts(client: Browser, cast: Cast, sent: Raters) -> None:
    settle(sent)
    client.sign_in(cast.auditor).submit(page_of(sent), decided("keep"))
    peers = published(sent).group(Relation.PEER)
    assert peers is not None
    assert (peers.showing, peers.n) == (Showing.SHOWN, 3)


def test_a_group_that_is_left_out_counts_nowhere(client: Browser, cast: Cast, sent: Raters) -> None:
    client.sign_in(cast.auditor).submit(page_of(sent), decided("leave_out"))
    settle(sent)
    result = published(sent)
    peers = result.group(Relation.PEER)
    assert peers is not None
    assert (peers.showing, peers.n, peers.score, peers.weight_used) == (
        Showing.LEFT_OUT, None, None, 0,
    )  # fmt: skip
    for section in result.sections():
        cell = section.cells[Relation.PEER]
        assert (cell.showing, cell.score) == (Showing.LEFT_OUT, None)
    assert "group_left_out" in {note.code for note in result.withheld}
    assert Relation.PEER not in {comments.relation for comments in result.comments}
    supervisor = result.group(Relation.SUPERVISOR)
    assert supervisor is not None
    assert supervisor.showing == Showing.SHOWN
    page = client.sign_in(cast.admin).get(f"/admin/hasil/pegawai/{sent.people['andi'].id}/").text
    assert "tidak dipakai, keputusan auditor" in page


def test_a_named_rater_is_left_out_alike(client: Browser, cast: Cast, sent: Raters) -> None:
    report_submission(sent.link("nur"))
    client.sign_in(cast.auditor)
    for who, decision in (("budi", "keep"), ("nur", "leave_out")):
        client.submit(f"{LIST}{sent.assignment(who).id}/", decided(decision))
    settle(sent)
    supervisor = published(sent).group(Relation.SUPERVISOR)
    assert supervisor is not None
    assert (supervisor.showing, supervisor.score) == (Showing.LEFT_OUT, None)


def test_a_publication_that_broke_off_is_made_anew(
    client: Browser, cast: Cast, sent: Raters
) -> None:
    settle(sent)
    Result.create(
        cycle=sent.cycle, ratee=sent.people["andi"], document="{}", sha256="0", made_at=NOW
    )
    client.sign_in(cast.auditor).submit(page_of(sent), decided("leave_out"))
    peers = published(sent).group(Relation.PEER)
    assert peers is not None
    assert peers.showing == Showing.LEFT_OUT


@pytest.mark.parametrize("page", ["slip", "whatsapp"])
def test_hr_is_refused_the_new_links(client: Browser, cast: Cast, sent: Raters, page: str) -> None:
    Participant.update(whatsapp="6281234567890").execute()
    client.sign_in(cast.hr)
    address = f"/admin/penilai/{page}/?id={sent.people['budi'].id}"
    answer = client.submit(address, GIVEN)
    assert answer.status_code == 303
    assert "hanya dikirim lewat surel" in client.get(answer.headers["Location"]).text


def test_the_export_says_whom_it_leaves_out(client: Browser, cast: Cast, sent: Raters) -> None:
    client.sign_in(cast.hr)
    # A rater with open forms is one whom the export would have held.
    Participant.update(has_open_forms=True).execute()
    fields = {"cycle": sent.cycle.id}
    assert "1 penilai hanya dikirim" in client.submit("/admin/penilai/unduh/", fields).text
    rows = client.submit("/admin/penilai/unduh/", {**fields, **GIVEN}).text
    assert sent.people["budi"].nip not in rows
