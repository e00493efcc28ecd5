"""Forms of the parts: every kind, rows, decimal commas, hostile and over-long text."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from admin.questionnaires.question_forms import QUESTION_FORMS
from survei.drafting.models import Questionnaire
from survei.questionnaire.blank import blank_question
from survei.questionnaire.kinds import QuestionKind
from tests.admin.designer_pages import draft, part, typed

HOSTILE = '"><img src=x onerror=alert(1)> {{7*7}} %(x)s </textarea><script>alert(1)</script>'

#: Where a question came from is told by the bank, not typed.
UNEDITED = {"code", "anchors", "origin"}
#: What nobody can be made to do with a text to read.
NOT_OF_INFORMATION = {"required", "required_if"}
#: A tick for weight 0.
BESIDE = {"excluded"}


def save(hr: Any, row: Questionnaire, word: str, code: str, /, **changes: str) -> Any:
    """Opens a part's page, types, presses "Simpan"."""
    path = part(row, word, code)
    return hr.submit(path, {**typed(hr.get(path).text), **changes})


def test_the_table_of_forms_holds_every_kind() -> None:
    assert set(QUESTION_FORMS) == set(QuestionKind)


@pytest.mark.parametrize("kind", QuestionKind, ids=str)
def test_a_form_names_every_member_of_its_kind(kind: QuestionKind) -> None:
    question = blank_question(kind, code="x", text="X", scale="s")
    form = QUESTION_FORMS[kind]
    fields = {name for name in dir(form) if hasattr(getattr(form, name), "field_class")}
    members = set(question.__struct_fields__) - UNEDITED
    if kind == QuestionKind.INFORMATION:
        members -= NOT_OF_INFORMATION
    assert members == fields - BESIDE


def test_a_rating_keeps_anchors_weight_and_switches(hr: Any, made: Questionnaire) -> None:
    changes = {"anchor_1": "Sering terlambat.", "anchor_2": "", "weight": "1,5", "reversed": "y"}
    assert save(hr, made, "indikator", "mutu", **changes).status_code == 303
    question = draft(made).question("mutu")
    assert str(question.anchors["1"].text) == "Sering terlambat."
    assert str(question.anchors["2"].text) == ""
    assert (question.weight, question.reversed) == (1.5, True)


def test_another_scale_shows_its_points_at_once(hr: Any, made: Questionnaire) -> None:
    answer = save(hr, made, "indikator", "mutu", scale="rubrik")
    page = hr.get(answer.location).text
    assert draft(made).question("mutu").scale == "rubrik"
    assert 'name="anchor_3"' in page
    assert 'name="anchor_4"' not in page
    assert save(hr, made, "indikator", "mutu", scale="tidak-ada").status_code == 422


def test_choices_grow_move_and_keep_their_keys(hr: Any, made: Questionnaire) -> None:
    save(hr, made, "indikator", "waktu", **{"choices-3-label": "Malam", "choices-3-value": ""})
    labels = [str(choice.label) for choice in draft(made).question("waktu").choices]
    assert labels == ["Pagi", "Siang", "Sore", "Malam"]
    save(hr, made, "indikator", "waktu", do="row-up:3")
    save(hr, made, "indikator", "waktu", do="row-drop:0")
    values = [choice.value for choice in draft(made).question("waktu").choices]
    assert values == ["siang", "p1", "sore"]
    same = save(hr, made, "indikator", "waktu", **{"choices-1-label": "siang"})
    assert same.status_code == 422
    assert "Dua pilihan berbunyi sama" in str(same.text)


def test_points_are_sorted_and_anchors_follow_their_value(hr: Any, made: Questionnaire) -> None:
    before = draft(made).question("mutu").anchors
    changes = {"points-0-value": "5", "points-4-value": "1"}
    assert save(hr, made, "skala", "ekspektasi", **changes).status_code == 303
    after = draft(made)
    labels = [str(point.label) for point in after.scales["ekspektasi"].points]
    assert labels[0] == "Jauh di atas ekspektasi"
    assert after.question("mutu").anchors["5"] == before["1"]
    assert after.question("mutu").anchors["1"] == before["5"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"points-0-value": "2"}, "Dua poin mempunyai nilai yang sama"),
        ({"points-0-value": ""}, "Isi nilai setiap poin"),
        ({"points-0-value": "satu"}, "Tulis bilangan bulat"),
        ({"title": ""}, "Isi judulnya"),
        (
            {f"points-{n}-{name}": "" for n in (1, 2) for name in ("value", "label", "anchor")}
            | {f"points-{n}-{name}": "" for n in (1, 2) for name in ("label_en", "anchor_en")},
            "Skala berisi 2 sampai 10 poin",
        ),
    ],
)
def test_an_impossible_scale_is_refused_with_everything_kept(
    hr: Any, made: Questionnaire, changes: dict[str, str], said: str
) -> None:
    before = draft(made)
    refused = save(hr, made, "skala", "rubrik", **{"points-0-label": "Kata saya", **changes})
    assert refused.status_code == 422
    assert said in refused.text
    assert typed(refused.text)["points-0-label"] == "Kata saya"
    assert draft(made) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [("NaN", "Tulis angka"), ("1e999", "Tulis angka"), ("-1", "Paling kecil 0"), ("a", "Tulis")],
)
def test_a_weight_that_is_no_number_is_refused(
    hr: Any, made: Questionnaire, text: str, said: str
) -> None:
    refused = save(hr, made, "indikator", "mutu", weight=text)
    assert refused.status_code == 422
    assert said in refused.text
    assert typed(refused.text)["weight"] == text


def test_bounds_of_a_number_take_a_comma_and_may_be_empty(hr: Any, made: Questionnaire) -> None:
    save(hr, made, "indikator", "jam", minimum="0,5", maximum="")
    question = draft(made).question("jam")
    assert (question.minimum, question.maximum) == (0.5, None)
    assert save(hr, made, "indikator", "mulai", earliest="2026-02-31").status_code == 422


def test_hostile_text_stays_text_on_every_page(hr: Any, made: Questionnaire) -> None:
    save(hr, made, "sampul", "-", title=HOSTILE[:200], intro=HOSTILE)
    save(hr, made, "aspek", "kinerja", title=HOSTILE[:200], intro=HOSTILE)
    save(hr, made, "indikator", "mutu", text=HOSTILE, hint=HOSTILE, anchor_1=HOSTILE)
    save(hr, made, "skala", "ekspektasi", **{"title": HOSTILE, "points-0-label": HOSTILE})
    assert str(draft(made).question("mutu").text) == HOSTILE
    for path in (
        f"/admin/rancang/{made.id}/",
        f"/admin/rancang/{made.id}/skala/",
        f"/admin/rancang/bobot/{made.id}/",
        f"/admin/rancang/terbit/{made.id}/",
        f"/admin/kuesioner/{made.id}/",
        part(made, "indikator", "mutu"),
    ):
        page = hr.get(path)
        assert page.status_code == 200, path
        assert "<img src=x" not in page.text
        assert "<script>alert" not in page.text
    assert HOSTILE in unescape(hr.get(f"/admin/rancang/{made.id}/").text)


def test_unicode_is_kept_and_control_characters_are_refused(hr: Any, made: Questionnaire) -> None:
    text = "Ma'ruf, S.Kom. — ᨒᨚᨈᨑ 🙂 é"
    save(hr, made, "indikator", "mutu", text=text)
    assert str(draft(made).question("mutu").text) == "Ma'ruf, S.Kom. — ᨒᨚᨈᨑ 🙂 é"
    assert save(hr, made, "indikator", "mutu", text="a\x07b").status_code == 422


def test_a_text_over_the_limit_is_refused_and_kept(hr: Any, made: Questionnaire) -> None:
    long = "x" * 5001
    refused = save(hr, made, "indikator", "mutu", text=long)
    assert refused.status_code == 422
    assert "5001 karakter, paling banyak 5000" in refused.text
    assert long in refused.text


def test_fields_that_are_not_offered_change_nothing(hr: Any, made: Questionnaire) -> None:
    save(hr, made, "indikator", "mutu", code="lain", kind="number", anchors="x", key="y")
    assert draft(made).question("mutu").weight == 2
    assert draft(made).key == "uji"


def test_another_one_of_the_same_kind_follows(hr: Any, made: Questionnaire) -> None:
    answer = save(hr, made, "indikator", "sapa", do="next")
    new = draft(made).sections[1].questions[1]
    assert answer.location.split("?")[0].endswith(f"/indikator/{new.code}")
    assert (new.scale, str(new.text)) == ("rubrik", "")


@pytest.mark.parametrize(
    "path", ["indikator/x", "hantu/mutu", "aspek/%2e%2e", "skala/" + "a" * 500]
)
def test_a_part_that_is_not_there_is_not_found(hr: Any, made: Questionnaire, path: str) -> None:
    assert hr.get(f"/admin/rancang/bagian/{made.id}/{path}").status_code == 404
    assert hr.get(f"/admin/rancang/bagian/999999/{path}").status_code == 404
