"""Sample answers fit every question of any valid questionnaire."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survei.questionnaire.choices import CANNOT_RATE
from survei.questionnaire.conditions import shown
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Date, MultipleChoice, Number, Question
from survei.questionnaire.sampler import FILLING_LABELS, Filling, asked_filling
from survei.questionnaire.samples import sample_answers
from survei.questionnaire.translated_text import Text
from tests.examples import choices, every_kind_document
from tests.questionnaire.documents import documents

ASK = Text("?")


def one(question: Question, filling: str = "tengah", **more: Any) -> Any:
    document = Document(
        key="k",
        title=Text("T"),
        sections=[Section(code="s", title=Text("S"), questions=[question])],
    )
    return sample_answers(document, Filling(filling), **more).get(question.code)


def test_every_filling_has_a_label() -> None:
    assert set(FILLING_LABELS) == set(Filling)


@pytest.mark.parametrize(
    ("filling", "expected"),
    [("terendah", {1}), ("tengah", {2, 3}), ("tertinggi", {3, 5}), ("na", {CANNOT_RATE})],
)
def test_points_as_they_stand_on_the_form(filling: str, expected: set[Any]) -> None:
    found = sample_answers(every_kind_document(), Filling(filling))
    ratings = {found[code] for code in ("tepat-waktu", "keluhan", "sapa")}
    assert ratings == expected
    assert ("mutu" in found) is (filling != "na")


def test_chance_is_repeated_by_its_seed() -> None:
    first, again, other = (
        sample_answers(every_kind_document(), Filling.RANDOM, seed=seed) for seed in (7, 7, 8)
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize(
    ("question", "filling", "answer"),
    [
        (Number(code="q", text=ASK, minimum=0.5, maximum=2, decimals=1, step=0.5), "tertinggi", 2),
        (Number(code="q", text=ASK, maximum=-3), "tertinggi", -3),
        (Number(code="q", text=ASK), "terendah", 0),
        (Number(code="q", text=ASK, minimum=0.5), "terendah", 1),
        (Number(code="q", text=ASK, minimum=-5.5, maximum=-3.5), "tertinggi", -4),
        (Number(code="q", text=ASK, minimum=1.25, step=0.5), "terendah", None),
        (Number(code="q", text=ASK, minimum=0.2, maximum=0.8), "acak", None),
        (Date(code="q", text=ASK, earliest="2026-01-01", latest="2026-01-03"), "tengah",
         "2026-01-02"),
        (Date(code="q", text=ASK, latest="2020-02-29"), "acak", "2020-02-29"),
        (Date(code="q", text=ASK, earliest="salah"), "acak", "2026-01-01"),
        (MultipleChoice(code="q", text=ASK, choices=choices(), minimum=2), "terendah",
         ["pagi", "siang"]),
        (MultipleChoice(code="q", text=ASK, choices=choices(), maximum=1), "tertinggi", ["sore"]),
        (MultipleChoice(code="q", text=ASK, choices=[]), "acak", None),
    ],
)  # fmt: skip
def test_answers_keep_to_the_bounds(question: Question, filling: str, answer: Any) -> None:
    assert one(question, filling) == answer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (None, 0)),
        ("tengah", (Filling.MIDDLE, 0)),
        ("acak-12", (Filling.RANDOM, 12)),
        ("acak-", (Filling.RANDOM, 0)),
        ("acak-1234567", (None, 0)),
        ("acak-٣", (None, 0)),
        ("lain-1", (None, 0)),
    ],
)
def test_words_in_an_address(text: str, expected: tuple[Any, int]) -> None:
    assert asked_filling(text) == expected


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), st.sampled_from(Filling), st.integers(0, 99))
def test_only_what_is_shown_is_answered(document: Document, filling: Filling, seed: int) -> None:
    found = sample_answers(document, filling, seed=seed)
    assert shown(document, found).answers == found
