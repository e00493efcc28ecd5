"""Questionnaires as files in the admin: import with its preview, downloads."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from survei.audit.choices import SYSTEM
from survei.bank.version_publishing import publish_version
from survei.drafting import queries, services
from survei.drafting.models import Questionnaire
from survei.exchange.imports import drop_stale_files
from survei.exchange.models import QuestionnaireImport
from survei.exchange.xlsform.exporting import write_xlsform
from survei.questionnaire.document import decode
from survei.questionnaire.kinds import kind_of
from tests.cast import Cast
from tests.client import Browser
from tests.examples import every_kind_document
from tests.exchange.test_archive import forget_all
from tests.exchange.xlsform.forms import YES_NO, form

IMPORT, FILES = "/admin/kuesioner-impor/", "/admin/kuesioner-unduh/"
FOREIGN = form(
    ("select_one yn", "hadir", "<b>Hadir?</b>"),
    ("geopoint", "tempat", "Tempat"),
    ("text", "alasan", "Alasan", "${hadir} = 'no'"),
    choices=YES_NO,
)


@pytest.fixture
def hr(client: Browser, cast: Cast) -> Browser:
    return client.sign_in(cast.hr)


@pytest.fixture
def item(cast: Cast) -> Questionnaire:
    """A questionnaire with a version and a draft."""
    row = services.import_document(every_kind_document(), actor=SYSTEM)
    publish_version(row.id, revision=row.draft_revision, actor=SYSTEM)
    return services.start_draft(row.id, actor=SYSTEM)


def upload(client: Browser, data: bytes, name: str = "formulir.xlsx") -> TestResponse:
    return client.submit(IMPORT, {"file": (io.BytesIO(data), name)})


def text_of(client: Browser, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_form_is_uploaded_looked_at_and_confirmed_once(hr: Browser) -> None:
    answer = upload(hr, FOREIGN)
    assert answer.status_code == 303
    page = text_of(hr, answer.location)
    assert "&lt;b&gt;Hadir?&lt;/b&gt;" in page
    assert "Jenis “geopoint” tidak ada padanannya." in page
    assert Questionnaire.select().count() == 0
    for _ in range(2):
        saved = hr.submit(f"{answer.location}simpan")
        assert saved.status_code == 303
    row = Questionnaire.get()
    assert [item.code for item in decode(row.draft).questions()] == ["hadir", "alasan"]
    assert QuestionnaireImport.get().document == ""
    assert hr.get(answer.location).status_code == 302


def test_a_form_is_dropped_and_nothing_stays(hr: Browser) -> None:
    place = upload(hr, FOREIGN).location
    assert hr.submit(f"{place}batal").status_code == 303
    assert (QuestionnaireImport.get().document, Questionnaire.select().count()) == ("", 0)
    assert hr.get(place).status_code == 303
    assert hr.submit(f"{place}simpan").status_code == 303
    assert Questionnaire.select().count() == 0


def test_the_preview_shows_what_raters_will_see(hr: Browser) -> None:
    page = text_of(hr, upload(hr, write_xlsform(every_kind_document())).location)
    contents = page.split("Isi kuesioner")[1]
    kinds = {kind_of(question) for question in every_kind_document().questions()}
    assert {kind for kind in kinds if f"face-{kind}" in contents} == kinds
    assert "Ketepatan waktu tugas mutu jarang." in contents
    assert contents.count("Tidak dapat menilai") > 3
    assert Questionnaire.select().count() == 0


def test_the_preview_shows_every_text_in_each_language(hr: Browser) -> None:
    place = upload(hr, write_xlsform(every_kind_document())).location
    contents = text_of(hr, place).split("Isi kuesioner")[1]
    assert '<span lang="id">Saya menyelesaikan tugas mutu tepat waktu.</span>' in contents
    english = text_of(hr, f"{place}?bahasa=en").split("Isi kuesioner")[1]
    for text in ("Punctuality of task mutu", "Order the times", "Morning", "Greets.", "I complete"):
        assert text in english
        assert text not in contents
    assert '<span lang="en">I complete task mutu' in english


def test_the_preview_of_one_language_has_nothing_to_choose(hr: Browser) -> None:
    assert "bahasa=en" not in text_of(hr, upload(hr, FOREIGN).location)


def test_a_key_in_use_makes_a_new_one_or_replaces_the_draft(
    hr: Browser, item: Questionnaire
) -> None:
    data = write_xlsform(every_kind_document())
    hr.submit(f"{upload(hr, data).location}simpan", {"as": "baru"})
    assert {row.key for row in Questionnaire.select()} == {"contoh-lengkap", "contoh-lengkap-2"}
    place = upload(hr, data).location
    stale = hr.submit(f"{place}simpan", {"as": "ganti", "revision": item.draft_revision - 1})
    assert stale.status_code == 409
    again = hr.submit(f"{place}simpan", {"as": "ganti", "revision": item.draft_revision})
    assert again.status_code == 303
    assert queries.questionnaire(item.id).draft_revision == item.draft_revision + 1
    assert queries.newest_version(item.id).number == 1


def test_a_file_is_only_its_owners(hr: Browser, cast: Cast) -> None:
    place = upload(hr, FOREIGN).location
    hr.sign_in(cast.admin)
    assert [hr.get(place).status_code, hr.get(f"{place}laporan.xlsx").status_code] == [404, 404]
    assert hr.submit(f"{place}simpan").status_code == 404
    assert Questionnaire.select().count() == 0


REFUSED: dict[str, tuple[str, bytes, int, str]] = {
    "circular": (
        "a.xlsx",
        form(("text", "a", "A", "${a} = 1")),
        422,
        "Syarat melingkar: a → a.",
    ),
    "1,000 questions": (
        "a.xlsx",
        form(*(("text", f"a{n}", "A") for n in range(1000))),
        422,
        "Formulir memuat 1000 pertanyaan; batasnya 300.",
    ),
    "macros": ("a.xlsm", FOREIGN, 415, "Berkas ini memuat makro."),
    "old excel": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, 415, "Excel lama"),
    "damaged": ("a.xlsx", FOREIGN[:-300], 422, "Berkas rusak atau terpotong."),
    "json with a mistake": ("a.json", b'{"key": "a", "title": 5}', 422, "bilangan bulat"),
}


@pytest.mark.parametrize(("name", "data", "status", "said"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_used_says_why(
    hr: Browser, name: str, data: bytes, status: int, said: str
) -> None:
    answer = upload(hr, data, name)
    assert (answer.status_code, said in answer.get_data(as_text=True)) == (status, True)
    assert QuestionnaireImport.select().count() == 0


def test_the_report_is_a_workbook_of_text(hr: Browser) -> None:
    data = hr.get(f"{upload(hr, FOREIGN).location}laporan.xlsx").data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[1][:3] == ["Tidak dibawa", "survey", "3"]


def test_files_that_wait_too_long_are_erased(hr: Browser) -> None:
    upload(hr, FOREIGN)
    moment = QuestionnaireImport.get().uploaded_at
    assert drop_stale_files(moment) == 0
    assert drop_stale_files(moment + timedelta(seconds=1)) == 1


@pytest.mark.parametrize("what", ["draf", "1"])
@pytest.mark.parametrize("kind", ["json", "xlsform", "buku-kode"])
def test_each_kind_of_file_is_given(hr: Browser, item: Questionnaire, what: str, kind: str) -> None:
    answer = hr.get(f"{FILES}{item.id}/{what}/{kind}")
    assert answer.status_code == 200
    assert f"contoh-lengkap-{what}-{kind}-" in answer.headers["Content-Disposition"]
    if kind == "json":
        assert decode(answer.data) == every_kind_document()


@pytest.mark.parametrize("path", ["9/json", "draf/exe", "x/json", "99999999999/json", "-1/json"])
def test_files_that_do_not_exist(hr: Browser, item: Questionnaire, path: str) -> None:
    assert hr.get(f"{FILES}{item.id}/{path}").status_code == 404


def test_readers_download_but_do_not_import(
    client: Browser, cast: Cast, item: Questionnaire
) -> None:
    client.sign_in(cast.auditor)
    assert "Unduh seluruh pustaka" in text_of(client, FILES)
    members = zipfile.ZipFile(io.BytesIO(client.get(f"{FILES}pustaka.zip").data)).namelist()
    assert sorted(members) == [
        "contoh-lengkap/draf.json",
        "contoh-lengkap/versi-1.json",
        "manifest.json",
    ]
    assert json.loads(client.get(f"{FILES}skema.json").data)["title"] == "Kuesioner Sipakainge"
    assert client.get(IMPORT).status_code == 403


def test_the_shelf_leads_to_import_and_downloads(hr: Browser, item: Questionnaire) -> None:
    shelf = text_of(hr, "/admin/kuesioner/")
    assert (IMPORT in shelf, FILES in shelf) == (True, True)
    assert f"{FILES}{item.id}/1/xlsform" in text_of(hr, f"/admin/kuesioner/{item.id}/")


# The archive of all


ARCHIVE = "/admin/kuesioner-arsip/"


def give(client: Browser, data: bytes, do: str) -> TestResponse:
    return client.submit(ARCHIVE, {"file": (io.BytesIO(data), "pustaka.zip"), "do": do})


def test_an_archive_is_checked_and_then_taken_whole(hr: Browser, item: Questionnaire) -> None:
    key, data = item.key, hr.get(f"{FILES}pustaka.zip").data
    assert "Ambil dari arsip" in text_of(hr, FILES)
    assert "Semua isi arsip sudah ada di sini." in give(hr, data, "periksa").text
    forget_all()
    page = give(hr, data, "periksa").text
    assert "Isi arsip yang belum ada di sini: 1 kuesioner, 1 versi, 1 draf." in page
    assert Questionnaire.select().count() == 0
    assert give(hr, data, "ambil").status_code == 303
    back = queries.questionnaire_by_key(key)
    assert back.draft is not None
    assert queries.newest_version(back.id).number == 1


@pytest.mark.parametrize("do", ["periksa", "ambil", "lain"])
def test_a_damaged_archive_is_refused_by_its_reason(hr: Browser, do: str) -> None:
    answer = give(hr, b"PK nothing", do)
    assert answer.status_code == 422
    assert "Berkas ini bukan arsip zip yang utuh." in answer.text
    assert hr.submit(ARCHIVE, {"do": do}).status_code == 422
    assert Questionnaire.select().count() == 0


def test_an_archive_is_for_those_who_may_edit(client: Browser, cast: Cast) -> None:
    auditor = client.sign_in(cast.auditor)
    assert auditor.get(ARCHIVE).status_code == 403
    assert "Ambil dari arsip" not in text_of(auditor, FILES)
