"""Which scales tell a few answers by their sum."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from survei.drafting.queries import library
from survei.questionnaire.blank import expectation_scale
from survei.questionnaire.scale_sums import (
    FEWEST_ANSWERS,
    are_parts_told,
    shares_told,
    telling_scales,
)
from survei.result.rules import LEAST_SUBMISSIONS
from tests.examples import every_kind_document


def told_by_trying(values: tuple[int, ...], size: int) -> Fraction:
    """The share of groups that no other group has the sum of, all groups written down."""
    sums = Counter(sum(group) for group in combinations_with_replacement(values, size))
    return Fraction(sum(count == 1 for count in sums.values()), sum(sums.values()))


def test_it_begins_with_the_fewest_that_are_ever_shown() -> None:
    assert FEWEST_ANSWERS == LEAST_SUBMISSIONS


@given(st.sets(st.integers(0, 100), min_size=2, max_size=5))
def test_the_shares_are_those_of_all_groups_written_down(points: set[int]) -> None:
    values = tuple(sorted(points))
    few = range(FEWEST_ANSWERS, 6)
    assert shares_told(values)[: len(few)] == tuple(told_by_trying(values, n) for n in few)


def test_powers_of_four_are_as_good_as_a_list_of_the_answers() -> None:
    assert shares_told((0, 1, 4, 16, 64))[0] == 1
    assert shares_told((1, 2, 3, 4, 5))[0] == Fraction(4, 35)


@given(st.integers(2, 10), st.integers(0, 10), st.integers(1, 10))
def test_points_of_equal_distance_are_the_measure(count: int, first: int, step: int) -> None:
    values = range(first, first + count * step, step)
    assert not are_parts_told(values)
    assert shares_told(tuple(values)) == shares_told(tuple(range(count)))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 1, 4, 16, 64], True),
        ([1, 2, 4, 8], True),
        ([1, 2, 5, 10, 20], True),
        ([0, 17, 50, 83, 100], True),
        ([55, 69, 89, 100], True),
        ([0, 67, 100], True),
        ([1, 2, 3, 5], False),
        ([0, 40, 60, 80, 100], False),
        ([0, 50, 70, 90, 100], False),
        ([60, 70, 75, 80, 90, 100], False),
        ([1, 2], False),
        ([1], False),
        ([4, 1, 0], False),
        ([0, 1, 400], False),
        (list(range(11)), False),
    ],
    ids=str,
)
def test_common_distances_pass(values: list[int], expected: bool) -> None:
    assert are_parts_told(values) == expected


def test_a_scale_on_which_nobody_rates_tells_nothing() -> None:
    document = every_kind_document()
    pairs = zip(expectation_scale().points, (0, 1, 4, 16, 64), strict=True)
    points = [replace(point, value=value) for point, value in pairs]
    telling = replace(document.scales["rubrik"], points=points)
    assert telling_scales(document) == []
    scales = document.scales | {"rubrik": telling, "lain": telling}
    assert telling_scales(replace(document, scales=scales)) == ["rubrik"]


def test_what_comes_with_the_product_is_sound() -> None:
    assert [telling_scales(document) for document in library()] == [[]] * len(library())
