"""Masa simpan data: the page of the rules, holds, and pages of cycles whose data is gone."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from flask import Flask

from survei import clock
from survei.account.models import Session
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.purge.models import LegalHold
from survei.purge.services import purge
from survei.retention.choices import DataClass as D
from survei.retention.queries import period_of
from survei.settings import Settings
from tests.admin.result_world import OURS, cast_school, publish
from tests.cast import PASSWORD, Cast, give_password
from tests.client import Browser
from tests.raters import NOW
from tests.result.rows import School

HEAD = "/admin/masa-simpan"
REASON = "Sengketa hasil di PTUN Makassar"


def words(page: str) -> str:
    """The page without tags and line ends."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture
def school(app: Flask, cast: Cast) -> School:
    """A published cycle of the cast, closed at `NOW`."""
    with clock.fixed(NOW):
        school = cast_school(cast)
        publish(school)
    return school


def test_empty_it_says_what_will_stand_there(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.auditor)
    page = words(client.get(f"{HEAD}/").text)
    assert "Penghapusan belum pernah berjalan." in page
    assert "Tidak ada data yang ditahan." in page
    assert "Belum ada yang dihapus." in page
    assert "Jawaban penilai" in page
    assert "2 tahun setelah periode ditutup" in page
    assert "Isi surat Rincian" in page
    assert "Ubah" not in page


def test_it_shows_what_is_due_what_will_be_and_what_was_deleted(
    client: Browser, cast: Cast, school: School, settings: Settings
) -> None:
    with clock.fixed(NOW + timedelta(days=720)):
        client.sign_in(cast.hr)
        page = words(client.get(f"{HEAD}/").text)
    assert "Jawaban penilai" in page
    row = r"Jawaban penilai Rincian.*?2 tahun setelah periode ditutup (\d+) (\d+) (\d+)"
    assert re.search(row, page).groups() == ("0", "6", "0")  # type: ignore[union-attr]
    later = NOW + timedelta(days=740)
    with clock.fixed(later):
        purge(settings, actor=SYSTEM)
        client.sign_in(cast.hr)
        page = words(client.get(f"{HEAD}/").text)
    assert re.search(row, page).groups() == ("0", "0", "0")  # type: ignore[union-attr]
    moment = clock.format_moment(later)
    assert f"Penghapusan berjalan sendiri; terakhir {moment}." in page
    assert "Jawaban penilai: 6" in page


def test_a_worker_that_stands_still_is_noticed(
    client: Browser, cast: Cast, settings: Settings
) -> None:
    with clock.fixed(NOW):
        purge(settings, actor=SYSTEM)
    with clock.fixed(NOW + timedelta(hours=4)):
        client.sign_in(cast.admin)
        assert "padahal seharusnya terus berjalan" in client.get(f"{HEAD}/").text


def test_a_period_is_changed_with_password_and_reason(client: Browser, cast: Cast) -> None:
    client.sign_in(give_password(cast.admin))
    Session.update(confirmed_at=clock.now() - timedelta(hours=1)).execute()
    path, data = f"{HEAD}/links/ubah", {"amount": "45", "reason": REASON}
    assert client.submit(path, data).status_code == 401
    assert period_of(D.LINKS).amount == 30
    answer = client.submit(path, data | {"confirm_password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, f"{HEAD}/")
    assert period_of(D.LINKS).amount == 45
    line = AuditEvent.get(AuditEvent.action == "retention.change")
    assert (line.object_id, json.loads(line.details)) == (
        "links", {"after": 45, "before": 30, "reason": REASON, "unit": "days"},
    )  # fmt: skip
    assert "45 hari setelah periode ditutup" in words(client.get(f"{HEAD}/").text)


@pytest.mark.parametrize(
    ("word", "amount", "reason", "status", "said"),
    [
        ("links", "0", REASON, 422, "Isi antara 1 dan 365."),
        ("links", "x", REASON, 422, "Tulis bilangan bulat."),
        ("links", "٣", REASON, 422, "Tulis bilangan bulat."),
        ("links", "45", "x", 422, "Panjangnya 10 sampai 1000 karakter."),
        ("sessions", "45", REASON, 404, ""),
        ("nothing", "45", REASON, 404, ""),
    ],
)
def test_what_cannot_be_chosen_is_refused(
    client: Browser, cast: Cast, word: str, amount: str, reason: str, status: int, said: str
) -> None:
    client.sign_in(cast.admin)
    data = {"amount": amount, "reason": reason}
    answer = client.submit(f"{HEAD}/{word}/ubah", data)
    assert answer.status_code == status
    assert said in answer.text
    assert answer.text.count('class="field-error"') == (status == 422)
    assert period_of(D.LINKS).amount == 30


def test_a_cycle_is_held_and_let_go(client: Browser, cast: Cast, school: School) -> None:
    client.sign_in(cast.admin)
    assert school.cycle.name in client.get(f"{HEAD}/tahan").text
    data = {"cycle": str(school.cycle.id), "reason": REASON}
    assert client.submit(f"{HEAD}/tahan", data).status_code == 303
    page = words(client.get(f"{HEAD}/").text)
    assert f"oleh {cast.admin.name}: {REASON}" in page
    assert (
        "Data periode ini ditahan sejak"
        in client.get(f"/admin/periode/lihat/{school.cycle.id}/").text
    )
    assert "Tidak ada periode yang dapat ditahan" in client.get(f"{HEAD}/tahan").text
    again = client.submit(f"{HEAD}/tahan", data)
    assert again.status_code == 422
    hold = LegalHold.get()
    lift = f"{HEAD}/tahan/{hold.id}/cabut"
    assert client.submit(lift, {"reason": "Perkara dicabut"}).status_code == 303
    page = words(client.get(f"{HEAD}/").text)
    assert "Tidak ada data yang ditahan." in page
    assert "Perkara dicabut" in page
    stale = client.submit(lift, {"reason": "Perkara dicabut"})
    assert (stale.status_code, "sudah dicabut" in stale.text) == (422, True)
    assert client.get(f"{HEAD}/tahan/999/cabut").status_code == 404


def test_pages_of_a_cycle_without_answers_say_so(
    client: Browser, cast: Cast, school: School, settings: Settings
) -> None:
    person = school.people[cast.ratee.name].id
    with clock.fixed(NOW + timedelta(days=740)):
        purge(settings, actor=SYSTEM)
        client.sign_in(cast.appraiser)
        page = words(client.get(f"/admin/tim/{person}/").text)
        assert "Jawaban lengkap dan berkas bukti sudah dihapus pada" in page
        assert "Baca jawaban lengkap" not in page
        assert OURS in page  # a named comment that the published result shows
        answer = client.get(f"/admin/tim/{person}/jawaban/atasan/")
        assert (answer.status_code, answer.location) == (303, f"/admin/tim/{person}/")
        client.sign_in(cast.hr)
        page = words(client.get(f"/admin/hasil/{school.cycle.id}/").text)
        assert "Jawaban para penilai sudah dihapus pada" in page
        assert cast.ratee.name in page
        assert "Jawaban dihapus pada" in client.get(f"/admin/periode/lihat/{school.cycle.id}/").text
        data = {"confirm_password": PASSWORD}
        with client.submit(f"/admin/hasil/{school.cycle.id}/unduh", data) as answer:
            assert answer.status_code == 200


def test_pages_of_a_cycle_without_anything_say_so(
    client: Browser, cast: Cast, school: School, settings: Settings
) -> None:
    person = school.people[cast.ratee.name].id
    with clock.fixed(NOW + timedelta(days=5 * 366)):
        purge(settings, actor=SYSTEM)
        client.sign_in(cast.hr)
        said = {
            f"/admin/hasil/{school.cycle.id}/": "Hasil periode ini sudah dihapus pada",
            f"/admin/periode/lihat/{school.cycle.id}/": "Hasil dihapus pada",
            f"/admin/periode/kemajuan/{school.cycle.id}/": "",
            "/admin/hasil/": school.cycle.name,
            "/admin/periode/": school.cycle.name,
            "/admin/bank/": "",
            f"{HEAD}/": "Peserta dan penugasan: 7",
        }
        for path, text in said.items():
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert text in words(answer.text), path
        client.sign_in(cast.appraiser)
        assert client.get(f"/admin/tim/{person}/").status_code == 404
        assert client.get("/admin/tim/").status_code == 200


def test_answers_that_are_gone_cannot_be_published(
    client: Browser, cast: Cast, app: Flask, settings: Settings
) -> None:
    with clock.fixed(NOW):
        school = cast_school(cast)
    with clock.fixed(NOW + timedelta(days=740)):
        purge(settings, actor=SYSTEM)
        client.sign_in(cast.hr)
        path = f"/admin/hasil/{school.cycle.id}/"
        assert "Hasil tidak dapat dibuat lagi." in words(client.get(path).text)
        answer = client.submit(f"{path}terbitkan", {"yakin": "1"})
        assert answer.status_code == 409
        assert "sudah dihapus karena masa simpannya lewat" in answer.text
    assert Cycle.get().state != CycleState.PUBLISHED
