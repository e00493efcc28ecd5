"""How long a questionnaire takes: 180 words a minute and some seconds for each answer."""

from __future__ import annotations

import pytest

from survei.questionnaire.document import Document, Section
from survei.questionnaire.duration import estimated_minutes, section_minutes
from survei.questionnaire.kinds import (
    KINDS,
    Evidence,
    Information,
    LongText,
    Matrix,
    Question,
    QuestionKind,
    Ranking,
    Rating,
    YesNo,
)
from survei.questionnaire.parts import Anchor, Choice, Point, Row, Scale
from survei.questionnaire.translated_text import NOTHING, Text

NINETY = " ".join(["kata"] * 90)
SCALE = Scale(
    title=Text("S"),
    points=[Point(value=v, label=NOTHING, anchor=Text(f"{NINETY} {v}")) for v in (1, 2)],
)


def of(*questions: Question, intro: str = "") -> Document:
    section = Section(code="a", title=NOTHING, questions=list(questions))
    return Document(
        key="k", title=NOTHING, intro=Text(intro), scales={"s": SCALE}, sections=[section]
    )


def seconds(*questions: Question) -> float:
    return round(estimated_minutes(of(*questions)) * 60, 3)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (YesNo(code="q", text=NOTHING), 3),
        (LongText(code="q", text=NOTHING), 45),
        (Evidence(code="q", text=NOTHING), 60),
        (Information(code="q", text=Text(NINETY)), 30),
        (YesNo(code="q", text=Text(NINETY), hint=Text(NINETY)), 63),
        (Ranking(code="q", text=NOTHING, choices=[Choice(value="a", label=NOTHING)] * 3), 12),
        (Rating(code="q", text=NOTHING, scale="tiada"), 4),
    ],
)
def test_reading_and_answering_add_up(question: Question, expected: float) -> None:
    assert seconds(question) == expected


def test_the_anchors_of_a_scale_are_read_once_in_a_section() -> None:
    two_anchors = 2 * 91 / 3
    ratings = [Rating(code=f"q{n}", text=NOTHING, scale="s") for n in range(3)]
    assert seconds(*ratings) == pytest.approx(two_anchors + 3 * 4, abs=0.01)


def test_anchors_of_ones_own_are_read_each_time() -> None:
    def own(code: str) -> Rating:
        anchors = {str(v): Anchor(text=Text(f"{NINETY} {code}{v}")) for v in (1, 2)}
        return Rating(code=code, text=NOTHING, scale="s", anchors=anchors)

    assert seconds(own("a"), own("b")) == pytest.approx(4 * 91 / 3 + 2 * 4, abs=0.01)


def test_each_row_of_a_matrix_takes_its_time() -> None:
    rows = [Row(code=c, text=NOTHING, text_self=Text(NINETY)) for c in "ab"]
    matrix = Matrix(code="m", text=NOTHING, scale="tiada", rows=rows)
    assert seconds(matrix) == 6
    assert estimated_minutes(of(matrix), relation_is_self=True) == pytest.approx(1.1)


def test_the_whole_is_its_parts_and_the_introduction() -> None:
    document = of(YesNo(code="q", text=Text(NINETY)), intro=NINETY)
    parts = sum(section_minutes(document, section) for section in document.sections)
    assert estimated_minutes(document) == pytest.approx(parts + 0.5)


def test_every_kind_takes_some_time() -> None:
    assert set(KINDS) == set(QuestionKind)
