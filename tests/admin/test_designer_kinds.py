"""Forms of matrices, rankings, texts to read, labels and ticks; hostile text in all of them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from survei.drafting import services
from survei.drafting.models import Questionnaire
from survei.questionnaire import editing
from survei.questionnaire.blank import blank_question
from survei.questionnaire.choices import Operator
from survei.questionnaire.kinds import Information, Matrix, QuestionKind, SingleChoice, YesNo
from survei.questionnaire.parts import Choice, Clause, Condition, Point, Row, Scale
from survei.questionnaire.translated_text import Text
from tests.admin.designer_pages import COLLEAGUE, draft, part, revision, typed
from tests.admin.test_designer_forms import HOSTILE
from tests.texts import said

OUTLINE = "/admin/rancang/{}/"


def put(row: Questionnaire, question: Any, section: str = "lain") -> None:
    """One more question at the end of a section."""
    document = editing.add_question(draft(row), section, question)
    services.save_draft(row.id, document, revision=revision(row), actor=COLLEAGUE)


def save(hr: Any, row: Questionnaire, code: str, /, **posted: str) -> Any:
    """Opens a question, types, presses a button."""
    path = part(row, "indikator", code)
    return hr.submit(path, {**typed(hr.get(path).text), **posted})


@pytest.fixture
def desk(made: Questionnaire) -> Questionnaire:
    """With a matrix of two rows."""
    rows = [Row(code="a", text=Text("Rapi.")), Row(code="b", text=Text("Lengkap."), weight=2)]
    put(made, Matrix(code="meja", text=Text("Meja kerja"), scale="rubrik", rows=rows))
    return made


def rows(row: Questionnaire) -> list[Row]:
    """Rows of the matrix as stored."""
    question = draft(row).question("meja")
    assert isinstance(question, Matrix)
    return question.rows


@pytest.mark.parametrize("kind", QuestionKind, ids=str)
def test_every_kind_is_saved_as_it_is(hr: Any, made: Questionnaire, kind: QuestionKind) -> None:
    put(made, blank_question(kind, code="baru", text="Baru", scale="rubrik"))
    before = draft(made)
    assert save(hr, made, "baru").status_code == 303
    assert draft(made) == before


def test_rows_of_a_matrix_are_written_moved_and_dropped(hr: Any, desk: Questionnaire) -> None:
    new = {
        "rows-2-text": "Bersih.",
        "rows-2-text_self": "Saya menjaganya bersih.",
        "rows-2-weight": "0,5",
        "rows-2-reversed": "y",
    }
    assert save(hr, desk, "meja", **new).status_code == 303
    made = rows(desk)[2]
    assert (made.code, str(made.text_self), made.weight, made.reversed) == (
        "baris-1",
        "Saya menjaganya bersih.",
        0.5,
        True,
    )
    save(hr, desk, "meja", do="row-up:2")
    assert [row.code for row in rows(desk)] == ["a", "baris-1", "b"]
    save(hr, desk, "meja", do="row-drop:0")
    assert [row.code for row in rows(desk)] == ["baris-1", "b"]
    assert rows(desk)[1].weight == 2


@pytest.mark.parametrize("do", ["row-paste", "stay"])
def test_pasted_lines_become_rows(hr: Any, desk: Questionnaire, do: str) -> None:
    lines = "1.\tBersih.\r\n\r\n2.\tTerang.\r\n"
    assert save(hr, desk, "meja", lines=lines, do=do).status_code == 303
    assert [str(row.text) for row in rows(desk)] == ["Rapi.", "Lengkap.", "Bersih.", "Terang."]
    assert [row.code for row in rows(desk)] == ["a", "b", "baris-1", "baris-2"]
    assert rows(desk)[3] == Row(code="baris-2", text=Text("Terang."))


def test_a_second_column_is_the_wording_for_oneself(hr: Any, desk: Questionnaire) -> None:
    save(hr, desk, "meja", lines="1\tBersih.\tSaya bersih.\n2\tTerang.\n", do="row-paste")
    wordings = [(str(row.text), str(row.text_self)) for row in rows(desk)[2:]]
    assert wordings == [("Bersih.", "Saya bersih."), ("Terang.", "")]
    lines = "Kering.\tSaya kering.\tDry."
    refused = save(hr, desk, "meja", lines=lines, do="row-paste")
    assert refused.status_code == 422
    assert "Baris 1 berisi 3 kolom." in refused.text
    assert typed(refused.text)["lines"] == lines
    assert len(rows(desk)) == 4


def test_a_matrix_may_begin_with_pasted_lines(hr: Any, made: Questionnaire) -> None:
    put(made, blank_question(QuestionKind.MATRIX, code="meja", text="Meja", scale="rubrik"))
    save(hr, made, "meja", lines="Rapi.\nBersih.", do="row-paste")
    assert [str(row.text) for row in rows(made)][-2:] == ["Rapi.", "Bersih."]


def test_pasted_lines_become_choices(hr: Any, made: Questionnaire) -> None:
    assert save(hr, made, "waktu", lines="Malam\nSubuh", do="row-paste").status_code == 303
    choices = draft(made).question("waktu").choices
    assert [str(choice.label) for choice in choices] == ["Pagi", "Siang", "Sore", "Malam", "Subuh"]
    assert len({choice.value for choice in choices}) == 5


def test_lines_without_room_are_given_back(hr: Any, desk: Questionnaire) -> None:
    lines = "\n".join(f"Baris {number}." for number in range(49))
    refused = save(hr, desk, "meja", lines=lines, do="row-paste")
    assert refused.status_code == 422
    assert "49 baris, padahal hanya ada tempat untuk 48." in refused.text
    assert typed(refused.text)["lines"] == lines
    assert len(rows(desk)) == 2


def test_the_second_editor_keeps_the_lines_that_were_pasted(hr: Any, desk: Questionnaire) -> None:
    path = part(desk, "indikator", "meja")
    mine = {**typed(hr.get(path).text), "lines": "Bersih.", "do": "row-paste"}
    theirs = editing.change_question(
        draft(desk), "meja", **said(draft(desk).question("meja"), text="Meja rekan")
    )
    services.save_draft(desk.id, theirs, revision=revision(desk), actor=COLLEAGUE)
    refused = hr.submit(path, mine)
    assert refused.status_code == 409
    assert typed(refused.text)["lines"] == "Bersih."


def test_autosave_leaves_pasted_lines_where_they_are(hr: Any, desk: Questionnaire) -> None:
    path = part(desk, "indikator", "meja")
    data = {**typed(hr.get(path).text), "lines": "Bersih."}
    assert hr.submit(path, data, headers={"Accept": "application/json"}).status_code == 200
    assert len(rows(desk)) == 2


def test_a_matrix_needs_rows_and_numbers(hr: Any, desk: Questionnaire) -> None:
    none = {"rows-0-text": "", "rows-1-text": ""}
    refused = save(hr, desk, "meja", **none)
    assert refused.status_code == 422
    assert "Isi 1 sampai 50 baris" in refused.text
    refused = save(hr, desk, "meja", **{"rows-0-weight": "berat", "rows-0-text": "Kata saya"})
    assert refused.status_code == 422
    assert "Tulis angka" in refused.text
    assert typed(refused.text)["rows-0-text"] == "Kata saya"
    assert len(rows(desk)) == 2


def test_excluded_is_weight_nought_and_back(hr: Any, made: Questionnaire) -> None:
    save(hr, made, "mutu", excluded="y")
    assert draft(made).question("mutu").weight == 0
    path = part(made, "indikator", "mutu")
    fields = typed(hr.get(path).text)
    assert fields.pop("excluded") == "y"
    hr.submit(path, fields)
    assert draft(made).question("mutu").weight == 1


def test_labels_are_words_between_commas(hr: Any, made: Questionnaire) -> None:
    save(hr, made, "mutu", tags=" Disiplin, kelas ,disiplin,, Umpan Balik")
    assert draft(made).question("mutu").tags == ["disiplin", "kelas", "umpan balik"]
    assert typed(hr.get(part(made, "indikator", "mutu")).text)["tags"] == (
        "disiplin, kelas, umpan balik"
    )
    assert save(hr, made, "mutu", tags="x" * 41).status_code == 422


def test_other_and_step(hr: Any, made: Questionnaire) -> None:
    save(hr, made, "waktu", other="y")
    save(hr, made, "jam", step="0,5")
    assert draft(made).question("waktu").other is True
    assert draft(made).question("jam").step == 0.5
    assert "Lainnya" in hr.get(OUTLINE.format(made.id)).text
    assert save(hr, made, "jam", step="0").status_code == 422


def test_hostile_text_of_every_new_field_stays_text(hr: Any, desk: Questionnaire) -> None:
    put(desk, YesNo(code="jebak", text=Text(HOSTILE)), "kinerja")
    put(desk, Information(code="baca", text=Text(f"**{HOSTILE}** [x](javascript:alert(1))")))
    save(hr, desk, "meja", **{"rows-0-text": HOSTILE, "rows-0-text_self": HOSTILE, "tags": "<b>"})
    condition = Condition(clauses=[Clause(question="jebak", operator="is", value="ya")])
    gone = Condition(clauses=[Clause(question="<script>alert(1)", operator="is", value=HOSTILE)])
    document = editing.change_question(draft(desk), "meja", show_if=condition, required_if=gone)
    services.save_draft(desk.id, document, revision=revision(desk), actor=COLLEAGUE)
    for path in (
        OUTLINE.format(desk.id),
        f"/admin/rancang/{desk.id}/tambah?sesudah=jebak",
        f"/admin/rancang/{desk.id}/pindah/jebak",
        part(desk, "indikator", "meja"),
        part(desk, "indikator", "baca"),
        f"/admin/rancang/terbit/{desk.id}/",
    ):
        page = hr.get(path)
        assert page.status_code == 200, path
        assert "<img src=x" not in page.text, path
        assert "<script>alert" not in page.text, path
        assert 'href="javascript' not in page.text, path
    assert HOSTILE in unescape(hr.get(OUTLINE.format(desk.id)).text)
    assert hr.get(f"/admin/rancang/{desk.id}/temuan").mimetype == "application/json"


MANY_ROWS = [Row(code=f"r{number}", text=Text(f"Baris {number}")) for number in range(90)]
MANY_CHOICES = [
    Choice(value=f"c{number}", label=Text(f"Pilihan {number}")) for number in range(150)
]


@pytest.mark.parametrize(
    ("question", "list_name"),
    [
        (
            Matrix(
                code="m",
                text=Text("M"),
                scale="rubrik",
                rows=MANY_ROWS,
            ),
            "rows",
        ),
        (
            SingleChoice(
                code="m",
                text=Text("M"),
                choices=MANY_CHOICES,
            ),
            "choices",
        ),
    ],
    ids=["rows", "choices"],
)
def test_what_is_stored_beyond_the_limit_can_be_shortened(
    hr: Any, made: Questionnaire, question: Any, list_name: str
) -> None:
    put(made, question)
    many = len(getattr(question, list_name))
    page = hr.get(part(made, "indikator", "m"))
    assert page.status_code == 200
    assert f'name="{list_name}-{many - 1}-' in page.text
    refused = save(hr, made, "m")
    assert refused.status_code == 422
    assert len(getattr(draft(made).question("m"), list_name)) == many


def test_a_scale_of_too_many_points_can_be_shortened(hr: Any, made: Questionnaire) -> None:
    points = [Point(value=value, label=Text(f"P {value}")) for value in range(40)]
    document = editing.set_scale(
        draft(made), "panjang", Scale(title=Text("Panjang"), points=points)
    )
    services.save_draft(made.id, document, revision=revision(made), actor=COLLEAGUE)
    page = hr.get(part(made, "skala", "panjang"))
    assert page.status_code == 200
    assert 'name="points-39-value"' in page.text


def test_a_condition_of_too_many_clauses_can_be_shortened(hr: Any, made: Questionnaire) -> None:
    clause = Clause(question="mutu", operator=Operator.EXTREME)
    put(made, YesNo(code="m", text=Text("M"), show_if=Condition(clauses=[clause] * 40)))
    page = hr.get(part(made, "indikator", "m"))
    assert page.status_code == 200
    assert 'value="clause-drop:show_if:39"' in page.text


def test_a_text_to_read_comes_before_its_hint(hr: Any, made: Questionnaire) -> None:
    page = hr.get(part(made, "indikator", "penjelasan")).text
    names = re.findall(r'<textarea[^>]*name="([^"]*)"', page)
    assert [name for name in names if name in ("text", "text_self", "hint")] == [
        "text",
        "text_self",
        "hint",
    ]
