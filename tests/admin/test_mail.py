"""The outbox in the browser: who sees which letter, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from admin.mail import outbox
from survei import clock
from survei.cycle.models import Participant
from survei.mail.choices import LetterState
from survei.mail.models import Letter
from survei.mail.outbox_sender import OutboxSender
from survei.mail.services import post_letter
from survei.settings import Settings
from tests.cast import Cast
from tests.client import Browser
from tests.invitation.conftest import NOW, SmallCycle, make_cycle
from tests.invitation.links import make_link


@pytest.fixture(autouse=True)
def _in_the_cycle() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


@pytest.fixture
def letters(client: Browser, cast: Cast) -> dict[str, Letter]:
    """One letter to a rater of the cast's school, one to another school, one about an account."""
    small = make_cycle()
    Participant.update(unit_lineage=cast.other_school.lineage).execute()
    mine = small.people["budi"]
    Participant.update(unit_lineage=cast.school.lineage).where(Participant.id == mine.id).execute()
    made = {name: _letter(small, name) for name in ("budi", "nur")}
    account = post_letter("test", recipient="siti@example.go.id", payload={"name": "Siti"})
    return made | {"account": account}


def _letter(small: SmallCycle, name: str) -> Letter:
    make_link(small, name)
    person = small.people[name]
    return post_letter(
        "invitation",
        recipient=person.email or "",
        payload={"participant": person.id},
        cycle_id=small.cycle.id,
        participant_id=person.id,
    )


SEES = {
    "admin": {"budi", "nur", "account"},
    "hr": {"budi", "nur"},
    "unit_hr": {"budi"},
    "auditor": {"budi", "nur"},
}


@pytest.mark.parametrize("who", sorted(SEES))
def test_who_sees_which_letter(
    client: Browser, cast: Cast, letters: dict[str, Letter], who: str
) -> None:
    client.sign_in(cast.users[who])
    page = client.get("/admin/surel/").text
    for name, letter in letters.items():
        is_seen = name in SEES[who]
        assert (letter.recipient in page) == is_seen
        details = client.get(f"/admin/surel/details/?id={letter.id}")
        assert details.status_code == (200 if is_seen else 404)


def test_an_appraiser_sees_no_mail(client: Browser, cast: Cast) -> None:
    assert client.sign_in(cast.appraiser).get("/admin/surel/").status_code == 403


@pytest.mark.parametrize("step", ["retry", "cancel"])
def test_an_auditor_only_reads(
    client: Browser, cast: Cast, letters: dict[str, Letter], step: str
) -> None:
    client.sign_in(cast.auditor)
    fields = {"action": step, "rowid": letters["budi"].id, "confirmed": "1"}
    assert client.submit("/admin/surel/action/", fields).status_code == 403
    assert client.submit("/admin/surel/uji/").status_code == 403
    assert Letter.get_by_id(letters["budi"].id).state == LetterState.QUEUED


def test_a_landed_mail_can_be_read_without_its_link(
    client: Browser, cast: Cast, letters: dict[str, Letter], settings: Settings
) -> None:
    OutboxSender(settings).deliver()
    client.sign_in(cast.hr)
    page = client.get(f"/admin/surel/details/?id={letters['budi'].id}").text
    assert "http://localhost/u/***" in page
    assert "Undangan menilai" in page
    assert "&lt;!doctype html&gt;" in page
    auditor = client.sign_in(cast.auditor).get(f"/admin/surel/details/?id={letters['budi'].id}")
    assert "http://localhost/u/" not in auditor.text


def test_hostile_text_stays_text(
    client: Browser, cast: Cast, letters: dict[str, Letter], settings: Settings
) -> None:
    hostile = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
    Participant.update(name=hostile).execute()
    Letter.update(last_error=hostile).execute()
    OutboxSender(settings).deliver()
    client.sign_in(cast.hr)
    for path in ("/admin/surel/", f"/admin/surel/details/?id={letters['budi'].id}"):
        page = client.get(path).text
        assert "<img" not in page
        assert "<script>alert" not in page


def test_cancel_and_send_again(client: Browser, cast: Cast, letters: dict[str, Letter]) -> None:
    client.sign_in(cast.hr)
    letter = letters["budi"]
    fields = {"action": "cancel", "rowid": letter.id}
    assert "tidak akan dikirim" in client.submit("/admin/surel/action/", fields).text
    client.submit("/admin/surel/action/", {**fields, "confirmed": "1"})
    assert Letter.get_by_id(letter.id).state == LetterState.CANCELLED
    client.submit("/admin/surel/action/", {"action": "retry", "rowid": letter.id})
    assert Letter.get_by_id(letter.id).state == LetterState.QUEUED
    client.submit("/admin/surel/action/", {"action": "retry", "rowid": letter.id})
    assert "1 surat dilewati" in client.get("/admin/surel/").text


def test_all_failed_ones_in_sight_are_sent_again(
    client: Browser, cast: Cast, letters: dict[str, Letter]
) -> None:
    Letter.update(state=LetterState.FAILED, last_error="550 5.1.1 User unknown").execute()
    client.sign_in(cast.unit_hr)
    assert "Kirim ulang semua yang gagal" in client.get("/admin/surel/").text
    assert client.submit("/admin/surel/ulangi/").status_code == 303
    states = {name: Letter.get_by_id(letter.id).state for name, letter in letters.items()}
    assert states == {"budi": "queued", "nur": "failed", "account": "failed"}
    assert client.sign_in(cast.auditor).submit("/admin/surel/ulangi/").status_code == 403


def test_a_long_queue_says_how_long_it_takes(
    client: Browser, cast: Cast, letters: dict[str, Letter], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = client.application.config
    slow = replace(config["SETTINGS"], mails_per_hour=1, mail_url="smtp://localhost")
    monkeypatch.setitem(config, "SETTINGS", slow)
    page = client.sign_in(cast.hr).get("/admin/surel/").text
    assert "Paling banyak 1 surat dikirim per jam" in page
    assert "sekitar 2 jam" in page


def test_many_letters_of_a_state_are_not_counted_to_the_end(
    client: Browser, cast: Cast, letters: dict[str, Letter], monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(cast.hr)
    assert "<strong>2</strong> " in client.get("/admin/surel/").text
    monkeypatch.setattr(outbox, "MOST_ROWS", 1)
    monkeypatch.setattr(outbox.Outbox, "most_rows", 1)
    assert "<strong>lebih dari 1</strong> " in client.get("/admin/surel/").text


def test_the_lanes_are_told(client: Browser, cast: Cast, letters: dict[str, Letter]) -> None:
    client.sign_in(cast.admin)
    assert "Surat akun dan surat uji didahulukan" in client.get("/admin/surel/").text
    for name, words in (("account", "Surat akun, didahulukan"), ("budi", "Surat penilaian,")):
        assert words in client.get(f"/admin/surel/details/?id={letters[name].id}").text


def test_account_letters_do_not_lengthen_the_queue(
    client: Browser, cast: Cast, letters: dict[str, Letter], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = client.application.config
    slow = replace(config["SETTINGS"], mails_per_hour=3, mail_url="smtp://localhost")
    monkeypatch.setitem(config, "SETTINGS", slow)
    assert "Paling banyak 3 surat" not in client.sign_in(cast.admin).get("/admin/surel/").text


def test_letters_of_others_are_not_stepped_on(
    client: Browser, cast: Cast, letters: dict[str, Letter]
) -> None:
    client.sign_in(cast.unit_hr)
    fields = {"action": "cancel", "rowid": letters["nur"].id, "confirmed": "1"}
    assert client.submit("/admin/surel/action/", fields).status_code == 404
    assert Letter.get_by_id(letters["nur"].id).state == LetterState.QUEUED


def test_a_test_letter_goes_to_oneself(client: Browser, cast: Cast) -> None:
    assert client.sign_in(cast.hr).submit("/admin/surel/uji/").status_code == 303
    assert (Letter.get().kind, Letter.get().recipient) == ("test", cast.hr.email)


@pytest.mark.parametrize("text", ["", "abc", "../../etc/passwd", "a" * 200, "\0", "%00"])
def test_garbage_is_not_there(client: Browser, cast: Cast, text: str) -> None:
    client.sign_in(cast.hr)
    answer = client.get("/admin/surel/details/", query_string={"id": text})
    assert answer.status_code in (400, 404)


def test_an_empty_outbox_says_what_belongs_there(client: Browser, cast: Cast) -> None:
    page = client.sign_in(cast.hr).get("/admin/surel/").text
    assert "Belum ada surat" in page
