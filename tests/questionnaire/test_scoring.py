"""Scores: by table in the words of the domain, and by property for any document."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from survei.questionnaire.document import Document, Section, decode, encode
from survei.questionnaire.editing import change_question, change_section
from survei.questionnaire.kinds import Rating
from survei.questionnaire.scoring import item_score, section_scores
from survei.questionnaire.translated_text import Text
from tests.examples import (
    EVERY_KIND_ANSWERS,
    every_kind_document,
    rating,
    twenty_ratings_document,
)
from tests.questionnaire.documents import documents

few = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))

#: answers → score of `kinerja`, whose items weigh 1, 2 and 1 (reversed)
TABLE: dict[str, tuple[dict[str, Any], float | None]] = {
    "all best": ({"tepat-waktu": 5, "mutu": 5, "keluhan": 1}, 100.0),
    "all worst": ({"tepat-waktu": 1, "mutu": 1, "keluhan": 5}, 0.0),
    "weighted": ({"tepat-waktu": 5, "mutu": 1, "keluhan": 1}, 50.0),
    "typed as text": ({"tepat-waktu": "5", "mutu": "5", "keluhan": "1"}, 100.0),
    "one cannot be rated: two thirds are enough": (
        {"tepat-waktu": 5, "mutu": "na", "keluhan": 3},
        75,
    ),
    "cannot rate is not zero": ({"tepat-waktu": 5, "mutu": 5, "keluhan": "na"}, 100.0),
    "two missing": ({"tepat-waktu": 5}, None),
    "nothing": ({}, None),
    "all cannot be rated": ({"tepat-waktu": "na", "mutu": "na", "keluhan": "na"}, None),
    "a point the scale does not have is missing": ({"tepat-waktu": 9, "mutu": 5}, None),
}


@pytest.mark.parametrize("name", TABLE)
def test_a_section_scores_by_the_table(name: str) -> None:
    answers, expected = TABLE[name]
    assert section_scores(every_kind_document(), answers)["kinerja"] == expected


def test_only_weighted_sections_with_ratings_score() -> None:
    scores = section_scores(every_kind_document(), EVERY_KIND_ANSWERS)
    assert scores == {"kinerja": 75.0, "sikap": 50.0}


def test_an_item_of_weight_zero_never_counts() -> None:
    answers = {**EVERY_KIND_ANSWERS, "catatan-piket": 1}
    assert section_scores(every_kind_document(), answers)["sikap"] == 50.0


def test_a_section_of_weight_zero_has_no_score() -> None:
    document = change_section(every_kind_document(), "sikap", weight=0)
    assert set(section_scores(document, EVERY_KIND_ANSWERS)) == {"kinerja"}


@pytest.mark.parametrize(("share", "expected"), [(0.0, 100.0), (1 / 3, 100.0), (2 / 3, None)])
def test_the_scheme_says_how_much_must_be_answered(share: float, expected: float | None) -> None:
    scores = section_scores(every_kind_document(), {"tepat-waktu": 5}, least_answered=share)
    assert scores["kinerja"] == expected


@pytest.mark.parametrize("answered", range(6))
def test_two_thirds_of_six_are_four(answered: int) -> None:
    items = [rating(f"butir-{number}") for number in range(6)]
    document = replace(
        every_kind_document(),
        sections=[Section(code="a", title=Text("A"), weight=100, questions=items)],
    )
    answers = {f"butir-{number}": 3 for number in range(answered)}
    assert section_scores(document, answers)["a"] == (50.0 if answered >= 4 else None)


def ratings(document: Document) -> list[Rating]:
    return [question for question in document.questions() if isinstance(question, Rating)]


def values(document: Document, item: Rating) -> list[int]:
    return [point.value for point in document.scales[item.scale].points]


@few
@given(documents(), st.data())
def test_scores_stay_between_zero_and_a_hundred(document: Document, data: st.DataObject) -> None:
    answers = {
        item.code: data.draw(st.sampled_from([*values(document, item), "na", None]))
        for item in ratings(document)
    }
    for score in section_scores(document, answers).values():
        assert score is None or -1e-9 <= score <= 100 + 1e-9


@few
@given(documents(), st.data())
def test_a_reversed_item_mirrors_the_score(document: Document, data: st.DataObject) -> None:
    for item in ratings(document):
        scale = document.scales[item.scale]
        value = data.draw(st.sampled_from(values(document, item)))
        forth = item_score(scale, item, value)
        back = item_score(scale, replace(item, reversed=not item.reversed), value)
        assert forth is not None
        assert back is not None
        assert forth + back == pytest.approx(100)


@few
@given(documents(), st.data())
def test_cannot_rate_equals_no_answer(document: Document, data: st.DataObject) -> None:
    answers = {
        item.code: data.draw(st.sampled_from(values(document, item)))
        for item in ratings(document)
        if data.draw(st.booleans())
    }
    declined = {item.code: "na" for item in ratings(document)} | answers
    assert section_scores(document, declined) == section_scores(document, answers)


@few
@given(documents())
def test_a_document_survives_json(document: Document) -> None:
    assert decode(encode(document)) == document
    assert encode(decode(encode(document))) == encode(document)


def test_more_points_never_lower_a_score() -> None:
    document = change_question(twenty_ratings_document(), "butir-1-1", weight=3)
    base = dict.fromkeys((item.code for item in ratings(document)), 3)
    scores = [
        section_scores(document, {**base, "butir-1-1": value})["aspek-1"] for value in range(1, 6)
    ]
    assert scores == sorted(scores, key=float)  # type: ignore[arg-type]
