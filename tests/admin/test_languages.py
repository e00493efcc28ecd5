"""The languages of a questionnaire in the designer: added, written, shown, taken out."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from survei.audit.choices import SYSTEM
from survei.drafting import queries, services
from survei.drafting.models import Questionnaire
from survei.questionnaire.editing import change_question
from survei.questionnaire.translated_text import Text
from tests.admin.designer_pages import draft, press, typed
from tests.examples import every_kind_document


@pytest.fixture
def made(db: None) -> Questionnaire:
    document = every_kind_document()
    return services.create_questionnaire("uji", "Kuesioner uji", document=document, actor=SYSTEM)


def save(hr: Any, row: Questionnaire, part: str, code: str, **changes: str) -> Any:
    path = f"/admin/rancang/bagian/{row.id}/{part}/{code}"
    return hr.submit(path, {**typed(hr.get(path).text), **changes})


def test_a_language_is_added_written_and_shown(hr: Any, made: Questionnaire) -> None:
    assert press(hr, made, "language-add", language="mak").status_code == 303
    assert draft(made).languages == ["en", "mak"]
    outline = hr.get(f"/admin/rancang/{made.id}/").text
    assert '<span lang="mak">Basa Mangkasara’</span>' in outline
    assert f'href="/admin/rancang/bagian/{made.id}/sampul/-#bahasa"' in outline
    assert save(hr, made, "sampul", "-", title_mak="Kuta’nang").status_code == 303
    assert (
        save(hr, made, "indikator", "mutu", text_mak="Baji’", anchor_3_mak="Tangnga").status_code
        == 303
    )
    assert (
        save(hr, made, "indikator", "waktu", **{"choices-0-label_mak": "Bari’basa"}).status_code
        == 303
    )
    assert (
        save(hr, made, "indikator", "kebiasaan", **{"rows-0-text_mak": "A’salang"}).status_code
        == 303
    )
    assert (
        save(hr, made, "skala", "ekspektasi", **{"points-0-label_mak": "Bawa"}).status_code == 303
    )
    document = draft(made)
    question = document.question("mutu")
    assert document.title == Text(
        "Kuesioner uji", en="Example of every kind of question", mak="Kuta’nang"
    )
    assert (question.text["mak"], question.anchors["3"].text["mak"]) == ("Baji’", "Tangnga")
    assert document.question("waktu").choices[0].label["mak"] == "Bari’basa"
    assert document.question("kebiasaan").rows[0].text["mak"] == "A’salang"
    assert document.scales["ekspektasi"].points[0].label["mak"] == "Bawa"
    page = hr.get(f"/pratinjau/{made.id}/draft?lang=mak").text
    assert '<html lang="id">' in page
    assert '<span lang="mak" dir="auto">Baji’</span>' in page
    assert "Pegawai ini menyelesaikan tugas keluhan tepat waktu." in page
    filled = hr.get(f"/pratinjau/{made.id}/draft?lang=mak&isi=tengah").text
    assert "Contoh jawaban." in filled
    framed = hr.get(f"/admin/rancang/pratinjau/{made.id}/?lang=mak&isi=tengah").text
    assert '<option value="mak" lang="mak" selected>Basa Mangkasara’</option>' in framed
    assert hr.get(f"/admin/kertas/{made.id}/draft?lang=mak").status_code == 200


def test_a_code_like_the_end_of_another_field_takes_nothing_from_it(
    hr: Any, made: Questionnaire
) -> None:
    press(hr, made, "language-add", language_code="na", language="")
    path = f"/admin/rancang/bagian/{made.id}/indikator/mutu"
    change = {**typed(hr.get(path).text), "allow_na": "y", "text_na": "Ngaga"}
    assert draft(made).question("mutu").allow_na is False
    assert hr.submit(path, change).status_code == 303
    question = draft(made).question("mutu")
    assert (question.allow_na, question.text["na"]) == (True, "Ngaga")


def test_the_rubric_is_written_in_any_language(hr: Any, made: Questionnaire) -> None:
    press(hr, made, "language-add", language_code="bug", language="")
    address = f"/admin/rancang/rubrik/{made.id}/?bahasa=bug"
    cells = {**typed(hr.get(address).text), "a.mutu.2": "Ritengngae"}
    assert hr.submit(address, cells).status_code == 303
    assert draft(made).question("mutu").anchors["2"].text["bug"] == "Ritengngae"


def test_a_language_goes_with_its_texts_and_comes_back(hr: Any, made: Questionnaire) -> None:
    before = draft(made)
    page = hr.get(f"/admin/rancang/bagian/{made.id}/sampul/-").text
    assert "teks dalam bahasa ini ikut terhapus" in page
    assert press(hr, made, "language-remove:en").status_code == 303
    gone = draft(made)
    assert (gone.languages, gone.title) == ([], Text("Kuesioner uji"))
    assert "en" not in gone.scales["ekspektasi"].points[0].label
    revision = queries.questionnaire(made.id).draft_revision
    hr.submit(f"/admin/rancang/{made.id}/urungkan", {"revision": revision})
    assert draft(made) == before


def test_a_scale_of_the_library_keeps_its_translations(hr: Any, made: Questionnaire) -> None:
    scale = replace(draft(made).scales["rubrik"], origin="rubrik-tiga", origin_revision=1)
    document = replace(draft(made), scales={**draft(made).scales, "rubrik": scale})
    services.save_draft(made.id, document, revision=made.draft_revision, actor=SYSTEM)
    press(hr, made, "language-remove:en")
    assert draft(made).scales["rubrik"] == scale


@pytest.mark.parametrize("code", ["id", "en", "Makassar", "x", "../", "a" * 30, ""])
def test_what_is_no_new_language_is_refused(hr: Any, made: Questionnaire, code: str) -> None:
    refused = press(hr, made, "language-add", language="", language_code=code)
    assert refused.status_code == 422
    assert "bukan kode bahasa" in refused.text
    assert draft(made).languages == ["en"]


def test_what_was_typed_in_a_language_that_is_gone_is_shown(hr: Any, made: Questionnaire) -> None:
    path = f"/admin/rancang/bagian/{made.id}/indikator/mutu"
    late = {**typed(hr.get(path).text), "text_en": "My late words."}
    press(hr, made, "language-remove:en")
    refused = hr.submit(path, late)
    assert refused.status_code == 409
    assert "My late words." in refused.text


def test_a_question_without_indonesian_is_named_as_one_without_text(
    hr: Any, made: Questionnaire
) -> None:
    only = {"text": Text("", en="Only English"), "text_self": Text("Tentang saya.")}
    document = change_question(draft(made), "mutu", **only)
    services.save_draft(made.id, document, revision=made.draft_revision, actor=SYSTEM)
    outline = hr.get(f"/admin/rancang/{made.id}/").text
    assert '<span class="sr-only">: Tentang saya.</span>' in outline
    assert '<span class="sr-only">: </span>' not in outline
