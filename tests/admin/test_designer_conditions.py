"""The condition builder: posted rows become conditions, impossible ones are refused in place."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from survei.drafting import services
from survei.drafting.models import Questionnaire
from survei.questionnaire import editing
from survei.questionnaire.choices import Match, Operator
from survei.questionnaire.kinds import LongText, Matrix, YesNo
from survei.questionnaire.parts import Clause, Condition, Row
from survei.questionnaire.translated_text import Text
from tests.admin.designer_pages import COLLEAGUE, draft, part, press, revision, typed


def clause(member: str, index: int, question: str, operator: str = "", value: str = "") -> Any:
    """A row of the builder as it is posted."""
    start = f"{member}-clauses-{index}"
    return {
        f"{start}-question": question,
        f"{start}-operator": operator,
        f"{start}-value": value,
    }


def save(hr: Any, row: Questionnaire, code: str, /, word: str = "indikator", **posted: str) -> Any:
    """Opens a part, fills the builder in, saves."""
    path = part(row, word, code)
    return hr.submit(path, {**typed(hr.get(path).text), **posted})


@pytest.fixture
def asked(made: Questionnaire) -> Questionnaire:
    """The example with a yes/no question and a matrix in its first section."""
    document = draft(made)
    rows = [Row(code="a", text=Text("Rapi.")), Row(code="b", text=Text("Lengkap."))]
    document = editing.add_question(document, "kinerja", YesNo(code="hadir", text=Text("Hadir?")))
    matrix = Matrix(code="meja", text=Text("Meja kerja"), scale="rubrik", rows=rows)
    document = editing.add_question(document, "kinerja", matrix)
    services.save_draft(made.id, document, revision=revision(made), actor=COLLEAGUE)
    return made


@pytest.mark.parametrize(
    ("posted", "expected"),
    [
        (("tepat-waktu", "at_least", "3"), ("tepat-waktu", Operator.AT_LEAST, "3")),
        (("tepat-waktu", "is", "na"), ("tepat-waktu", Operator.IS, "na")),
        (("tepat-waktu", "extreme", "5"), ("tepat-waktu", Operator.EXTREME, "")),
        (("meja.b", "is", "2"), ("meja.b", Operator.IS, "2")),
        (("hadir", "is", "tidak"), ("hadir", Operator.IS, "tidak")),
        (("waktu", "is_not", "pagi"), ("waktu", Operator.IS_NOT, "pagi")),
        (("kegiatan", "includes", "sore"), ("kegiatan", Operator.INCLUDES, "sore")),
        (("jam", "at_most", "2,50"), ("jam", Operator.AT_MOST, "2.5")),
        (("mulai", "at_least", "2026-11-23"), ("mulai", Operator.AT_LEAST, "2026-11-23")),
        (("kegiatan-utama", "answered", ""), ("kegiatan-utama", Operator.ANSWERED, "")),
    ],
    ids=lambda value: "-".join(map(str, value)) if isinstance(value, tuple) else None,
)
def test_a_row_of_menus_becomes_a_clause(
    hr: Any, asked: Questionnaire, posted: Any, expected: Any
) -> None:
    assert save(hr, asked, "saran", **clause("show_if", 0, *posted)).status_code == 303
    key, operator, value = expected
    only = Clause(question=key, operator=operator, value=value)
    assert draft(asked).question("saran").show_if == Condition(clauses=[only])
    again = typed(hr.get(part(asked, "indikator", "saran")).text)
    assert again["show_if-clauses-0-question"] == key


def test_any_of_two_clauses_on_a_section(hr: Any, asked: Questionnaire) -> None:
    rows = {
        **clause("show_if", 0, "hadir", "is", "ya"),
        **clause("show_if", 1, "mutu", "at_most", "2"),
        "show_if-match": "any",
    }
    assert save(hr, asked, "lain", word="aspek", **rows).status_code == 303
    condition = draft(asked).section("lain").show_if
    assert (condition.match, len(condition.clauses)) == (Match.ANY, 2)
    page = unescape(hr.get(f"/admin/rancang/{asked.id}/").text)
    assert "Tampil jika “Hadir?” adalah “Ya” atau “" in page


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        (("jam", "is", "satu"), "Tulis angka"),
        (("mulai", "is", "2026-02-31"), "Tulis tanggal yang ada di kalender"),
        (("tepat-waktu", "is", "9"), "Pilih nilai untuk"),
        (("tepat-waktu", "includes", "3"), "Pilih pembanding"),
        (("tepat-waktu", "is_not", "na"), "hanya dapat dibandingkan dengan"),
        (("tepat-waktu", "", ""), "Pilih pembanding"),
        (("hantu", "is", "1"), "tidak ada (lagi)"),
        (("saran", "answered", ""), "ditanyakan di sini atau sesudahnya"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else None,
)
def test_an_impossible_clause_is_refused_at_its_place(
    hr: Any, asked: Questionnaire, posted: Any, said: str
) -> None:
    refused = save(hr, asked, "saran", text="Kata saya", **clause("show_if", 0, *posted))
    assert refused.status_code == 422
    assert said in unescape(refused.text)
    assert "Kata saya" in refused.text
    assert draft(asked).question("saran").show_if is None


def test_a_later_question_is_neither_offered_nor_taken(hr: Any, asked: Questionnaire) -> None:
    page = hr.get(part(asked, "indikator", "mutu")).text
    offered = page.split('name="show_if-clauses-0-question"')[1].split("</select>")[0]
    assert 'value="tepat-waktu"' in offered
    assert 'value="keluhan"' not in offered
    refused = save(hr, asked, "mutu", **clause("show_if", 0, "keluhan", "is", "1"))
    assert refused.status_code == 422


def test_a_clause_goes_by_its_button_even_when_it_is_wrong(hr: Any, asked: Questionnaire) -> None:
    rows = {
        **clause("show_if", 0, "hadir", "is", "ya"),
        **clause("show_if", 1, "hantu", "is", "1"),
        "do": "clause-drop:show_if:1",
    }
    assert save(hr, asked, "saran", **rows).status_code == 303
    assert len(draft(asked).question("saran").show_if.clauses) == 1


def test_a_chosen_question_brings_its_menus_without_a_script(hr: Any, asked: Questionnaire) -> None:
    rows = {**clause("show_if", 0, "hadir"), "do": "clause-add:show_if"}
    shown = save(hr, asked, "saran", **rows).text
    assert 'name="show_if-clauses-0-operator"' in shown
    assert '<option  value="ya">Ya</option>' in shown


def test_required_at_the_ends_of_a_scale_is_one_step(hr: Any, asked: Questionnaire) -> None:
    path = part(asked, "indikator", "saran")
    posted = {**typed(hr.get(path).text), "do": "preset", "preset": "mutu", "required": "y"}
    assert hr.submit(path, posted).status_code == 303
    question = draft(asked).question("saran")
    only = Clause(question="mutu", operator=Operator.EXTREME)
    assert (question.required, question.required_if) == (False, Condition(clauses=[only]))
    assert "berada di ujung skala" in hr.get(f"/admin/rancang/{asked.id}/").text


def test_a_source_that_went_is_explained_where_it_is_used(hr: Any, asked: Questionnaire) -> None:
    save(hr, asked, "saran", **clause("show_if", 0, "hadir", "is", "ya"))
    press(hr, asked, "question-move:hadir", target="lain")
    for path in (f"/admin/rancang/{asked.id}/", part(asked, "indikator", "saran")):
        assert "ditanyakan di sini atau sesudahnya" in unescape(hr.get(path).text), path
    press(hr, asked, "question-delete:hadir")
    for path in (f"/admin/rancang/{asked.id}/", part(asked, "indikator", "saran")):
        assert "tidak ada (lagi)" in unescape(hr.get(path).text), path


def test_the_second_editor_sees_the_other_condition(hr: Any, asked: Questionnaire) -> None:
    path = part(asked, "indikator", "saran")
    mine = {**typed(hr.get(path).text), **clause("show_if", 0, "hadir", "is", "ya")}
    theirs = Condition(clauses=[Clause(question="mutu", operator=Operator.EXTREME)])
    document = editing.change_question(draft(asked), "saran", show_if=theirs)
    services.save_draft(asked.id, document, revision=revision(asked), actor=COLLEAGUE)
    refused = hr.submit(path, mine)
    assert refused.status_code == 409
    assert "berada di ujung skala" in unescape(refused.text)
    assert typed(refused.text)["show_if-clauses-0-question"] == "hadir"
    assert isinstance(draft(asked).question("saran"), LongText)
