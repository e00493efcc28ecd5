"""HR publishes, reads and takes away results."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import openpyxl
import pytest

from survei import clock
from survei.account.models import Session, User
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle, Participant
from survei.lifecycle import workload
from survei.mail.models import Letter
from survei.purge.services import purge
from survei.result.models import Result, ResultProof
from survei.retention.choices import DataClass
from survei.settings import Settings
from survei.worker.job_runner import JobRunner
from tests.admin.result_world import THEIRS, cast_school, publish
from tests.cast import Cast
from tests.client import Browser
from tests.result.rows import School


@pytest.fixture
def closed(app: object, cast: Cast) -> School:
    return cast_school(cast)


@pytest.fixture
def published(closed: School) -> School:
    publish(closed)
    return closed


def text(client: Browser, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_an_empty_list_says_what_belongs_there(client: Browser, cast: Cast) -> None:
    assert "Belum ada periode yang ditutup" in text(client.sign_in(cast.hr), "/admin/hasil/")


def test_publishing_asks_and_then_does(client: Browser, cast: Cast, closed: School) -> None:
    path = f"/admin/hasil/{closed.cycle.id}/"
    html = text(client.sign_in(cast.hr), path)
    facts = re.findall(r"<dt>([^<]*)</dt>\s*<dd>\s*(\d+)\s*</dd>", html)
    assert facts == [
        ("Pegawai yang dinilai", "2"),
        ("Kelompok tertutup yang akan ditampilkan", "1"),
        ("Kelompok tertutup yang tidak cukup penilaiannya", "0"),
    ]
    assert "2 pegawai mendapat hasil beserta penjelasannya." in html
    assert "2 pegawai dikirimi tautan" in html
    assert "alamat surel" not in html
    Participant.update(email=None).where(Participant.name == cast.stranger.name).execute()
    html = text(client, path)
    assert "1 pegawai dikirimi tautan ke hasilnya melalui surel." in html
    assert "1 pegawai tidak memiliki alamat surel dan tidak mendapat tautan" in html
    assert "etiap pegawai" not in html
    refused = client.submit(f"{path}terbitkan")
    assert refused.status_code == 422
    assert Result.select().count() == 0
    done = client.submit(f"{path}terbitkan", {"yakin": "1"})
    assert (done.status_code, done.location) == (303, path)
    assert Cycle.get().state == CycleState.PUBLISHED
    assert AuditEvent.get(AuditEvent.action == "cycle.publish").actor_id == cast.hr.id
    page = text(client, path)
    assert "Hasil diterbitkan; 1 surel dengan tautan masuk antrean kirim." in page
    assert Letter.select().where(Letter.kind == "result").count() == 1
    assert cast.ratee.name in page


def test_the_page_says_what_was_proved(client: Browser, cast: Cast, published: School) -> None:
    page = text(client.sign_in(cast.hr), f"/admin/hasil/{published.cycle.id}/")
    assert "Pemeriksaan kerahasiaan sebelum penerbitan" in page
    assert "1 kelompok terbukti terlindungi seperti ditampilkan." in page
    assert "Tidak ada kelompok yang perlu disederhanakan." in page
    for step, why, groups in [("words", "narrow", 3), ("withheld", "conditions", 1_200),
                              ("withheld", "unknown", 2), ("pooled", "narrow", 5),
                              ("remade", "", 4)]:  # fmt: skip
        ResultProof.create(cycle=published.cycle, step=step, why=why, groups=groups)
    page = text(client, f"/admin/hasil/{published.cycle.id}/")
    assert "Tidak ada kelompok yang perlu" not in page
    said = r"<li>(Angka diganti|Ada aspek|Rata-rata|\d+ dokumen)[^:]*(?:: ([\d.]+))?"
    assert re.findall(said, page) == [
        ("Angka diganti", "3"), ("Ada aspek", "1.200"), ("Ada aspek", "2"),
        ("Rata-rata", "5"), ("4 dokumen", ""),
    ]  # fmt: skip
    ResultProof.delete().execute()
    page = text(client, f"/admin/hasil/{published.cycle.id}/")
    assert "diterbitkan sebelum ada pemeriksaan ini" in page


def test_publishing_twice_is_refused(client: Browser, cast: Cast, published: School) -> None:
    before = Result.get().sha256
    client.sign_in(cast.hr)
    answer = client.submit(f"/admin/hasil/{published.cycle.id}/terbitkan", {"yakin": "1"})
    assert answer.status_code == 409
    assert Result.get().sha256 == before


@pytest.mark.parametrize(("many", "most"), [("MANY_RESULTS", 1), ("MANY_LINES", -1)])
def test_what_takes_long_is_published_by_the_worker(
    client: Browser,
    cast: Cast,
    closed: School,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    many: str,
    most: int,
) -> None:
    """A large cycle, and a long log, which is checked first."""
    monkeypatch.setattr(workload, many, most)
    path = f"/admin/hasil/{closed.cycle.id}/"
    first = client.sign_in(cast.hr).submit(f"{path}terbitkan", {"yakin": "1"})
    assert first.status_code == 303
    assert "Menunggu giliran" in text(client, first.location)
    assert "Terbitkan hasil</button>" not in text(client, path)
    assert "Lihat kemajuan" in text(client, path)
    twice = client.submit(f"{path}terbitkan", {"yakin": "1"})
    assert twice.location == first.location
    assert JobRunner().run_all() == 1
    assert "Hasil diterbitkan." in text(client, first.location)
    assert cast.ratee.name in text(client, path)
    assert AuditEvent.get(AuditEvent.action == "cycle.publish").actor_id == cast.hr.id


@pytest.fixture
def file_page(
    client: Browser,
    cast: Cast,
    published: School,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """The page of a file that the worker has made for HR of the unit."""
    monkeypatch.setattr(workload, "MANY_RESULTS", 0)
    asked = client.sign_in(cast.unit_hr).submit(f"/admin/hasil/{published.cycle.id}/unduh")
    assert asked.status_code == 303
    assert "sedang disiapkan" in text(client, f"/admin/hasil/{published.cycle.id}/")
    assert JobRunner().run_all() == 1
    return asked.location


def test_a_large_workbook_is_made_by_the_worker(
    client: Browser, cast: Cast, published: School, settings: Settings, file_page: str
) -> None:
    assert "siap diunduh" in text(client, f"/admin/hasil/{published.cycle.id}/")
    html = text(client, file_page)
    assert "1 hasil." in html
    answer = client.submit(f"{file_page}unduh/")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    answer.close()
    assert [cell.value for cell in book["Ringkasan"]["B"]] == ["Nama", cast.ratee.name]
    event = AuditEvent.get(AuditEvent.action == "result.export")
    assert (event.actor_id, event.details) == (cast.unit_hr.id, '{"results": 1}')


def test_a_file_is_only_for_who_asked(
    client: Browser, cast: Cast, published: School, file_page: str
) -> None:
    for user in (cast.hr, cast.admin, cast.auditor):
        client.sign_in(user)
        assert client.get(file_page).status_code == 404
    client.sign_in(cast.hr)
    assert client.submit(f"{file_page}unduh/").status_code == 404
    User.update(unit=None).where(User.id == cast.unit_hr.id).execute()
    client.sign_in(cast.unit_hr)
    assert client.submit(f"{file_page}unduh/").status_code == 404


def test_a_file_asks_for_the_password_later(client: Browser, cast: Cast, file_page: str) -> None:
    Session.update(confirmed_at=clock.now() - timedelta(hours=1)).execute()
    answer = client.submit(f"{file_page}unduh/")
    assert answer.status_code == 401
    assert AuditEvent.select().where(AuditEvent.action == "result.export").count() == 0


def test_a_file_is_gone_after_a_day(
    client: Browser, cast: Cast, settings: Settings, file_page: str
) -> None:
    client.sign_out()
    with clock.fixed(clock.now() + timedelta(hours=25)):
        client.sign_in(cast.unit_hr)
        assert "sudah dihapus" in text(client, file_page)
        assert client.submit(f"{file_page}unduh/").status_code == 404
        assert purge(settings, actor=SYSTEM).counts[DataClass.JOB_FILES] == 1


@pytest.mark.parametrize("name", ["appraiser", "auditor"])
def test_who_may_not_enter(client: Browser, cast: Cast, published: School, name: str) -> None:
    client.sign_in(cast.users[name])
    key = published.people[cast.ratee.name].id
    for path in ("", f"{published.cycle.id}/", f"pegawai/{key}/"):
        assert client.get(f"/admin/hasil/{path}").status_code == 403
    for step in ("terbitkan", "unduh"):
        answer = client.submit(f"/admin/hasil/{published.cycle.id}/{step}", {"yakin": "1"})
        assert answer.status_code == 403


def test_hr_of_a_unit_sees_that_unit(client: Browser, cast: Cast, published: School) -> None:
    html = text(client.sign_in(cast.unit_hr), f"/admin/hasil/{published.cycle.id}/")
    assert cast.ratee.name in html
    assert cast.stranger.name not in html
    ours, theirs = (published.people[name].id for name in (cast.ratee.name, cast.stranger.name))
    assert client.get(f"/admin/hasil/pegawai/{ours}/").status_code == 200
    foreign, absent = (client.get(f"/admin/hasil/pegawai/{key}/") for key in (theirs, 999_999))
    assert (foreign.status_code, absent.status_code, foreign.data) == (404, 404, absent.data)


def test_hr_of_a_unit_publishes_nothing_beyond_it(
    client: Browser, cast: Cast, closed: School
) -> None:
    path = f"/admin/hasil/{closed.cycle.id}/"
    assert "Terbitkan hasil</button>" not in text(client.sign_in(cast.unit_hr), path)
    assert client.submit(f"{path}terbitkan", {"yakin": "1"}).status_code == 403
    assert Cycle.get().state == CycleState.COMPUTED


def test_reading_a_result_is_on_record(client: Browser, cast: Cast, published: School) -> None:
    key = published.people[cast.ratee.name].id
    html = text(client.sign_in(cast.hr), f"/admin/hasil/pegawai/{key}/")
    assert "dicatat pada catatan kejadian" in html
    event = AuditEvent.get(AuditEvent.action == "result.view")
    assert (event.actor_id, event.object_kind, event.object_id) == (
        cast.hr.id,
        "participant",
        str(key),
    )


def test_search_takes_wildcards_literally(client: Browser, cast: Cast, published: School) -> None:
    path = f"/admin/hasil/{published.cycle.id}/?search="
    client.sign_in(cast.hr)
    assert cast.ratee.name in text(client, path + cast.ratee.name[:6].lower())
    for nothing in ("%25", "_", "'", "x" * 2000):
        assert "Tidak ada pegawai yang cocok" in text(client, path + nothing)


@pytest.mark.parametrize("page", ["-1", "99", "9" * 20, "abc"])
def test_garbage_pages_show_a_page(
    client: Browser, cast: Cast, published: School, page: str
) -> None:
    html = text(client.sign_in(cast.hr), f"/admin/hasil/{published.cycle.id}/?page={page}")
    assert cast.ratee.name in html


@pytest.mark.parametrize("key", ["abc", "0", "9" * 30, "999999"])
def test_garbage_keys_are_not_found(client: Browser, cast: Cast, key: str) -> None:
    client.sign_in(cast.hr)
    for path in (f"/admin/hasil/{key}/", f"/admin/hasil/pegawai/{key}/"):
        assert client.get(path).status_code == 404
    assert client.submit(f"/admin/hasil/{key}/unduh").status_code == 404


def download(client: Browser, school: School) -> openpyxl.Workbook:
    answer = client.submit(f"/admin/hasil/{school.cycle.id}/unduh")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=hasil-penilaian-")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    answer.close()
    return book


def test_the_workbook_of_everybody(client: Browser, cast: Cast, published: School) -> None:
    book = download(client.sign_in(cast.hr), published)
    assert [cell.value for cell in book["Ringkasan"]["B"]] == [
        "Nama",
        cast.ratee.name,
        cast.stranger.name,
    ]
    event = AuditEvent.get(AuditEvent.action == "result.export")
    assert (event.actor_id, event.details) == (cast.hr.id, '{"results": 2}')


def test_the_workbook_of_a_unit(client: Browser, cast: Cast, published: School) -> None:
    book = download(client.sign_in(cast.unit_hr), published)
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert cast.stranger.name not in cells
    assert THEIRS not in cells


def test_the_workbook_asks_for_the_password_later(
    client: Browser, cast: Cast, published: School
) -> None:
    client.sign_in(cast.hr)
    Session.update(confirmed_at=clock.now().replace(year=2020)).execute()
    answer = client.submit(f"/admin/hasil/{published.cycle.id}/unduh")
    assert answer.status_code == 401
    assert AuditEvent.select().where(AuditEvent.action == "result.export").count() == 0


def test_a_closed_cycle_has_no_workbook(client: Browser, cast: Cast, closed: School) -> None:
    client.sign_in(cast.hr)
    assert client.submit(f"/admin/hasil/{closed.cycle.id}/unduh").status_code == 404


def test_a_get_publishes_and_exports_nothing(client: Browser, cast: Cast, closed: School) -> None:
    client.sign_in(cast.hr)
    for step in ("terbitkan", "unduh"):
        assert client.get(f"/admin/hasil/{closed.cycle.id}/{step}").status_code == 405
    assert Cycle.get().state == CycleState.COMPUTED


def test_without_a_token_nothing_is_published(client: Browser, cast: Cast, closed: School) -> None:
    client.sign_in(cast.hr)
    path = f"/admin/hasil/{closed.cycle.id}/terbitkan"
    assert client.post(path, data={"yakin": "1"}).status_code in (400, 403)
    assert Cycle.get().state == CycleState.COMPUTED
