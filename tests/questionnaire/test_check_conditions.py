"""Conditions that cannot be evaluated, never hold or always hold are said; others are not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survei.questionnaire.checks import check
from survei.questionnaire.choices import Match, Operator
from survei.questionnaire.conditions import shown
from survei.questionnaire.document import Document, Section
from survei.questionnaire.editing import change_question, change_section
from survei.questionnaire.kinds import (
    Date,
    Evidence,
    Information,
    LongText,
    Matrix,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Rating,
    SingleChoice,
    YesNo,
)
from survei.questionnaire.parts import Choice, Clause, Condition, Row
from survei.questionnaire.translated_text import Text
from tests.examples import three_levels
from tests.questionnaire.documents import documents, submission_to
from tests.questionnaire.test_properties import few


def when(*clauses: str, match: str = "all") -> Condition:
    """A condition from lines like "mutu at_least 2"."""
    made = []
    for line in clauses:
        question, operator, *value = line.split(" ", 2)
        clause = Clause(question=question, operator=Operator(operator), value="".join(value))
        made.append(clause)
    return Condition(match=Match(match), clauses=made)


def options(*values: str) -> list[Choice]:
    return [Choice(value=value, label=Text(value.title())) for value in values]


def questionnaire() -> Document:
    """One question of each kind, then `saran`, then a section `akhir` with `penutup`."""
    rows = [Row(code="a", text=Text("Memberi salam")), Row(code="b", text=Text("Mengantre"))]
    questions: list[Question] = [
        Rating(code="mutu", text=Text("Hasil kerjanya rapi."), scale="s"),
        Rating(code="wajib", text=Text("Datangnya tepat waktu."), scale="s", allow_na=False),
        Matrix(code="m", text=Text("Kebiasaan"), scale="s", rows=rows),
        SingleChoice(
            code="waktu", text=Text("Kapan?"), choices=options("pagi", "sore"), other=True
        ),
        MultipleChoice(
            code="hari",
            text=Text("Hari apa?"),
            choices=options("senin", "selasa", "rabu"),
            maximum=2,
        ),
        Ranking(code="urut", text=Text("Urutkan."), choices=options("satu", "dua")),
        YesNo(code="setuju", text=Text("Setuju?")),
        Number(code="jam", text=Text("Berapa jam?"), minimum=0, maximum=10),
        Date(code="mulai", text=Text("Sejak kapan?"), earliest="2026-01-01", latest="2026-12-31"),
        Evidence(code="bukti", text=Text("Lampirkan bukti."), required=True),
        Information(code="baca", text=Text("Bacalah.")),
        LongText(code="saran", text=Text("Jelaskan."), required=False),
    ]
    end = LongText(code="penutup", text=Text("Penutup."), required=False)
    return Document(
        key="syarat",
        title=Text("Syarat"),
        scales={"s": three_levels()},
        sections=[
            Section(code="awal", title=Text("Awal"), weight=100, questions=questions),
            Section(code="akhir", title=Text("Akhir"), questions=[end]),
        ],
    )


def said(document: Document) -> list[tuple[bool, str, str]]:
    """(is error, member, message) of what is said about conditions."""
    return [
        (finding.is_error, finding.place.field_id.partition("-")[0], finding.message)
        for finding in check(document)
        if (finding.place.entry or finding.place.member).startswith(("show_if", "required_if"))
    ]


NEVER = "Syarat-syarat ini saling bertentangan, sehingga bagian ini tidak akan pernah tampil."
WAITS = (
    "Syarat ini menunggu jawaban yang tidak mungkin ada, sehingga bagian ini tidak akan pernah "
    "tampil."
)
ALWAYS = "Syarat ini selalu terpenuhi, jadi tidak berpengaruh."
EARLIER = "Pertanyaan “%s” baru ditanyakan sesudah bagian ini."

#: what is wrong with "tampilkan jika" of `saran` → (condition, message of the error)
BROKEN: dict[str, tuple[Condition, str]] = {
    "no clause": (when(), "Syarat ini belum berisi apa pun."),
    "eleven clauses": (
        when(*["mutu is 1"] * 11, match="any"),
        "Ada 11 syarat; batasnya 10.",
    ),
    "unknown question": (
        when("tiada is 1"),
        "Pertanyaan “tiada” tidak ada dalam kuesioner ini.",
    ),
    "unknown row": (when("m.c is 1"), "Pertanyaan “m.c” tidak ada dalam kuesioner ini."),
    "matrix without its row": (
        when("m is 1"),
        "“m” adalah matriks; setiap barisnya dijawab sendiri.",
    ),
    "information": (
        when("baca answered"),
        "“baca” adalah teks informasi, yang tidak pernah dijawab.",
    ),
    "itself": (when("saran answered"), "Syarat menanyakan pertanyaan ini sendiri."),
    "later question": (when("penutup answered"), EARLIER % "penutup"),
    "order of a choice": (
        when("waktu at_least pagi"),
        "“paling sedikit” tidak dapat dipakai untuk pertanyaan “waktu”.",
    ),
    "words compared": (
        when("urut is satu"),
        "“adalah” tidak dapat dipakai untuk pertanyaan “urut”.",
    ),
    "point off the scale": (
        when("mutu is 4"),
        "Jawaban “4” tidak mungkin untuk pertanyaan “mutu”.",
    ),
    "point off the scale of a row": (
        when("m.a at_least 9"),
        "Jawaban “9” tidak mungkin untuk pertanyaan “m.a”.",
    ),
    "cannot rate where it is not offered": (
        when("wajib is na"),
        "Jawaban “na” tidak mungkin untuk pertanyaan “wajib”.",
    ),
    "option that is not offered": (
        when("waktu is malam"),
        "Jawaban “malam” tidak mungkin untuk pertanyaan “waktu”.",
    ),
    "other where it is not offered": (
        when("hari includes lainnya"),
        "Jawaban “lainnya” tidak mungkin untuk pertanyaan “hari”.",
    ),
    "neither yes nor no": (
        when("setuju is mungkin"),
        "Jawaban “mungkin” tidak mungkin untuk pertanyaan “setuju”.",
    ),
    "no number": (when("jam is dua"), "Jawaban “dua” tidak mungkin untuk pertanyaan “jam”."),
    "number out of bounds": (
        when("jam is 11"),
        "Jawaban “11” tidak mungkin untuk pertanyaan “jam”.",
    ),
    "half of a whole number": (
        when("jam is 2.5"),
        "Jawaban “2.5” tidak mungkin untuk pertanyaan “jam”.",
    ),
    "no date": (
        when("mulai at_least kemarin"),
        "Jawaban “kemarin” tidak mungkin untuk pertanyaan “mulai”.",
    ),
    "date out of bounds": (
        when("mulai is 2025-12-31"),
        "Jawaban “2025-12-31” tidak mungkin untuk pertanyaan “mulai”.",
    ),
    "two points at once": (when("mutu is 1", "mutu is 2"), NEVER),
    "high and low at once": (when("mutu at_least 3", "mutu at_most 2"), NEVER),
    "point and cannot rate": (when("mutu is 1", "mutu is na"), NEVER),
    "answered and not": (when("saran2 answered", "saran2 unanswered"), NEVER),
    "point in the middle and extreme": (when("mutu is 2", "mutu extreme"), NEVER),
    "option chosen and not": (when("hari includes senin", "hari excludes senin"), NEVER),
    "three options of at most two": (
        when("hari includes senin", "hari includes selasa", "hari includes rabu"),
        NEVER,
    ),
    "no option left": (
        when("hari excludes senin", "hari excludes selasa", "hari excludes rabu"),
        NEVER,
    ),
    "every option denied": (
        when("waktu is_not pagi", "waktu is_not sore", "waktu is_not lainnya"),
        NEVER,
    ),
    "number above its bound": (when("jam at_least 11"), NEVER),
    "whole number between": (when("jam at_least 3.2", "jam at_most 3.8"), NEVER),
    "date before its bound": (when("mulai at_most 2025-12-31"), NEVER),
    "no answer to what is required": (when("wajib unanswered"), NEVER),
}


def with_second_text(document: Document) -> Document:
    """With an optional text `saran2` before `saran`."""
    first = document.sections[0]
    extra = LongText(code="saran2", text=Text("Catatan."), required=False)
    questions = [*first.questions[:-1], extra, first.questions[-1]]
    return change_section(document, "awal", questions=questions)


@pytest.mark.parametrize("name", BROKEN)
def test_a_condition_that_cannot_hold_stops_the_publication(name: str) -> None:
    condition, message = BROKEN[name]
    document = change_question(with_second_text(questionnaire()), "saran", show_if=condition)
    assert said(document) == [(True, "show_if", message)]


#: conditions of `saran` that some answers meet and others do not
OPEN = [
    when("mutu is 1", "wajib is 2"),
    when("mutu is 1", "mutu is 2", match="any"),
    when("mutu is na"),
    when("mutu unanswered"),
    when("mutu extreme", "m.a at_most 2", "m.b answered"),
    when("mutu at_least 2", "mutu at_most 2"),
    when("mutu is_not 1", "mutu is_not 2"),
    when("waktu is lainnya"),
    when("waktu is_not pagi", "waktu is_not sore"),
    when("hari includes senin", "hari excludes selasa"),
    when("hari excludes senin", "hari excludes selasa"),
    when("setuju is tidak"),
    when("jam at_least 10"),
    when("jam is 0"),
    when("jam at_least 2.5", "jam at_most 3"),
    when("mulai at_least 2026-06-01", "mulai at_most 2026-06-01"),
    when("mulai is_not 2026-01-01"),
    when("bukti answered"),
    when("bukti unanswered"),
]


@pytest.mark.parametrize("condition", OPEN, ids=lambda c: " ".join(k.question for k in c.clauses))
@pytest.mark.parametrize("code", ["saran", "akhir"])
def test_a_condition_that_may_hold_is_left_alone(condition: Condition, code: str) -> None:
    change = change_question if code == "saran" else change_section
    assert said(change(questionnaire(), code, show_if=condition)) == []


#: conditions of `saran` that every complete set of answers meets
ALWAYS_MET = {
    "what is required is answered": when("wajib answered"),
    "any point at all": when("wajib at_least 1"),
    "all points between them": when("wajib is 1", "wajib is_not 1", match="any"),
    "either yes or no": when("setuju is ya", "setuju is tidak", match="any"),
    "some number within its bounds": when("jam at_least 0"),
    "a ranking that is required": when("urut answered"),
    "at least one option": when(
        "hari includes senin", "hari includes selasa", "hari includes rabu", match="any"
    ),
}


@pytest.mark.parametrize("name", ALWAYS_MET)
def test_a_condition_that_always_holds_is_doubted(name: str) -> None:
    document = change_question(questionnaire(), "saran", show_if=ALWAYS_MET[name])
    assert said(document) == [(False, "show_if", ALWAYS)]


def chained(first: Condition, second: Condition) -> Document:
    """`setuju` asked under the first condition, `saran` under the second."""
    document = change_question(questionnaire(), "setuju", show_if=first)
    return change_question(document, "saran", show_if=second)


def test_what_asks_about_a_hidden_answer_is_never_shown() -> None:
    document = chained(when("mutu is 1", "mutu is 2"), when("setuju is ya"))
    assert said(document) == [(True, "show_if", NEVER), (True, "show_if", WAITS)]


def test_what_is_shown_when_a_hidden_answer_is_missing_is_shown() -> None:
    document = chained(when("mutu is 1"), when("setuju unanswered"))
    assert said(document) == []


def test_two_conditions_apart_may_exclude_each_other() -> None:
    document = chained(when("mutu is 1"), when("setuju is ya", "mutu is 2"))
    assert said(document) == [(True, "show_if", WAITS)]


def test_a_question_may_contradict_its_section() -> None:
    document = change_section(questionnaire(), "akhir", show_if=when("setuju is ya"))
    document = change_question(document, "penutup", show_if=when("setuju is tidak"))
    assert said(document) == [(True, "show_if", WAITS)]


def test_a_question_may_repeat_its_section() -> None:
    document = change_section(questionnaire(), "akhir", show_if=when("setuju is ya"))
    document = change_question(document, "penutup", show_if=when("setuju is ya"))
    assert said(document) == [(False, "show_if", ALWAYS)]


def test_only_the_section_is_named_when_it_is_never_shown() -> None:
    document = change_section(questionnaire(), "akhir", show_if=when("mutu is 1", "mutu is 3"))
    document = change_question(document, "penutup", show_if=when("setuju is ya"))
    assert said(document) == [(True, "show_if", NEVER)]


def test_a_section_may_not_ask_about_its_own_questions() -> None:
    document = change_section(questionnaire(), "awal", show_if=when("mutu is 1"))
    assert said(document) == [(True, "show_if", EARLIER % "mutu")]


def test_wajib_jika_that_never_holds_only_advises() -> None:
    document = change_question(questionnaire(), "saran", required_if=when("mutu is 1", "mutu is 3"))
    message = "Syarat ini tidak akan pernah terpenuhi, sehingga pertanyaan ini tidak pernah wajib."
    assert said(document) == [(False, "required_if", message)]


def test_wajib_jika_that_always_holds_only_advises() -> None:
    document = change_question(questionnaire(), "saran", required_if=when("wajib answered"))
    assert said(document) == [(False, "required_if", ALWAYS)]


def test_too_much_to_solve_is_not_judged() -> None:
    days = options(*(f"hari-{n}" for n in range(12)))
    document = change_question(questionnaire(), "hari", choices=days, maximum=1)
    clauses = [f"hari includes hari-{n}" for n in range(10)]
    assert said(change_question(document, "saran", show_if=when(*clauses))) == []


def never_shown(document: Document) -> set[str]:
    """Codes of sections and questions that the check says are never shown."""
    places = [found.place for found in check(document) if found.message in (NEVER, WAITS)]
    return {place.question or place.section for place in places}


@few
@given(documents(), st.data())
def test_what_is_said_to_be_never_shown_is_never_shown(
    document: Document, data: st.DataObject
) -> None:
    never = never_shown(document)
    answers = submission_to(data.draw, document)
    if answers is not None:
        asked = shown(document, answers)
        assert not never & (asked.sections | asked.questions)


def small(first: Condition | None, second: Condition | None, third: Condition | None) -> Document:
    """Two ratings and two yes/no questions, three of them under conditions."""
    questions: list[Question] = [
        Rating(code="a", text=Text("A"), scale="s", allow_na=False),
        YesNo(code="b", text=Text("B"), show_if=first),
        Rating(code="c", text=Text("C"), scale="s", show_if=second, required=False, allow_na=False),
        YesNo(code="d", text=Text("D"), show_if=third),
    ]
    section = Section(code="x", title=Text("X"), weight=100, questions=questions)
    return Document(key="k", title=Text("K"), scales={"s": three_levels()}, sections=[section])


def every_submission(document: Document) -> list[dict[str, Any]]:
    """All complete sets of answers to `small`."""
    found = []
    for a in (1, 2, 3):
        for b in ("ya", "tidak"):
            for c in (None, 1, 2, 3):
                given = {"a": a, "b": b, "d": "ya", **({"c": c} if c else {})}
                found.append(given)
    return found


CLAUSES = st.sampled_from(
    ["a is 1", "a is_not 2", "a at_least 2", "a at_most 2", "a extreme", "a answered"]
)
AFTER_B = CLAUSES | st.sampled_from(["b is ya", "b is tidak", "b is_not ya", "b answered"])
AFTER_C = AFTER_B | st.sampled_from(["c is 1", "c at_least 2", "c answered", "c unanswered"])


def conditions(lines: st.SearchStrategy[str]) -> st.SearchStrategy[Condition]:
    several = st.lists(lines, min_size=1, max_size=3)
    return st.builds(lambda a, m: when(*a, match=m), several, st.sampled_from(["all", "any"]))


@few
@given(conditions(CLAUSES), conditions(AFTER_B), conditions(AFTER_C))
def test_the_solver_agrees_with_trying_every_answer(
    first: Condition, second: Condition, third: Condition
) -> None:
    document = small(first, second, third)
    tried = [shown(document, answers) for answers in every_submission(document)]
    ever = set().union(*(each.questions for each in tried))
    assert never_shown(document) == {"a", "b", "c", "d"} - ever


def test_the_document_of_these_tests_is_sound() -> None:
    assert [str(found) for found in check(questionnaire()) if found.is_error] == []


def conditional_sections(document: Document) -> list[str]:
    """Codes of sections of which it is said that not everybody is asked."""
    return [
        found.place.section
        for found in check(document)
        if found.message.startswith("Aspek ini, atau indikator di dalamnya, hanya ditanyakan")
    ]


def test_what_is_scored_and_not_asked_of_everybody_is_said() -> None:
    document = questionnaire()
    assert conditional_sections(document) == []
    some = change_question(document, "m", show_if=when("mutu is 1"))
    assert conditional_sections(some) == ["awal"]
    words = change_question(document, "saran", show_if=when("mutu is 1"))
    assert conditional_sections(words) == [], "words are no score"
    unscored = change_section(document, "akhir", show_if=when("mutu is 1"))
    assert conditional_sections(unscored) == []
