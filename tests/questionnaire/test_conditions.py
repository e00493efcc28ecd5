"""Which questions are asked, given the answers so far."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survei.questionnaire.blank import expectation_scale
from survei.questionnaire.choices import Match, Operator
from survei.questionnaire.conditions import has_conditions, shown
from survei.questionnaire.document import Document, Section
from survei.questionnaire.editing import change_question, change_section, replace_question
from survei.questionnaire.kinds import (
    Date,
    LongText,
    Matrix,
    MultipleChoice,
    Number,
    Rating,
    SingleChoice,
    YesNo,
)
from survei.questionnaire.parts import Choice, Clause, Condition, Row
from survei.questionnaire.scoring import section_scores
from survei.questionnaire.translated_text import Text
from tests.questionnaire.documents import answers_to, documents
from tests.questionnaire.test_properties import few

PARTS_OF_DAY = [Choice(value="pagi", label=Text("Pagi")), Choice(value="sore", label=Text("Sore"))]


def one_of_each() -> Document:
    """Seven questions that may be asked about, and one after them that asks."""
    rows = [Row(code="a", text=Text("Baris A")), Row(code="b", text=Text("Baris B"))]
    return Document(
        key="syarat",
        title=Text("Syarat"),
        scales={"s": expectation_scale()},
        sections=[
            Section(
                code="awal",
                title=Text("Awal"),
                weight=100,
                questions=[
                    Rating(code="nilai", text=Text("Nilai"), scale="s"),
                    Matrix(code="m", text=Text("Matriks"), scale="s", rows=rows),
                    SingleChoice(code="waktu", text=Text("Waktu"), choices=PARTS_OF_DAY),
                    MultipleChoice(code="hadir", text=Text("Hadir"), choices=PARTS_OF_DAY),
                    YesNo(code="setuju", text=Text("Setuju?")),
                    Number(code="jam", text=Text("Jam"), decimals=1),
                    Date(code="mulai", text=Text("Mulai")),
                    LongText(code="alasan", text=Text("Jelaskan"), required=False),
                ],
            ),
            Section(
                code="lanjut",
                title=Text("Lanjut"),
                questions=[LongText(code="saran", text=Text("Saran"), required=False)],
            ),
        ],
    )


def asking(*clauses: tuple[str, str, str], match: str = "all") -> Condition:
    made = [Clause(question=q, operator=Operator(o), value=v) for q, o, v in clauses]
    return Condition(match=Match(match), clauses=made)


@pytest.mark.parametrize(
    ("clause", "answers", "expected"),
    [
        (("nilai", "is", "3"), {"nilai": 3}, True),
        (("nilai", "is", "3"), {"nilai": 4}, False),
        (("nilai", "is", "3"), {}, False),
        (("nilai", "is", "na"), {"nilai": "na"}, True),
        (("nilai", "is_not", "3"), {"nilai": 4}, True),
        (("nilai", "is_not", "3"), {"nilai": "na"}, False),
        (("nilai", "is_not", "3"), {}, False),
        (("nilai", "at_most", "2"), {"nilai": 2}, True),
        (("nilai", "at_least", "2"), {"nilai": 1}, False),
        (("nilai", "at_least", "2"), {"nilai": "na"}, False),
        (("nilai", "extreme", ""), {"nilai": 1}, True),
        (("nilai", "extreme", ""), {"nilai": 5}, True),
        (("nilai", "extreme", ""), {"nilai": 3}, False),
        (("nilai", "unanswered", ""), {"nilai": "na"}, True),
        (("m.b", "is", "5"), {"m.b": 5}, True),
        (("m.b", "is", "5"), {"m.a": 5}, False),
        (("waktu", "is", "pagi"), {"waktu": "pagi"}, True),
        (("hadir", "includes", "sore"), {"hadir": ["pagi", "sore"]}, True),
        (("hadir", "excludes", "sore"), {"hadir": ["pagi"]}, True),
        (("hadir", "excludes", "sore"), {"hadir": []}, False),
        (("setuju", "is", "ya"), {"setuju": "ya"}, True),
        (("jam", "at_least", "2.5"), {"jam": 2.5}, True),
        (("jam", "at_least", "x"), {"jam": 2.5}, False),
        (("jam", "is", "2.0"), {"jam": 2}, True),
        (("mulai", "at_least", "2026-01-01"), {"mulai": "2025-12-31"}, False),
        (("mulai", "at_most", "2026-01-01"), {"mulai": "2025-12-31"}, True),
        (("mulai", "answered", ""), {"mulai": "2025-12-31"}, True),
        (("saran", "answered", ""), {"saran": "sesudahnya"}, False),
    ],
)
def test_a_clause(clause: tuple[str, str, str], answers: dict[str, Any], expected: bool) -> None:
    document = change_question(one_of_each(), "alasan", show_if=asking(clause))
    assert ("alasan" in shown(document, answers).questions) == expected


@pytest.mark.parametrize(("match", "expected"), [("all", False), ("any", True)])
def test_all_or_any_of_the_clauses(match: str, expected: bool) -> None:
    condition = asking(("nilai", "is", "3"), ("setuju", "is", "ya"), match=match)
    document = change_question(one_of_each(), "alasan", required_if=condition)
    assert ("alasan" in shown(document, {"nilai": 3, "setuju": "tidak"}).required) == expected


def test_a_hidden_question_counts_as_unanswered_for_those_after_it() -> None:
    document = change_question(one_of_each(), "setuju", show_if=asking(("nilai", "is", "5")))
    document = change_question(document, "alasan", show_if=asking(("setuju", "is", "ya")))
    answers = {"nilai": 1, "setuju": "ya", "alasan": "Karena", "lain": "?"}
    found = shown(document, answers)
    assert {"setuju", "alasan"}.isdisjoint(found.questions)
    assert found.answers == {"nilai": 1}


def test_a_hidden_section_hides_its_questions() -> None:
    document = change_section(one_of_each(), "lanjut", show_if=asking(("nilai", "at_most", "2")))
    assert shown(document, {"nilai": 4}).sections == {"awal"}
    assert "saran" in shown(document, {"nilai": 2}).questions


def test_what_was_not_asked_is_not_missing_from_the_score() -> None:
    document = change_question(one_of_each(), "m", show_if=asking(("nilai", "at_most", "2")))
    assert section_scores(document, {"nilai": 5}) == {"awal": 100}
    assert section_scores(document, {"nilai": 1}) == {"awal": None}
    assert section_scores(document, {"nilai": 1, "m.a": 5, "m.b": 3}) == {"awal": 50}


def test_conditions_follow_a_question_to_its_new_code() -> None:
    document = change_question(one_of_each(), "alasan", show_if=asking(("m.b", "is", "5")))
    old = document.question("m")
    assert isinstance(old, Matrix)
    new = Matrix(code="tabel", text=old.text, scale=old.scale, rows=old.rows)
    made = replace_question(document, "m", new).question("alasan")
    assert made is not None
    assert made.show_if is not None
    assert [clause.question for clause in made.show_if.clauses] == ["tabel.b"]


@few
@given(st.data())
def test_hidden_answers_never_change_what_is_asked(data: st.DataObject) -> None:
    document = data.draw(documents())
    found = shown(document, data.draw(st.composite(answers_to)(document)))
    assert shown(document, found.answers) == found
    assert has_conditions(document) or found.questions == {q.code for q in document.questions()}
