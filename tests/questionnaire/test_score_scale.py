"""On what a score is shown: a scale's own points first, 0 to 100 only where several meet."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from survei.presentation.result_words import level_note
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Rating
from survei.questionnaire.parts import Point, Scale
from survei.questionnaire.score_scale import HUNDRED, document_scale, section_scale
from survei.questionnaire.scoring import section_scores
from survei.questionnaire.translated_text import Text

LABELS = ["Kurang sekali", "Kurang", "Sesuai ekspektasi", "Baik", "Baik sekali"]


def scale(*labels: str) -> Scale:
    points = [Point(value=value, label=Text(label)) for value, label in enumerate(labels, 1)]
    return Scale(title=Text("Skala"), points=points)


def document(*scales: list[str]) -> Document:
    """A section per list, with an item per scale that it names."""
    sections = [
        Section(
            code=f"s{place}",
            title=Text(f"Aspek {place}"),
            weight=50,
            questions=[
                Rating(code=f"i{place}-{number}", text=Text("Indikator"), scale=key)
                for number, key in enumerate(keys)
            ],
        )
        for place, keys in enumerate(scales)
    ]
    known = {"lima": scale(*LABELS), "lima2": scale(*LABELS), "tiga": scale("a", "b", "c")}
    return Document(key="uji", title=Text("Uji"), scales=known, sections=sections)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (F(50), "3,0 dari 5, mendekati “Sesuai ekspektasi”"),
        (F(52), "3,1 dari 5, mendekati “Sesuai ekspektasi”"),
        (F(125, 2), "3,5 dari 5, mendekati “Baik”"),
        (F(245, 4), "3,5 dari 5, mendekati “Baik”"),  # 3.45: the level is that of what is shown
        (F(0), "1,0 dari 5, mendekati “Kurang sekali”"),
    ],
    ids=str,
)
def test_a_figure_on_its_scale_in_words(score: F, expected: str) -> None:
    five = document_scale(document(["lima"]))
    assert level_note(five, score).said() == expected


def test_from_0_to_100_there_are_no_decimals_and_no_level() -> None:
    assert level_note(HUNDRED, F(8349, 100)).said() == "83 pada skala 0–100"


@pytest.mark.parametrize(
    ("sections", "is_one"),
    [
        ([["lima"], ["lima"]], True),
        ([["lima"], ["lima2"]], True),
        ([["lima"], ["tiga"]], False),
        ([["lima", "tiga"]], False),
    ],
    ids=["one scale", "equal scales", "a scale each", "mixed inside"],
)
def test_scales_that_differ_meet_on_0_to_100(sections: list[list[str]], is_one: bool) -> None:
    made = document(*sections)
    assert (document_scale(made) != HUNDRED) == is_one
    if len(sections) == 2:
        assert section_scale(made, made.sections[1]) != HUNDRED


def test_a_draft_with_an_unfinished_scale_can_be_looked_at() -> None:
    made = document(["satu"], ["tiada"])
    made.scales["satu"] = Scale(title=Text("Satu"), points=[Point(value=1, label=Text("Satu"))])
    assert document_scale(made) == HUNDRED
    assert section_scores(made, {"i0-0": 1, "i1-0": 1}) == {"s0": None, "s1": None}
