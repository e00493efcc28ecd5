"""Made-up raters answer at the ends, in the middle and mixed, whichever way a scale runs."""

from __future__ import annotations

import pytest

from survei.questionnaire.choices import Operator
from survei.questionnaire.editing import change_question
from survei.questionnaire.example_raters import (
    LEVEL_LABELS,
    Level,
    first_levels,
    made_up_answers,
    without_conditions,
)
from survei.questionnaire.parts import Clause, Condition
from survei.questionnaire.scoring import section_scores
from tests.examples import every_kind_document


@pytest.mark.parametrize(
    ("level", "kinerja", "sikap"),
    [
        (Level.LOWEST, 0, 0),
        (Level.MIDDLE, 50, 50),
        (Level.HIGHEST, 100, 100),
        (Level.MIXED, 25, 100),
    ],
)
def test_a_level_gives_the_score_it_promises(level: Level, kinerja: float, sikap: float) -> None:
    document = every_kind_document()
    answers = made_up_answers(document, {"kinerja": level, "sikap": level})
    assert section_scores(document, answers) == {"kinerja": kinerja, "sikap": sikap}


def test_a_turned_scale_is_answered_turned() -> None:
    answers = made_up_answers(every_kind_document(), {"kinerja": Level.HIGHEST})
    assert (answers["mutu"], answers["keluhan"]) == (5, 1)


def test_nothing_is_hidden_from_a_made_up_rater() -> None:
    hiding = Condition(clauses=[Clause(question="mutu", operator=Operator.IS, value="1")])
    document = change_question(every_kind_document(), "sapa", show_if=hiding)
    plain = without_conditions(document)
    answers = made_up_answers(plain, first_levels(plain)[0])
    assert section_scores(plain, answers) == {"kinerja": 100, "sikap": 0}


def test_three_raters_differ_to_begin_with() -> None:
    levels = first_levels(every_kind_document())
    assert [list(each.values()) for each in levels] == [
        [Level.HIGHEST, Level.LOWEST],
        [Level.MIDDLE, Level.MIDDLE],
        [Level.LOWEST, Level.HIGHEST],
    ]


def test_every_level_has_a_label() -> None:
    assert set(LEVEL_LABELS) == set(Level)
