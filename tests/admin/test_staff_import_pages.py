"""The import in the browser: upload, report, yes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from survei.staff.choices import ImportState
from survei.staff.models import Employee, StaffImport
from survei.workbook.file_kind import MOST_BYTES
from tests.cast import Cast
from tests.client import Browser
from tests.staff.lists import csv, nip, person, xlsx

IMPORT = "/admin/impor-pegawai/"


def upload(client: Browser, data: bytes, name: str = "pegawai.csv") -> TestResponse:
    answer = client.submit(IMPORT, {"file": (io.BytesIO(data), name)})
    answer.request.environ["wsgi.input"].close()  # the test client keeps a large body in a file
    return answer


def page_of(client: Browser, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.fixture
def hr(client: Browser, cast: Cast) -> Browser:
    return client.sign_in(cast.hr)


def test_a_list_is_uploaded_looked_at_and_confirmed(hr: Browser, cast: Cast) -> None:
    answer = upload(hr, csv(person(1), person(2, supervisor=nip(1))))
    assert answer.status_code == 303
    report = page_of(hr, answer.location)
    assert "Berkas dapat diimpor." in report
    assert "Dinas Pendidikan &gt; SD Negeri 1" in report
    assert "Tidak ada dalam berkas: 5" in report
    assert Employee.select().count() == 5
    number = StaffImport.get().id
    for _ in range(2):
        saved = hr.submit(f"{IMPORT}simpan/", {"id": number})
        assert (saved.status_code, saved.location) == (303, f"{IMPORT}laporan/?id={number}")
    assert "Impor selesai" in page_of(hr, saved.location)
    assert Employee.select().count() == 7
    assert "pegawai.csv" in page_of(hr, IMPORT)


def test_errors_stand_by_row_and_column_and_nothing_can_be_saved(hr: Browser, cast: Cast) -> None:
    answer = upload(hr, csv(person(1), person(2, nip="1,98609E+17")))
    report = page_of(hr, answer.location)
    assert "Ada 1 kesalahan. Tidak ada yang disimpan." in report
    assert "Format kolom ini sebagai Teks" in report
    assert "Setujui" not in report
    refused = hr.submit(f"{IMPORT}simpan/", {"id": StaffImport.get().id})
    assert refused.status_code == 422
    assert Employee.select().count() == 5


def test_the_report_is_a_workbook_of_plain_text(hr: Browser, cast: Cast) -> None:
    answer = upload(hr, csv(person(1, name="=HYPERLINK(1)"), person(2, nip="=1+1")))
    data = hr.get(answer.location.replace("/laporan/", "/laporan.xlsx")).data
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.get_sheet_by_name("Masalah").to_python()[1][:3] == ["3", "NIP", "Kesalahan"]
    assert book.get_sheet_by_name("Pegawai baru").to_python()[1][2] == "=HYPERLINK(1)"


def test_the_template_is_read_by_the_import(hr: Browser, cast: Cast) -> None:
    data = hr.get(f"{IMPORT}templat.xlsx").data
    answer = upload(hr, data, "templat.xlsx")
    report = page_of(hr, answer.location)
    assert "Tidak ada data pegawai di bawah judul kolom." in report


def test_moves_want_their_own_yes(hr: Browser, cast: Cast) -> None:
    person_moved = cast.ratee
    row = person(1, nip=person_moved.nip, name=person_moved.name, job_role="Guru")
    answer = upload(hr, csv([*row[:3], cast.other_school.name, "", "", "", "", ""]))
    report = page_of(hr, answer.location)
    assert "Perpindahan 1 pegawai ini benar." in report
    number = StaffImport.get().id
    refused = hr.submit(f"{IMPORT}simpan/", {"id": number})
    assert refused.status_code == 422
    assert "Centang persetujuan" in refused.get_data(as_text=True)
    assert hr.submit(f"{IMPORT}simpan/", {"id": number, "moves": "1"}).status_code == 303
    assert Employee.get_by_id(person_moved.id).unit == cast.other_school


def test_staff_that_changed_meanwhile_are_shown_again(hr: Browser, cast: Cast) -> None:
    row = [cast.ratee.nip, cast.ratee.name, "Guru", cast.school.name, "", "", "", "", "IV/a"]
    upload(hr, csv(row))
    Employee.update(rank="III/d").where(Employee.id == cast.ratee.id).execute()
    number = StaffImport.get().id
    answer = hr.submit(f"{IMPORT}simpan/", {"id": number})
    assert answer.status_code == 409
    assert "berubah sejak berkas diperiksa" in answer.get_data(as_text=True)
    assert hr.submit(f"{IMPORT}simpan/", {"id": number}).status_code == 303
    assert Employee.get_by_id(cast.ratee.id).rank == "IV/a"


REFUSED: dict[str, tuple[str, bytes, int, str]] = {
    "too large": ("a.csv", b"x" * (MOST_BYTES + 1), 413, "lebih dari 5 MB"),
    "far too large": ("a.csv", b"x" * (MOST_BYTES * 2), 413, "Terlalu besar"),
    "web page": ("a.xls", b"<html><table></table>", 415, "halaman web"),
    "truncated": ("a.xlsx", xlsx(person(1))[:-100], 422, "rusak atau terpotong"),
    "nothing": ("a.csv", b"", 422, "Berkas kosong"),
    "script in the name": ("<script>.exe", b"MZ", 415, "Jenis berkas ini"),
}


@pytest.mark.parametrize(("name", "data", "status", "message"), REFUSED.values(), ids=REFUSED)
def test_a_refused_file_says_what_to_do(
    hr: Browser, cast: Cast, name: str, data: bytes, status: int, message: str
) -> None:
    answer = upload(hr, data, name)
    assert answer.status_code == status
    assert message in answer.get_data(as_text=True)
    assert StaffImport.select().count() == 0


def test_without_a_file_the_page_says_so(hr: Browser, cast: Cast) -> None:
    answer = hr.submit(IMPORT, {})
    assert answer.status_code == 422
    assert "Pilih berkas terlebih dahulu." in answer.get_data(as_text=True)


def test_a_dropped_list_is_gone(hr: Browser, cast: Cast) -> None:
    answer = upload(hr, csv(person(1)))
    number = StaffImport.get().id
    assert hr.submit(f"{IMPORT}batal/", {"id": number}).status_code == 303
    assert StaffImport.get().state == ImportState.DROPPED
    assert "Impor dibatalkan" in page_of(hr, answer.location)
    assert hr.submit(f"{IMPORT}simpan/", {"id": number}).status_code == 409


def test_somebody_elses_list_is_not_there(hr: Browser, cast: Cast) -> None:
    upload(hr, csv(person(1)))
    number = StaffImport.get().id
    hr.sign_in(cast.admin)
    for key in (number, 99_999, "abc", "9" * 30):
        assert hr.get(f"{IMPORT}laporan/?id={key}").status_code == 404
        assert hr.get(f"{IMPORT}laporan.xlsx?id={key}").status_code == 404
        assert hr.submit(f"{IMPORT}simpan/", {"id": key}).status_code == 404
        assert hr.submit(f"{IMPORT}batal/", {"id": key}).status_code == 404


def test_an_officer_of_one_unit_brings_in_nobody_else(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.unit_hr)
    row = [cast.stranger.nip, "Nama Lain", "Guru", cast.school.name, *[""] * 5]
    answer = upload(client, csv(row, person(2, unit=cast.other_school.name, parent="")))
    report = page_of(client, answer.location)
    assert "Ada 2 kesalahan" in report
    assert cast.stranger.name not in report


@pytest.mark.parametrize("role", ["auditor", "appraiser"])
def test_those_who_may_not_edit_staff_may_not_import(
    client: Browser, cast: Cast, role: str
) -> None:
    client.sign_in(cast.users[role])
    for path in (IMPORT, f"{IMPORT}templat.xlsx", f"{IMPORT}laporan/?id=1"):
        assert client.get(path).status_code == 403
    assert upload(client, csv(person(1))).status_code == 403


def test_hostile_cells_are_only_text(hr: Browser, cast: Cast) -> None:
    evil: dict[str, Any] = dict.fromkeys(
        ("name", "job_role", "unit", "parent"), "<script>alert(1)</script> 100%"
    )
    rows = (person(1, **evil), person(2, nip=evil["name"], email=evil["name"]))
    answer = upload(hr, csv(*rows), "<img src=x onerror=alert(1)>.csv")
    report = page_of(hr, answer.location)
    assert "<script>alert" not in report
    assert "<img" not in report
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 100%" in report


def test_one_who_mends_and_uploads_again_is_never_shut_out(hr: Browser, cast: Cast) -> None:
    answers = [upload(hr, b"x", "a.png") for _ in range(100)]
    assert {answer.status_code for answer in answers} == {415}


def test_damaged_files_are_looked_into_thirty_times_an_hour(hr: Browser, cast: Cast) -> None:
    answers = [upload(hr, b"PK\x03\x04 cut off", "a.xlsx") for _ in range(31)]
    assert [answer.status_code for answer in answers] == [422] * 30 + [429]
    last = answers[-1]
    assert "unggah lagi dalam" in last.text
    assert 'type="file"' in last.text
    assert int(last.headers["Retry-After"]) > 0
