"""The outline as one sheet: places, kinds to add, long questionnaires in pieces, late buttons."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from survei.drafting import services
from survei.drafting.models import Questionnaire
from survei.questionnaire import editing
from survei.questionnaire.blank import expectation_scale
from survei.questionnaire.document import MOST_QUESTIONS, Document, Section
from survei.questionnaire.kinds import QUESTION_KIND_LABELS, QuestionKind
from survei.questionnaire.translated_text import NOTHING, Text
from tests.admin.designer_pages import COLLEAGUE, draft, part, press, revision, typed
from tests.examples import rating
from tests.texts import said


def codes(row: Questionnaire, section: str) -> list[str]:
    """Codes of a section's questions."""
    return [question.code for question in draft(row).section(section).questions]


def long_document(sections: int, per_section: int) -> Document:
    """Ratings in many sections."""
    return Document(
        key="panjang",
        title=Text("Panjang"),
        scales={"ekspektasi": expectation_scale()},
        sections=[
            Section(
                code=f"aspek-{part}",
                title=Text(f"Aspek {part}"),
                questions=[rating(f"butir-{part}-{item}") for item in range(per_section)],
            )
            for part in range(sections)
        ],
    )


@pytest.fixture
def long(hr: Any) -> Questionnaire:
    """A draft of 100 questions in ten sections."""
    document = long_document(10, 10)
    return services.create_questionnaire("panjang", "Panjang", document=document, actor=COLLEAGUE)


def outline(row: Questionnaire) -> str:
    """Address of the outline."""
    return f"/admin/rancang/{row.id}/"


@pytest.mark.parametrize(
    ("target", "after", "expected"),
    [
        ("kinerja", "", ["keluhan", "tepat-waktu", "mutu"]),
        ("kinerja", "tepat-waktu", ["tepat-waktu", "keluhan", "mutu"]),
        ("kinerja", "*", ["tepat-waktu", "mutu", "keluhan"]),
        ("sikap", "sapa", ["sapa", "keluhan", "catatan-piket"]),
        ("sikap", "hantu", ["sapa", "catatan-piket", "keluhan"]),
    ],
)
def test_a_question_is_dropped_exactly_where_it_was_let_go(
    hr: Any, made: Questionnaire, target: str, after: str, expected: list[str]
) -> None:
    answer = press(hr, made, "question-place:keluhan", target=target, after=after)
    assert answer.status_code == 303
    assert codes(made, target) == expected
    assert "nomor" in hr.get(answer.location).text


def test_the_page_of_places_moves_without_a_script(hr: Any, made: Questionnaire) -> None:
    page = hr.get(f"/admin/rancang/{made.id}/pindah/keluhan").text
    assert "question-to:keluhan:sikap:start" in page
    press(hr, made, "question-to:keluhan:sikap:start")
    assert codes(made, "sikap")[0] == "keluhan"
    press(hr, made, "question-to:keluhan:kinerja:end")
    assert codes(made, "kinerja")[-1] == "keluhan"
    assert hr.get(f"/admin/rancang/{made.id}/pindah/hantu").status_code == 404
    assert press(hr, made, "question-to:keluhan:hantu:end").status_code == 404


def test_every_kind_is_inserted_after_any_question(hr: Any, made: Questionnaire) -> None:
    page = hr.get(f"/admin/rancang/{made.id}/tambah?sesudah=mutu").text
    for kind in QuestionKind:
        assert f'value="question-new:{kind}"' in page
        answer = press(hr, made, f"question-new:{kind}", section="kinerja", after="mutu")
        assert QUESTION_KIND_LABELS[kind] in hr.get(answer.location).text
        new = draft(made).section("kinerja").questions[2]
        assert new.__struct_config__.tag == str(kind)
    assert hr.get(f"/admin/rancang/{made.id}/tambah").status_code == 404


def test_lines_are_pasted_after_a_question(hr: Any, made: Questionnaire) -> None:
    press(hr, made, "question-paste:kinerja", lines="Satu.\nDua.", kind="rating", after="mutu")
    texts = [str(question.text) for question in draft(made).section("kinerja").questions]
    assert texts[2:4] == ["Satu.", "Dua."]


def test_a_thousand_questions_are_refused_with_the_limit(hr: Any, made: Questionnaire) -> None:
    lines = "\n".join(f"Butir {number}." for number in range(1000))
    refused = press(hr, made, "question-paste:kinerja", lines=lines, kind="rating")
    assert refused.status_code == 422
    assert f"paling banyak {MOST_QUESTIONS} indikator" in unescape(refused.text)
    assert "Butir 999." in refused.text
    assert len(codes(made, "kinerja")) == 3


def test_nothing_is_added_or_copied_beyond_the_limit(hr: Any) -> None:
    document = long_document(10, MOST_QUESTIONS // 10)
    row = services.create_questionnaire("penuh", "Penuh", document=document, actor=COLLEAGUE)
    for do in ("question-new:rating", "question-add:aspek-0", "section-duplicate:aspek-0"):
        refused = press(hr, row, do, section="aspek-0")
        assert refused.status_code == 422, do
        assert f"paling banyak {MOST_QUESTIONS} indikator" in unescape(refused.text)
    assert press(hr, row, "question-duplicate:butir-0-0").status_code == 422


def test_fifty_changes_are_undone_and_redone(hr: Any, made: Questionnaire) -> None:
    states = [draft(made)]
    for _change in range(50):
        press(hr, made, "question-duplicate:mutu")
        states.append(draft(made))
    for state in reversed(states[:-1]):
        hr.submit(f"/admin/rancang/{made.id}/urungkan", {"revision": revision(made)})
        assert draft(made) == state
    for state in states[1:]:
        hr.submit(f"/admin/rancang/{made.id}/ulangi", {"revision": revision(made)})
        assert draft(made) == state


def test_undone_and_redone_are_said(hr: Any, made: Questionnaire) -> None:
    press(hr, made, "question-duplicate:mutu")
    hr.get(outline(made))
    for way, words in (("urungkan", "Perubahan terakhir diurungkan."), ("ulangi", "dikembalikan.")):
        hr.submit(f"/admin/rancang/{made.id}/{way}", {"revision": revision(made)})
        assert words in hr.get(outline(made)).text


def test_what_changes_nothing_is_no_step(hr: Any, made: Questionnaire) -> None:
    old = revision(made)
    path = part(made, "indikator", "mutu")
    assert hr.submit(path, typed(hr.get(path).text)).status_code == 303
    assert press(hr, made, "question-up:tepat-waktu").status_code == 303
    assert revision(made) == old


def test_a_long_questionnaire_comes_in_pieces(hr: Any, long: Questionnaire) -> None:
    page = hr.get(outline(long)).text
    assert page.count('class="question"') == 40
    assert 'href="?buka=aspek-7#aspek-aspek-7"' in page
    assert hr.get(outline(long) + "?buka=aspek-7").text.count('class="question"') == 50
    assert hr.get(outline(long) + "?buka=semua").text.count('class="question"') == 100
    moved = press(hr, long, "question-down:butir-9-0").location
    assert 'id="indikator-butir-9-0"' in hr.get(moved).text


def test_a_script_gets_only_sections_that_changed(hr: Any, long: Questionnaire) -> None:
    have = {"headers": {"X-Have-Revision": str(revision(long))}}
    page = hr.get(outline(long), **have).text
    assert page.count("data-same") == 10
    press(hr, long, "question-place:butir-9-0", target="aspek-3", after="")
    page = hr.get(outline(long), **have).text
    assert page.count("data-same") == 8
    assert page.count('class="question"') == 20
    assert hr.get(outline(long), headers={"X-Have-Revision": "9999"}).text.count("data-same") == 0


def test_a_section_that_is_fetched_beside_takes_no_message_away(
    hr: Any, long: Questionnaire
) -> None:
    answer = press(hr, long, "section-down:aspek-2")
    piece = hr.get(f"/admin/rancang/{long.id}/?buka=aspek-4").text
    assert "Aspek dipindahkan" not in piece
    assert "Aspek dipindahkan" in hr.get(answer.location).text


def test_findings_come_as_data_too(hr: Any, made: Questionnaire) -> None:
    document = editing.change_question(draft(made), "mutu", text=NOTHING)
    services.save_draft(made.id, document, revision=revision(made), actor=COLLEAGUE)
    found = hr.get(f"/admin/rancang/{made.id}/temuan").json
    assert found["counts"]["kinerja"]["error"] >= 1
    assert found["parts"]["question:mutu"][0]["label"] == "Kesalahan"


def test_all_sections_fold_without_a_script(hr: Any, made: Questionnaire) -> None:
    assert "data-fold" in hr.get(outline(made)).text
    folded = hr.get(outline(made) + "?lipat=semua").text
    assert not any(
        " open" in tag.split(">")[0] for tag in folded.split('<details class="sheet-section"')[1:]
    )


@pytest.mark.parametrize(
    ("do", "more", "words"),
    [
        ("question-place:mutu", {"target": "sikap", "after": "sapa"}, "memindahkan indikator"),
        ("question-delete:mutu", {}, "menghapus indikator"),
        ("section-place:sikap", {"after": ""}, "memindahkan aspek “Sikap”"),
        ("section-delete:sikap", {}, "menghapus aspek “Sikap”"),
        ("question-new:number", {"section": "sikap", "after": "*"}, "menambah indikator"),
        ("question-paste:sikap", {"lines": "Satu.\nDua.", "kind": "rating"}, "yang ditempel"),
    ],
)
def test_a_button_that_came_too_late_is_offered_again(
    hr: Any, made: Questionnaire, do: str, more: dict[str, str], words: str
) -> None:
    old = revision(made)
    theirs = editing.change_question(
        draft(made), "keluhan", **said(draft(made).question("keluhan"), text="Kata rekan.")
    )
    services.save_draft(made.id, theirs, revision=old, actor=COLLEAGUE)
    refused = hr.submit(f"/admin/rancang/{made.id}/ubah", {"revision": old, "do": do, **more})
    page = unescape(refused.text)
    assert refused.status_code == 409
    assert "Kata rekan." in page
    assert words in page.split("Yang Anda minta:")[1].split("</p>")[0]
    form = refused.text.split('class="retry"')[1].split("</form>")[0]
    again = typed(f'id="part-form"{form}</form>')
    assert again == {"revision": str(old + 1), **more}
    assert hr.submit(f"/admin/rancang/{made.id}/ubah", {**again, "do": do}).status_code == 303
    assert str(draft(made).question("keluhan").text) == "Kata rekan."


def test_what_cannot_be_done_any_more_says_so(hr: Any, made: Questionnaire) -> None:
    old = revision(made)
    theirs = editing.remove_question(draft(made), "mutu")
    services.save_draft(made.id, theirs, revision=old, actor=COLLEAGUE)
    more = {"revision": old, "do": "question-place:mutu", "target": "sikap", "after": ""}
    refused = hr.submit(f"/admin/rancang/{made.id}/ubah", more)
    assert refused.status_code == 409
    assert "tidak dapat dijalankan lagi" in refused.text
    assert "Jalankan sekarang" not in refused.text
