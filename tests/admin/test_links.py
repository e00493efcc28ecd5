"""Raters and their links: seen by the right people, stepped on by them, noted."""

from __future__ import annotations

import csv
import io
import re

import pytest

from admin.links import many_raters
from survei.audit.models import AuditEvent
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment, Participant, UnitProgress
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import Link
from survei.invitation.queries import link_of_participant, newest_link, token_of
from survei.invitation.token_lookup import find_link
from survei.mail.models import Letter
from tests.cast import PASSWORD, Cast
from tests.client import Browser
from tests.invitation.conftest import SmallCycle, make_cycle
from tests.invitation.links import make_link

pytestmark = pytest.mark.usefixtures("in_the_cycle")

#: What is typed before links are seen.
GIVEN = {"reason": "Tidak memiliki alamat surel.", "confirm_password": PASSWORD}


@pytest.fixture
def small(client: Browser, cast: Cast) -> SmallCycle:
    """The small cycle with all links; its people lie in the cast's school, citra elsewhere."""
    small = make_cycle()
    Participant.update(unit_lineage=cast.school.lineage, unit_name=cast.school.name).execute()
    Participant.update(unit_lineage=cast.other_school.lineage, unit_name="SD Lain").where(
        Participant.id == small.people["citra"].id
    ).execute()
    # As it would have been frozen.
    UnitProgress.update(unit_lineage=cast.school.lineage, unit_name=cast.school.name).execute()
    UnitProgress.create(
        cycle=small.cycle, unit_lineage=cast.other_school.lineage, unit_name="SD Lain",
        relation="peer", open=1,
    )  # fmt: skip
    for rater, ratee in small.assignments:
        make_link(small, rater, ratee)
    for rater in {rater for rater, _ in small.assignments}:
        make_link(small, rater)
    return small


def url(small: SmallCycle, name: str, page: str = "details") -> str:
    return f"/admin/penilai/{page}/?id={small.people[name].id}"


def step(client: Browser, small: SmallCycle, name: str, **fields: object) -> int:
    return client.submit(url(small, name, "langkah"), fields).status_code


def actions() -> list[str]:
    """What the log says, oldest first."""
    return [event.action for event in AuditEvent.select().order_by(AuditEvent.id)]


@pytest.mark.parametrize("who", ["admin", "hr", "unit_hr"])
def test_hr_sees_raters(client: Browser, cast: Cast, small: SmallCycle, who: str) -> None:
    page = client.sign_in(cast.users[who]).get("/admin/penilai/").text
    assert "Budi Santoso" in page
    assert "0 dari 2 selesai" in page
    assert ("SD Lain" in page) == (who != "unit_hr")


@pytest.mark.parametrize("who", ["appraiser", "auditor"])
def test_others_are_refused(client: Browser, cast: Cast, small: SmallCycle, who: str) -> None:
    client.sign_in(cast.users[who])
    assert client.get("/admin/penilai/").status_code == 403
    assert client.get(url(small, "budi")).status_code == 403
    assert step(client, small, "budi", step="send_again") == 403
    assert client.submit("/admin/penilai/unduh/", {"cycle": small.cycle.id}).status_code == 403


@pytest.mark.parametrize("page", ["details", "slip", "whatsapp"])
def test_raters_of_another_unit_are_not_there(
    client: Browser, cast: Cast, small: SmallCycle, page: str
) -> None:
    client.sign_in(cast.unit_hr)
    assert client.get(url(small, "citra", page)).status_code == 404
    assert client.get(f"/admin/penilai/{page}/?id=999999").status_code == 404
    assert step(client, small, "citra", step="send_again") == 404


@pytest.mark.parametrize("text", ["", "abc", "-1", "9" * 30, "1,2", "\0"])
def test_garbage_is_not_there(client: Browser, cast: Cast, small: SmallCycle, text: str) -> None:
    client.sign_in(cast.hr)
    for page in ("details", "slip", "whatsapp"):
        answer = client.get(f"/admin/penilai/{page}/", query_string={"id": text})
        assert answer.status_code in (400, 404)
    answer = client.get("/admin/penilai/slip-unit/", query_string={"cycle": text})
    assert answer.status_code in (400, 404)
    assert client.submit("/admin/penilai/unduh/", {"cycle": text}).status_code in (400, 401, 404)


def test_the_list_stays_cheap(
    client: Browser, cast: Cast, small: SmallCycle, statements: list[str]
) -> None:
    client.sign_in(cast.hr)
    client.get("/admin/")
    statements.clear()
    client.get("/admin/penilai/?search=Budi")
    for_one = len(statements)
    statements.clear()
    everyone = client.get("/admin/penilai/?search=i").text
    assert "Budi" in everyone
    assert "Citra" in everyone
    assert len(statements) == for_one


def test_a_page_shows_state_and_no_link(client: Browser, cast: Cast, small: SmallCycle) -> None:
    done = small.assignments["budi", "citra"]
    Assignment.update(state=AssignmentState.SUBMITTED).where(Assignment.id == done.id).execute()
    page = client.sign_in(cast.hr).get(url(small, "budi")).text
    assert "Terkirim" in page
    assert "Belum diisi" in page
    for link in Link.select():
        assert token_of(link) not in page


def test_the_letter_is_sent_again(client: Browser, cast: Cast, small: SmallCycle) -> None:
    client.sign_in(cast.hr)
    assert step(client, small, "budi", step="send_again") == 303
    assert Letter.get().recipient == "budi@example.go.id"
    step(client, small, "budi", step="send_again")
    assert "masih menunggu dikirim" in client.get(url(small, "budi")).text
    assert Letter.select().count() == 1


def test_a_grave_step_asks_first(client: Browser, cast: Cast, small: SmallCycle) -> None:
    client.sign_in(cast.hr)
    form = small.assignments["budi", "andi"]
    before = newest_link(form.id)
    assert step(client, small, "budi", step="reissue_all") == 200
    assert newest_link(form.id) == before
    assert step(client, small, "budi", step="reissue_all", confirmed=1) == 303
    assert newest_link(form.id) != before


@pytest.mark.parametrize(
    ("email", "words"), [("budi@makassar.example", "ke alamat surelnya"), (None, "lewat slip")]
)
def test_replacing_says_how_the_new_links_get_there(
    client: Browser, cast: Cast, small: SmallCycle, email: str | None, words: str
) -> None:
    Participant.update(email=email).where(Participant.id == small.people["budi"].id).execute()
    client.sign_in(cast.hr)
    path, fields = url(small, "budi", "langkah"), {"step": "reissue_all"}
    asked = client.submit(path, fields).text
    done = client.submit(path, fields | {"confirmed": 1}, follow_redirects=True).text
    assert words in asked
    assert ("masuk antrean kirim" in done, "lewat slip" in done) == (bool(email), not email)


def test_revoke_and_restore(client: Browser, cast: Cast, small: SmallCycle) -> None:
    client.sign_in(cast.hr)
    form = small.assignments["budi", "andi"]
    step(client, small, "budi", step="revoke", form=form.id, confirmed=1)
    assert "Dicabut" in client.get(url(small, "budi")).text
    step(client, small, "budi", step="restore", form=form.id)
    assert Assignment.get_by_id(form.id).state == AssignmentState.OPEN
    assert {"link.revoke", "link.restore"} <= set(actions())


def test_a_form_of_somebody_else_is_not_stepped_on(
    client: Browser, cast: Cast, small: SmallCycle
) -> None:
    client.sign_in(cast.hr)
    foreign = small.assignments["citra", "andi"]
    for key in (foreign.id, "", "x", 10**20):
        assert step(client, small, "budi", step="revoke", form=key, confirmed=1) == 404
    assert step(client, small, "budi", step="unknown") == 404
    assert Assignment.get_by_id(foreign.id).state == AssignmentState.OPEN


def test_all_links_are_replaced(client: Browser, cast: Cast, small: SmallCycle) -> None:
    client.sign_in(cast.hr)
    assert step(client, small, "budi", step="reissue_all", confirmed=1) == 303
    assert Link.select().where(Link.revoked_at.is_null(False)).count() == 3


def test_the_slip_opens_the_list_and_is_noted(
    client: Browser, cast: Cast, small: SmallCycle
) -> None:
    page = client.sign_in(cast.hr).submit(url(small, "budi", "slip"), GIVEN).text
    (token,) = re.findall(r"http://localhost/u/([\w-]{43})", page)
    link = find_link(token)
    assert link is not None
    assert link.participant == small.people["budi"]
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page)
    assert page.count("<svg") == 1
    assert "Andi Ma" not in page
    assert actions()[-1] == "link.handout"


def test_slips_of_a_unit(client: Browser, cast: Cast, small: SmallCycle) -> None:
    client.sign_in(cast.hr)
    address = f"/admin/penilai/slip-unit/?cycle={small.cycle.id}"
    assert "SD Lain" in client.get(address).text
    page = client.submit(f"{address}&unit={cast.school.lineage}", GIVEN).text
    assert page.count("<svg") == 4
    only = client.submit(f"{address}&unit={cast.school.lineage}&email=0", GIVEN).text
    assert (only.count("<svg"), "Dewi Lestari" in only) == (1, True)
    client.sign_in(cast.unit_hr)
    assert "SD Lain" not in client.get(address).text
    foreign = client.submit(f"{address}&unit={cast.other_school.lineage}", GIVEN).text
    assert "<svg" not in foreign


def test_of_many_units_those_of_a_name_are_offered(
    client: Browser, cast: Cast, small: SmallCycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_raters, "MOST_OFFERED", 1)
    client.sign_in(cast.hr)
    address = f"/admin/penilai/slip-unit/?cycle={small.cycle.id}"
    asking = client.get(address).text
    assert "Tulis sebagian namanya" in asking
    assert "<option" not in asking
    found = client.get(f"{address}&nama=lain").text
    assert (found.count("<option"), "SD Lain" in found) == (1, True)
    assert "Hanya 1 unit pertama yang tampil." in client.get(f"{address}&nama=SD").text
    assert "Tidak ada unit dengan nama itu." in client.get(f"{address}&nama=xyz").text
    assert "<svg" in client.submit(f"{address}&unit={cast.school.lineage}", GIVEN).text


def test_whatsapp_names_no_ratee(client: Browser, cast: Cast, small: SmallCycle) -> None:
    client.sign_in(cast.hr)
    assert client.get(url(small, "budi", "whatsapp")).status_code == 404
    page = client.submit(url(small, "dewi", "whatsapp"), GIVEN).text
    (message,) = re.findall(r'href="(https://wa.me/[^"]+)"', page)
    assert message.startswith("https://wa.me/6281234567890?text=Yth.%20Dewi%20Lestari")
    assert "Ma%27ruf" not in message
    assert actions()[-1] == "link.handout"


def test_ticked_raters(client: Browser, cast: Cast, small: SmallCycle) -> None:
    client.sign_in(cast.hr)
    ids = [small.people[name].id for name in ("budi", "dewi")]
    page = client.submit("/admin/penilai/action/", {"action": "slips", "rowid": ids, **GIVEN})
    assert page.text.count("<svg") == 2
    fields = {"action": "send_again", "rowid": ids, "confirmed": "1"}
    client.submit("/admin/penilai/action/", fields)
    assert [letter.recipient for letter in Letter] == ["budi@example.go.id"]
    shown = client.get("/admin/penilai/").text
    assert "1 surel masuk antrean kirim" in shown
    assert "1 penilai dilewati" in shown


def test_reminders_are_counted_first_and_keep_to_the_unit(
    client: Browser, cast: Cast, small: SmallCycle
) -> None:
    client.sign_in(cast.unit_hr)
    fields = {"cycle": small.cycle.id}
    page = client.submit("/admin/penilai/pengingat/", fields).text
    assert "3 penilai dengan formulir yang belum selesai" in page
    assert Letter.select().count() == 0
    client.submit("/admin/penilai/pengingat/", {**fields, "confirmed": "1"})
    told = {letter.recipient.split("@")[0] for letter in Letter}
    assert told == {"andi", "budi", "nur"}
    again = client.submit("/admin/penilai/pengingat/", fields).text
    assert "Tidak ada yang perlu diingatkan" in again
    assert client.submit("/admin/penilai/pengingat/", {"cycle": "99"}).status_code == 404


def test_the_export_keeps_to_the_unit(client: Browser, cast: Cast, small: SmallCycle) -> None:
    client.sign_in(cast.unit_hr)
    answer = client.submit("/admin/penilai/unduh/", {"cycle": small.cycle.id, **GIVEN})
    assert answer.status_code == 200
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    citra = small.people["citra"].nip
    assert len(rows) == 5
    assert citra not in {row["rater_nip"] for row in rows}
    assert actions()[-1] == "link.export"


def test_a_rater_without_link_is_said_so(client: Browser, cast: Cast, small: SmallCycle) -> None:
    link = link_of_participant(small.people["budi"].id, LinkPurpose.LIST)
    assert link is not None
    Link.delete().where(Link.token_hash == link.token_hash).execute()
    page = client.sign_in(cast.hr).get(url(small, "budi")).text
    assert "tidak memiliki tautan yang berlaku" in page
    assert client.get(url(small, "budi", "slip")).status_code == 404


def test_without_a_cycle_the_page_says_what_belongs_there(client: Browser, cast: Cast) -> None:
    page = client.sign_in(cast.hr).get("/admin/penilai/").text
    assert "Belum ada periode penilaian yang berlangsung" in page
