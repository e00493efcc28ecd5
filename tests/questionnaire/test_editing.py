"""Editing operations give a new document and keep the old one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from survei.errors import InUse, NotFound
from survei.questionnaire import editing
from survei.questionnaire.blank import blank_document, expectation_scale
from survei.questionnaire.checks import check
from survei.questionnaire.choices import Operator
from survei.questionnaire.document import Document, Section, encode
from survei.questionnaire.finding import errors_of
from survei.questionnaire.kinds import QuestionKind
from survei.questionnaire.parts import Clause, Condition
from survei.questionnaire.scale_use import use_scale
from survei.questionnaire.spreading import spread_weights
from survei.questionnaire.translated_text import Text
from tests.examples import every_kind_document, rating

SCORING = (QuestionKind.RATING, QuestionKind.MATRIX)


def codes(document: Document) -> dict[str, list[str]]:
    return {part.code: [item.code for item in part.questions] for part in document.sections}


START = codes(every_kind_document())

#: operation → codes by section afterwards
EDITS: dict[str, tuple[Callable[[Document], Document], dict[str, list[str]]]] = {
    "add section at the front": (
        lambda d: editing.add_section(d, Section(code="baru", title=Text("Baru")), 0),
        {"baru": [], **START},
    ),
    "rename section": (
        lambda d: editing.change_section(d, "sikap", code="perilaku"),
        {"kinerja": START["kinerja"], "perilaku": START["sikap"], "lain": START["lain"]},
    ),
    "move section to the end": (
        lambda d: editing.move_section(d, "kinerja", 9),
        {"sikap": START["sikap"], "lain": START["lain"], "kinerja": START["kinerja"]},
    ),
    "duplicate section": (
        lambda d: editing.duplicate_section(d, "sikap"),
        {
            "kinerja": START["kinerja"],
            "sikap": START["sikap"],
            "sikap-2": ["sapa-2", "catatan-piket-2"],
            "lain": START["lain"],
        },
    ),
    "remove section": (
        lambda d: editing.remove_section(d, "sikap"),
        {"kinerja": START["kinerja"], "lain": START["lain"]},
    ),
    "add question": (
        lambda d: editing.add_question(d, "sikap", rating("baru"), 1),
        {**START, "sikap": ["sapa", "baru", "catatan-piket"]},
    ),
    "move question to another section": (
        lambda d: editing.move_question(d, "mutu", "sikap", 0),
        {
            **START,
            "kinerja": ["tepat-waktu", "keluhan"],
            "sikap": ["mutu", "sapa", "catatan-piket"],
        },
    ),
    "move question down": (
        lambda d: editing.move_question(d, "tepat-waktu", "kinerja", 1),
        {**START, "kinerja": ["mutu", "tepat-waktu", "keluhan"]},
    ),
    "duplicate question": (
        lambda d: editing.duplicate_question(d, "mutu"),
        {**START, "kinerja": ["tepat-waktu", "mutu", "mutu-2", "keluhan"]},
    ),
    "remove question": (
        lambda d: editing.remove_question(d, "mutu"),
        {**START, "kinerja": ["tepat-waktu", "keluhan"]},
    ),
    "rename question": (
        lambda d: editing.change_question(d, "mutu", code="kualitas"),
        {**START, "kinerja": ["tepat-waktu", "kualitas", "keluhan"]},
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_gives_a_new_document(name: str) -> None:
    edit, expected = EDITS[name]
    document = every_kind_document()
    edited = edit(document)
    assert codes(edited) == expected
    assert list(codes(edited)) == list(expected)
    assert encode(document) == encode(every_kind_document())


@pytest.mark.parametrize("kind", QuestionKind)
def test_a_new_question_of_any_kind_is_complete_but_for_anchors(kind: QuestionKind) -> None:
    document = blank_document("baru", "Baru")
    question = editing.new_question(document, kind, "Apakah tugas selesai?")
    edited = editing.add_question(document, "aspek-1", question)
    members = {finding.message_id for finding in errors_of(check(edited))}
    missing_anchor = "Poin %(points)s belum memiliki deskripsi perilaku."
    no_rating = "Aspek ini berbobot %(weight)s persen, tetapi tidak memiliki indikator berskala."
    assert members == {missing_anchor if kind in SCORING else no_rating}


def test_another_kind_keeps_the_wording() -> None:
    document = editing.change_kind(every_kind_document(), "tepat-waktu", QuestionKind.LONG_TEXT)
    question = document.question("tepat-waktu")
    original = every_kind_document().question("tepat-waktu")
    assert question is not None
    assert original is not None
    assert (question.text_self, question.hint) == (original.text_self, original.hint)


def test_weights_are_spread_to_exactly_a_hundred() -> None:
    document = every_kind_document()
    document = editing.add_section(document, Section(code="tiga", title=Text("Tiga")))
    document = editing.add_question(document, "tiga", rating("baru"))
    spread = spread_weights(document)
    assert [section.weight for section in spread.sections] == [33.3, 33.3, 0, 33.4]


def test_a_copied_section_asks_about_its_own_questions() -> None:
    inside = Condition(clauses=[Clause(question="mutu", operator=Operator.ANSWERED)])
    outside = Condition(clauses=[Clause(question="sapa", operator=Operator.ANSWERED)])
    document = editing.change_question(every_kind_document(), "tepat-waktu", show_if=outside)
    section = document.section_of("mutu")
    assert section is not None
    copied_at = document.sections.index(section) + 1
    later = next(item for item in section.questions[::-1] if item.code != "mutu")
    document = editing.change_question(document, later.code, show_if=inside)
    copy = editing.duplicate_section(document, section.code).sections[copied_at]
    conditions = {
        item.show_if.clauses[0].question for item in copy.questions if item.show_if is not None
    }
    assert conditions == {"mutu-2", "sapa"}


def test_a_scale_in_use_stays() -> None:
    document = every_kind_document()
    with pytest.raises(InUse):
        editing.remove_scale(document, "rubrik")
    added = editing.set_scale(document, "baru", expectation_scale())
    assert list(editing.remove_scale(added, "baru").scales) == ["ekspektasi", "rubrik"]


REFUSED: dict[str, Callable[[Document], Document]] = {
    "taken section": lambda d: editing.add_section(d, Section(code="sikap", title=Text("X"))),
    "taken question": lambda d: editing.add_question(d, "sikap", rating("mutu")),
    "no code": lambda d: editing.change_question(d, "mutu", code="Ada Spasi"),
    "reserved code": lambda d: editing.change_question(d, "mutu", code="yakin"),
    "bad scale key": lambda d: editing.set_scale(d, "9", expectation_scale()),
}


@pytest.mark.parametrize("name", REFUSED)
def test_codes_that_clash_are_refused(name: str) -> None:
    with pytest.raises(editing.CodeRefused):
        REFUSED[name](every_kind_document())


UNKNOWN: dict[str, Callable[[Document], Document]] = {
    "section": lambda d: editing.remove_section(d, "tidak-ada"),
    "question": lambda d: editing.remove_question(d, "tidak-ada"),
    "target section": lambda d: editing.move_question(d, "mutu", "tidak-ada", 0),
    "scale": lambda d: editing.remove_scale(d, "tidak-ada"),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_unknown_codes_are_not_found(name: str) -> None:
    with pytest.raises(NotFound):
        UNKNOWN[name](every_kind_document())


def test_a_new_rating_stands_on_its_neighbours_scale() -> None:
    document = use_scale(every_kind_document(), "ekspektasi")
    document = editing.change_question(document, "catatan-piket", scale="rubrik")
    made = {
        section: editing.new_question(document, QuestionKind.RATING, section=section)
        for section in ("kinerja", "sikap")
    }
    assert {section: item.scale for section, item in made.items()} == {
        "kinerja": "ekspektasi",
        "sikap": "rubrik",
    }


def test_the_first_rating_stands_on_the_scale_added_last() -> None:
    document = editing.set_scale(blank_document("baru", "Baru"), "rubrik", expectation_scale())
    question = editing.new_question(document, QuestionKind.RATING, section="aspek-1")
    assert question.scale == "rubrik"
