"""Buttons of the outline: each posts, saves at once, and can be undone."""

from __future__ import annotations

from typing import Any

import pytest

from survei.drafting.models import Questionnaire
from survei.questionnaire.document import MOST_QUESTIONS
from tests.admin.designer_pages import draft, press, revision


def codes(row: Questionnaire) -> dict[str, list[str]]:
    """{section: codes of its questions}."""
    return {part.code: [item.code for item in part.questions] for part in draft(row).sections}


@pytest.mark.parametrize(
    ("do", "expected"),
    [
        ("question-up:mutu", {"kinerja": ["mutu", "tepat-waktu", "keluhan"]}),
        ("question-down:mutu", {"kinerja": ["tepat-waktu", "keluhan", "mutu"]}),
        ("question-up:tepat-waktu", {"kinerja": ["tepat-waktu", "mutu", "keluhan"]}),
        (
            "question-up:sapa",
            {"kinerja": ["tepat-waktu", "mutu", "keluhan", "sapa"], "sikap": ["catatan-piket"]},
        ),
        (
            "question-down:keluhan",
            {"kinerja": ["tepat-waktu", "mutu"], "sikap": ["keluhan", "sapa", "catatan-piket"]},
        ),
        ("question-delete:mutu", {"kinerja": ["tepat-waktu", "keluhan"]}),
    ],
)
def test_questions_move_and_go(
    hr: Any, made: Questionnaire, do: str, expected: dict[str, list[str]]
) -> None:
    before = codes(made)
    assert press(hr, made, do).status_code == 303
    assert codes(made) == {**before, **expected}


def test_the_last_question_stays_at_the_end(hr: Any, made: Questionnaire) -> None:
    before = codes(made)
    press(hr, made, f"question-down:{before['lain'][-1]}")
    assert codes(made) == before


def test_sections_move_and_the_focus_stays_on_the_button(hr: Any, made: Questionnaire) -> None:
    answer = press(hr, made, "section-down:kinerja")
    assert list(codes(made)) == ["sikap", "kinerja", "lain"]
    page = hr.get(answer.location).text
    focused = page.split("autofocus")[0].rsplit("<button", 1)[1]
    assert 'value="section-down:kinerja"' in focused
    press(hr, made, "section-up:kinerja")
    assert list(codes(made)) == ["kinerja", "sikap", "lain"]


@pytest.mark.parametrize(
    ("code", "after", "expected"),
    [
        ("lain", "", ["lain", "kinerja", "sikap"]),
        ("lain", "kinerja", ["kinerja", "lain", "sikap"]),
        ("kinerja", "lain", ["sikap", "lain", "kinerja"]),
        ("kinerja", "sudah-dihapus", ["sikap", "lain", "kinerja"]),
        ("sikap", "kinerja", ["kinerja", "sikap", "lain"]),
    ],
    ids=["to-the-start", "between", "to-the-end", "after-what-is-gone", "where-it-was"],
)
def test_a_section_goes_where_it_is_dropped(
    hr: Any, made: Questionnaire, code: str, after: str, expected: list[str]
) -> None:
    answer = press(hr, made, f"section-place:{code}", after=after)
    assert list(codes(made)) == expected
    page = hr.get(answer.location).text
    assert f"Aspek dipindahkan: nomor {expected.index(code) + 1} dari 3." in page
    focused = page.split("autofocus")[0].rsplit("<div", 1)[1]
    assert f'id="tempat-{code}"' in focused


def test_a_duplicate_stands_below_under_a_new_code(hr: Any, made: Questionnaire) -> None:
    press(hr, made, "question-duplicate:mutu")
    assert codes(made)["kinerja"] == ["tepat-waktu", "mutu", "mutu-2", "keluhan"]
    press(hr, made, "section-duplicate:sikap")
    assert list(codes(made)) == ["kinerja", "sikap", "sikap-2", "lain"]


def test_a_new_section_and_question_open_their_page(hr: Any, made: Questionnaire) -> None:
    opened = press(hr, made, "section-add:").location
    assert opened.endswith("/aspek/aspek-4")
    more = {"kind-aspek-4": "number"}
    opened = press(hr, made, "question-add:aspek-4", **more).location
    assert "/indikator/" in opened
    assert "Angka" in hr.get(opened).text


def test_pasted_lines_become_questions(hr: Any, made: Questionnaire) -> None:
    lines = "Menyapa rekan.\n\n  Menepati janji. \r\nMembantu rekan."
    press(hr, made, "question-paste:sikap", lines=lines, kind="rating")
    texts = [str(question.text) for question in draft(made).sections[1].questions]
    assert texts[-3:] == ["Menyapa rekan.", "Menepati janji.", "Membantu rekan."]


def test_a_pasted_table_brings_both_wordings(hr: Any, made: Questionnaire) -> None:
    lines = "1\tMenyapa rekan.\tSaya menyapa rekan.\n2\tMenepati janji.\tSaya menepati janji."
    press(hr, made, "question-paste:sikap", lines=lines, kind="rating")
    found = [(str(item.text), str(item.text_self)) for item in draft(made).sections[1].questions]
    assert found[-2:] == [
        ("Menyapa rekan.", "Saya menyapa rekan."),
        ("Menepati janji.", "Saya menepati janji."),
    ]


def test_a_pasted_table_with_more_columns_is_refused_and_kept(hr: Any, made: Questionnaire) -> None:
    before = draft(made)
    refused = press(hr, made, "question-paste:sikap", lines="Menyapa.\tSaya.\tTidak pernah.")
    assert refused.status_code == 422
    assert "Baris 1 berisi 3 kolom." in refused.text
    assert "Menyapa.\tSaya.\tTidak pernah." in refused.text
    assert draft(made) == before


def test_a_scale_is_used_by_every_indicator_at_once(hr: Any, made: Questionnaire) -> None:
    page = f"/admin/rancang/{made.id}/skala/"
    assert 'value="scale-use:rubrik"' in hr.get(page).text
    assert press(hr, made, "scale-use:rubrik").status_code == 303
    assert {item.scale for item in draft(made).questions() if hasattr(item, "scale")} == {"rubrik"}
    shown = hr.get(page).text
    assert 'value="scale-use:rubrik"' not in shown
    assert 'value="scale-use:ekspektasi"' in shown
    assert press(hr, made, "scale-use:tidak-ada").status_code == 404


def test_a_question_goes_to_another_section_and_changes_kind(hr: Any, made: Questionnaire) -> None:
    press(hr, made, "question-move:saran", target="sikap")
    assert codes(made)["sikap"][-1] == "saran"
    press(hr, made, "question-kind:saran", kind="short_text")
    changed = draft(made).question("saran")
    assert changed.__struct_config__.tag == "short_text"
    assert str(changed.text) == "Apa saran Anda untuk pegawai ini?"


def test_scales_are_added_copied_and_kept_while_in_use(hr: Any, made: Questionnaire) -> None:
    press(hr, made, "scale-add:", template="rubrik-tiga")
    assert "rubrik-tiga-tingkat" in draft(made).scales
    press(hr, made, "scale-duplicate:ekspektasi")
    press(hr, made, "scale-delete:rubrik-tiga-tingkat")
    assert list(draft(made).scales) == ["ekspektasi", "rubrik", "ekspektasi-2"]
    refused = press(hr, made, "scale-delete:ekspektasi")
    assert refused.status_code == 422
    assert "masih dipakai" in refused.text
    assert '<h2 class="part-heading">Skala</h2>' in refused.text


def test_a_change_of_scales_is_undone_where_it_was_made(hr: Any, made: Questionnaire) -> None:
    page = f"/admin/rancang/{made.id}/skala/"
    press(hr, made, "scale-use:rubrik")
    form = hr.get(page).text.split('id="travel"')[1].split("</form>")[0]
    assert '<input type="hidden" name="home" value="skala">' in form
    for step in ("urungkan", "ulangi"):
        data = {"revision": revision(made), "home": "skala"}
        answer = hr.submit(f"/admin/rancang/{made.id}/{step}", data)
        assert (answer.status_code, answer.location) == (303, page)
    data = {"revision": revision(made), "home": "skala"}
    refused = hr.submit(f"/admin/rancang/{made.id}/ulangi", data)
    assert refused.status_code == 409
    assert '<h2 class="part-heading">Skala</h2>' in refused.text


def test_a_deletion_is_undone_and_redone(hr: Any, made: Questionnaire) -> None:
    before = draft(made)
    press(hr, made, "section-delete:kinerja")
    undone = hr.submit(f"/admin/rancang/{made.id}/urungkan", {"revision": revision(made)})
    assert undone.status_code == 303
    assert draft(made) == before
    hr.submit(f"/admin/rancang/{made.id}/ulangi", {"revision": revision(made)})
    assert "kinerja" not in codes(made)


def test_more_than_the_limit_is_refused_with_the_limit(hr: Any, made: Questionnaire) -> None:
    lines = "\n".join(f"Indikator {number}" for number in range(MOST_QUESTIONS))
    refused = press(hr, made, "question-paste:sikap", lines=lines, kind="rating")
    assert refused.status_code == 422
    assert f"paling banyak {MOST_QUESTIONS} indikator" in refused.text
    assert "Indikator 299" in refused.text


MADE_UP = (
    " explode:mutu question-up:tidak-ada question-up section-up:x question-add:x "
    "section-place:x section-place "
    "question-kind:mutu scale-duplicate:x scale-delete:x"
)


@pytest.mark.parametrize("do", MADE_UP.split(" "))
def test_a_made_up_button_is_not_found(hr: Any, made: Questionnaire, do: str) -> None:
    before = revision(made)
    assert press(hr, made, do, kind="hologram").status_code == 404
    assert revision(made) == before
