"""Two editors: the second stale save is refused, sees the difference, and loses nothing."""

from __future__ import annotations

from html import unescape
from typing import Any

from survei.bank.version_publishing import publish_version
from survei.drafting import services
from survei.drafting.models import DraftStep, Questionnaire
from survei.questionnaire import editing
from survei.questionnaire.document import Document
from survei.questionnaire.translated_text import Text
from tests.admin.designer_pages import COLLEAGUE, draft, part, revision, typed
from tests.texts import said


def colleague_saves(made: Questionnaire, document: Document) -> None:
    """Somebody else is faster."""
    services.save_draft(made.id, document, revision=revision(made), actor=COLLEAGUE)


def test_a_stale_save_shows_what_the_other_changed(hr: Any, made: Questionnaire) -> None:
    path = part(made, "indikator", "mutu")
    mine = {**typed(hr.get(path).text), "text": "Kalimat saya.", "anchor_3": "Deskripsi saya."}
    colleague_saves(
        made,
        editing.change_question(
            draft(made), "mutu", **said(draft(made).question("mutu"), text="Kalimat rekan.")
        ),
    )
    refused = hr.submit(path, mine)
    page = unescape(refused.text)
    assert refused.status_code == 409
    assert "diubah oleh Rekan Lain" in page
    assert "Tersimpan sekarang:</strong> <span>Kalimat rekan." in page
    assert typed(refused.text)["text"] == "Kalimat saya."
    assert typed(refused.text)["anchor_3"] == "Deskripsi saya."
    assert str(draft(made).question("mutu").text) == "Kalimat rekan."


def test_after_the_difference_mine_is_saved_on_top(hr: Any, made: Questionnaire) -> None:
    path = part(made, "indikator", "mutu")
    mine = {**typed(hr.get(path).text), "text": "Kalimat saya."}
    theirs = editing.change_question(
        draft(made), "mutu", **said(draft(made).question("mutu"), text="Kalimat rekan.")
    )
    colleague_saves(
        made, editing.change_question(theirs, "keluhan", text=Text("Tetap dari rekan."))
    )
    again = typed(hr.submit(path, mine).text)
    assert hr.submit(path, again).status_code == 303
    assert str(draft(made).question("mutu").text) == "Kalimat saya."
    assert str(draft(made).question("keluhan").text) == "Tetap dari rekan."


def test_a_change_elsewhere_is_said_to_be_harmless(hr: Any, made: Questionnaire) -> None:
    path = part(made, "indikator", "mutu")
    mine = {**typed(hr.get(path).text), "text": "Kalimat saya."}
    colleague_saves(
        made,
        editing.change_question(
            draft(made), "keluhan", **said(draft(made).question("keluhan"), text="Lain.")
        ),
    )
    page = hr.submit(path, mine).text
    assert "aman untuk disimpan" in page
    assert "Tersimpan sekarang" not in page


def test_what_was_deleted_meanwhile_can_be_put_back(hr: Any, made: Questionnaire) -> None:
    path = part(made, "indikator", "mutu")
    mine = {**typed(hr.get(path).text), "text": "Kalimat saya."}
    colleague_saves(made, editing.remove_question(draft(made), "mutu"))
    refused = hr.submit(path, mine)
    assert refused.status_code == 409
    assert "telah dihapus" in refused.text
    assert hr.submit(path, typed(refused.text)).status_code == 303
    back = draft(made).question("mutu")
    assert (str(back.text), back.weight) == ("Kalimat saya.", 2)
    assert draft(made).section_of("mutu").code == "kinerja"


def test_a_stale_button_is_refused_too(hr: Any, made: Questionnaire) -> None:
    old = revision(made)
    colleague_saves(made, editing.remove_question(draft(made), "keluhan"))
    data = {"revision": old, "do": "question-delete:mutu"}
    refused = hr.submit(f"/admin/rancang/{made.id}/ubah", data)
    assert refused.status_code == 409
    assert "Tombol yang Anda tekan belum dijalankan" in refused.text
    assert "dihapus" in refused.text
    assert draft(made).question("mutu") is not None


def test_a_stale_undo_weight_and_publication_are_refused(hr: Any, made: Questionnaire) -> None:
    old = revision(made)
    weights = {**typed(hr.get(f"/admin/rancang/bobot/{made.id}/").text), "s-kinerja": "55"}
    colleague_saves(made, editing.change_section(draft(made), "kinerja", weight=30))
    undo = hr.submit(f"/admin/rancang/{made.id}/urungkan", {"revision": old})
    saved = hr.submit(f"/admin/rancang/bobot/{made.id}/", weights)
    published = hr.submit(
        f"/admin/rancang/terbit/{made.id}/terbitkan", {"revision": old, "note": "Catatan saya"}
    )
    assert [one.status_code for one in (undo, saved, published)] == [409, 409, 409]
    assert 'value="55"' in saved.text
    assert "Tersimpan sekarang:</strong> 30" in saved.text
    assert draft(made).section("kinerja").weight == 30


def test_typed_text_survives_when_the_draft_is_published_meanwhile(
    hr: Any, made: Questionnaire
) -> None:
    path = part(made, "indikator", "mutu")
    mine = {**typed(hr.get(path).text), "text": "Kalimat saya."}
    publish_version(made.id, revision=revision(made), note="", actor=COLLEAGUE)
    refused = hr.submit(path, mine)
    assert refused.status_code == 409
    assert "Kalimat saya." in refused.text


def test_the_autosave_answers_a_script(hr: Any, made: Questionnaire) -> None:
    path = part(made, "indikator", "mutu")
    mine = {**typed(hr.get(path).text), "text": "Kalimat saya."}
    asked = {"headers": {"Accept": "application/json"}}
    saved = hr.submit(path, mine, **asked)
    assert saved.json["revision"] == revision(made)
    assert str(draft(made).question("mutu").text) == "Kalimat saya."
    assert hr.submit(path, mine, **asked).status_code == 409
    mine["revision"] = str(revision(made))
    refused = hr.submit(path, {**mine, "weight": "banyak"}, **asked)
    assert (refused.status_code, refused.json) == (422, {"errors": {"weight": True}})


def test_a_page_without_revision_is_stale(hr: Any, made: Questionnaire) -> None:
    mine = typed(hr.get(part(made, "sampul")).text)
    for text in ("", "x", "-1", "9" * 30):
        answer = hr.submit(part(made, "sampul"), {**mine, "revision": text, "title": "Baru"})
        assert answer.status_code == 409
    assert str(draft(made).title) == "Kuesioner uji"


def test_typed_text_survives_when_even_the_base_is_forgotten(hr: Any, made: Questionnaire) -> None:
    path = part(made, "indikator", "mutu")
    mine = {**typed(hr.get(path).text), "text": "Kalimat saya."}
    colleague_saves(made, editing.remove_question(draft(made), "mutu"))
    DraftStep.delete().execute()
    refused = hr.submit(path, mine)
    assert refused.status_code == 409
    assert "Kalimat saya." in refused.text


def test_a_deleted_question_without_any_section_left_keeps_its_text(
    hr: Any, made: Questionnaire
) -> None:
    path = part(made, "indikator", "mutu")
    mine = {**typed(hr.get(path).text), "text": "Kalimat saya."}
    empty = draft(made)
    for section in empty.sections:
        empty = editing.remove_section(empty, section.code)
    colleague_saves(made, empty)
    refused = hr.submit(path, typed(hr.submit(path, mine).text))
    assert refused.status_code == 409
    assert "Kalimat saya." in refused.text


def test_two_windows_of_one_person_are_told_so(hr: Any, made: Questionnaire) -> None:
    path = part(made, "sampul")
    first = typed(hr.get(path).text)
    assert hr.submit(path, {**first, "title": "Judul pertama"}).status_code == 303
    refused = hr.submit(path, {**first, "title": "Judul kedua"})
    assert refused.status_code == 409
    assert "Anda ubah sendiri" in refused.text
    assert 'value="Judul kedua"' in refused.text
