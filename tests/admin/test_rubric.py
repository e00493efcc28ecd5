"""The rubric's pages: writing cells, pasting blocks, two editors, two languages."""

from __future__ import annotations

from html import unescape
from typing import Any

from survei.drafting import services
from survei.drafting.models import Questionnaire
from survei.questionnaire import editing
from survei.questionnaire.kinds import Matrix
from survei.questionnaire.parts import Row
from survei.questionnaire.translated_text import Text
from tests.admin.designer_pages import COLLEAGUE, draft, revision, typed
from tests.examples import rating

HOSTILE = "</textarea><script>alert(1)</script>%(x)s{{7*7}}"
JSON = {"headers": {"Accept": "application/json"}}


def url(row: Questionnaire, more: str = "") -> str:
    return f"/admin/rancang/rubrik/{row.id}/{more}"


def anchor(row: Questionnaire, code: str, value: str = "1") -> str:
    return str(draft(row).question(code).anchors[value].text)


def colleague_changes(row: Questionnaire, code: str, text: str, value: str = "1") -> None:
    anchors = dict(draft(row).question(code).anchors)
    anchors[value] = type(anchors["1"])(text=Text(text))
    changed = editing.change_question(draft(row), code, anchors=anchors)
    services.save_draft(row.id, changed, revision=revision(row), actor=COLLEAGUE)


def test_cells_show_what_is_stored_and_what_stands_in(hr: Any, made: Questionnaire) -> None:
    page = hr.get(url(made)).text
    cells = typed(page)
    assert cells["a.mutu.2"] == "Ketepatan waktu tugas mutu jarang."
    assert cells["a.sapa.1"] == ""
    assert 'placeholder="Deskripsi skala: Perilaku belum terlihat."' in page


def test_a_plain_form_saves_every_cell(hr: Any, made: Questionnaire) -> None:
    cells = typed(hr.get(url(made)).text)
    answer = hr.submit(url(made), {**cells, "a.mutu.1": " Satu.\r\nDua. ", "a.sapa.2": HOSTILE})
    assert answer.status_code == 303
    assert anchor(made, "mutu") == "Satu.\nDua."
    assert anchor(made, "sapa", "2") == HOSTILE
    page = hr.get(url(made)).text
    assert HOSTILE not in page
    assert typed(page)["a.sapa.2"] == HOSTILE


def test_saving_nothing_new_is_no_step(hr: Any, made: Questionnaire) -> None:
    before = revision(made)
    hr.submit(url(made), typed(hr.get(url(made)).text))
    assert revision(made) == before


def test_the_autosave_sends_single_cells(hr: Any, made: Questionnaire) -> None:
    data = {"revision": revision(made), "a.mutu.1": "Baru."}
    saved = hr.submit(url(made), data, **JSON)
    assert saved.json["revision"] == revision(made)
    assert anchor(made, "mutu") == "Baru."
    assert anchor(made, "mutu", "2") == "Ketepatan waktu tugas mutu jarang."
    assert hr.submit(url(made), data, **JSON).status_code == 409


def test_too_long_and_unkeepable_texts_are_said_at_their_cell(hr: Any, made: Questionnaire) -> None:
    cells = typed(hr.get(url(made)).text)
    wrong = {**cells, "a.mutu.1": "x" * 1001, "a.mutu.2": "a\x07", "a.mutu.3": "Tetap ada."}
    refused = hr.submit(url(made), wrong)
    assert refused.status_code == 422
    assert "1001 karakter" in refused.text
    assert "karakter yang tidak dapat disimpan" in refused.text
    assert typed(refused.text)["a.mutu.3"] == "Tetap ada."
    wrong["revision"] = str(revision(made))
    answer = hr.submit(url(made), wrong, **JSON)
    assert (answer.status_code, sorted(answer.json["errors"])) == (422, ["a.mutu.1", "a.mutu.2"])


def test_english_stands_beside_its_indonesian(hr: Any, made: Questionnaire) -> None:
    page = hr.get(url(made, "?bahasa=en")).text
    assert "Ketepatan waktu tugas mutu jarang." in page
    cells = {**typed(page), "a.mutu.2": "Rarely on time.", "a.sapa.1": "Unused."}
    assert hr.submit(url(made, "?bahasa=en"), cells).status_code == 303
    stored = draft(made).question("mutu").anchors["2"]
    assert (str(stored.text), stored.text["en"]) == (
        "Ketepatan waktu tugas mutu jarang.",
        "Rarely on time.",
    )
    assert "Belum dipakai" in hr.get(url(made, "?bahasa=en")).text


def test_rows_of_a_matrix_are_read_only(hr: Any, made: Questionnaire) -> None:
    matrix = Matrix(
        code="harian",
        text=Text("Harian"),
        scale="rubrik",
        rows=[Row(code="salam", text=Text("Salam"))],
    )
    added = editing.add_question(draft(made), "sikap", matrix)
    services.save_draft(made.id, added, revision=revision(made), actor=COLLEAGUE)
    page = hr.get(url(made)).text
    assert "Salam" in page
    assert "a.harian.salam.1" not in typed(page)
    forged = {"revision": revision(made), "a.harian.salam.1": "x"}
    assert hr.submit(url(made), forged).status_code == 404


def test_the_second_editor_keeps_cells_and_sees_the_others(hr: Any, made: Questionnaire) -> None:
    mine = {**typed(hr.get(url(made)).text), "a.mutu.1": "Sel saya.", "a.mutu.2": "Juga saya."}
    colleague_changes(made, "mutu", "Sel rekan.")
    colleague_changes(made, "keluhan", "Sel lain.", "3")
    refused = hr.submit(url(made), mine)
    assert refused.status_code == 409
    assert "diubah oleh Rekan Lain" in refused.text
    assert "Tersimpan sekarang:</strong> <span>Sel rekan." in refused.text
    again = typed(refused.text)
    assert (again["a.mutu.1"], again["a.mutu.2"]) == ("Sel saya.", "Juga saya.")
    assert again["a.keluhan.3"] == "Sel lain."
    assert hr.submit(url(made), again).status_code == 303
    assert (anchor(made, "mutu"), anchor(made, "keluhan", "3")) == ("Sel saya.", "Sel lain.")


def test_what_was_typed_for_a_deleted_indicator_can_be_copied(hr: Any, made: Questionnaire) -> None:
    mine = {**typed(hr.get(url(made)).text), "a.mutu.1": "Sel tanpa rumah."}
    removed = editing.remove_question(draft(made), "mutu")
    services.save_draft(made.id, removed, revision=revision(made), actor=COLLEAGUE)
    refused = hr.submit(url(made), mine)
    assert refused.status_code == 409
    assert "Sel tanpa rumah." in refused.text
    assert refused.text.count("readonly") == 1


def test_a_block_is_shown_before_it_is_pasted_as_one_step(hr: Any, made: Questionnaire) -> None:
    cells = typed(hr.get(url(made)).text)
    cells["a.keluhan.5"] = "Diketik sebelum menempel."
    asked = {
        "do": "paste:ekspektasi",
        "block.ekspektasi": f'p\t"q\nr"\r\n{HOSTILE}\ts\r\n',
        "row.ekspektasi": "mutu",
        "point.ekspektasi": "2",
    }
    shown = hr.submit(url(made), {**cells, **asked})
    assert shown.status_code == 200
    assert anchor(made, "keluhan", "5") == "Diketik sebelum menempel."
    assert anchor(made, "mutu", "2") == "Ketepatan waktu tugas mutu jarang."
    assert HOSTILE not in shown.text
    assert "4 sel akan diisi" in shown.text
    before = revision(made)
    form = {**typed(shown.text), "do": "apply"}
    assert hr.submit(url(made, "tempel"), form).status_code == 303
    assert revision(made) == before + 1
    assert (anchor(made, "mutu", "3"), anchor(made, "keluhan", "2")) == ("q\nr", HOSTILE)
    assert hr.submit(url(made, "urungkan"), {"revision": revision(made)}).status_code == 303
    assert anchor(made, "mutu", "3") == "Ketepatan waktu tugas mutu cukup sering."
    assert anchor(made, "keluhan", "5") == "Diketik sebelum menempel."
    assert hr.submit(url(made, "ulangi"), {"revision": revision(made)}).status_code == 303
    assert anchor(made, "mutu", "3") == "q\nr"


def test_a_block_that_does_not_fit_is_refused_with_its_place(hr: Any, made: Questionnaire) -> None:
    data = {"revision": revision(made), "scale": "rubrik", "row": "sapa", "point": "2"}
    refused = hr.submit(url(made, "tempel"), {**data, "block": "a\tb\tc", "do": "apply"})
    assert refused.status_code == 422
    assert "Baris 1 berisi 3 kolom" in refused.text
    assert typed(refused.text)["block"] == "a\tb\tc"
    assert "Tempel ke rubrik</button>" not in refused.text
    assert draft(made).question("sapa").anchors == {}


def test_a_late_block_is_shown_again_on_the_present_draft(hr: Any, made: Questionnaire) -> None:
    data = {"revision": revision(made), "scale": "rubrik", "row": "sapa", "point": "1"}
    colleague_changes(made, "mutu", "Sel rekan.")
    late = hr.submit(url(made, "tempel"), {**data, "block": "baru", "do": "apply"})
    assert late.status_code == 409
    assert "Belum ada yang ditempel" in str(late.text)
    again = typed(str(late.text))
    assert (again["block"], draft(made).question("sapa").anchors) == ("baru", {})
    assert hr.submit(url(made, "tempel"), {**again, "do": "apply"}).status_code == 303
    assert anchor(made, "sapa") == "baru"


def test_a_block_for_a_scale_that_is_gone_is_given_back(hr: Any, made: Questionnaire) -> None:
    data = {"revision": revision(made), "scale": "hilang", "block": "jangan hilang"}
    answer = hr.submit(url(made, "tempel"), {**data, "do": "apply"})
    assert answer.status_code == 409
    assert "jangan hilang" in unescape(answer.text)


def test_undo_at_the_end_of_the_history_says_so(hr: Any, made: Questionnaire) -> None:
    answer = hr.submit(url(made, "urungkan"), {"revision": revision(made)})
    assert answer.status_code == 303
    assert "Tidak ada perubahan lagi" in hr.get(url(made)).text


def test_a_draft_without_ratings_says_how_to_begin(hr: Any, made: Questionnaire) -> None:
    empty = draft(made)
    for section in empty.sections:
        empty = editing.remove_section(empty, section.code)
    services.save_draft(made.id, empty, revision=revision(made), actor=COLLEAGUE)
    assert "Belum ada indikator berskala" in hr.get(url(made)).text


def test_a_large_plain_form_is_read_whole(hr: Any, made: Questionnaire) -> None:
    codes = [f"butir-{number}" for number in range(120)]
    document = draft(made)
    for code in codes:
        document = editing.add_question(document, "kinerja", rating(code))
    services.save_draft(made.id, document, revision=revision(made), actor=COLLEAGUE)
    texts = {f"a.{code}.{value}": "é" * 900 for code in codes for value in range(1, 6)}
    answer = hr.submit(url(made), {"revision": revision(made), **texts})
    assert answer.status_code == 303
    assert anchor(made, "butir-119", "5") == "é" * 900
    assert hr.submit(url(made), {"revision": "1", "a.mutu.1": "x" * 8_000_001}).status_code == 413
