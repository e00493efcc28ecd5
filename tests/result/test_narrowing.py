"""The solver of the proof, beside trying every group there can be: it never says more is open."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Hashable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import comb
from types import FrameType

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from survei.result import narrowing
from survei.result.narrowing import Item, Told, least_open
from tests.result.narrowed import Row, every_group, least_left

QUARTER = Fraction(1, 4)
#: Groups that one example tries at most.
MOST_GROUPS = 20_000
FIVE = (1, 2, 3, 4, 5)
FIVE_SHARES = tuple(Fraction(one, 4) for one in range(5))


def items_of(points: Sequence[int], weights: Sequence[Fraction]) -> tuple[Item, ...]:
    width = points[-1] - points[0]
    shares = tuple(Fraction(one - points[0], width) for one in points)
    return tuple(Item(weight / sum(weights), shares) for weight in weights)


def score_of(row: Row, items: tuple[Item, ...], points: Sequence[int]) -> Fraction:
    """0 to 1, by the questions that are answered."""
    answered = [
        (item.weight, item.points[points.index(one)])
        for item, one in zip(items, row, strict=True)
        if one is not None
    ]
    return sum(weight * share for weight, share in answered) / sum(w for w, _ in answered)


def is_inside(mean: Fraction, told: Told) -> bool:
    if mean in (told.least, told.most):
        return (mean != told.least or told.is_least_in) and (mean != told.most or told.is_most_in)
    return told.least < mean < told.most


def truly_open(
    points: Sequence[int], items: tuple[Item, ...], raters: int, told: Told, left_out: int
) -> Fraction:
    """The same by trying every group; 1 where none fits."""

    def published(group: tuple[Row, ...]) -> Hashable:
        scores = [score_of(row, items, points) for row in group]
        return is_inside(sum(scores) / raters, told)

    groups = (
        group
        for group in every_group(points, len(items), raters, most_left_out=left_out)
        if published(group)
    )
    left, _ = least_left(groups, published, lambda row: 100 * score_of(row, items, points), points)
    return left


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.integers(0, 12), min_size=2, max_size=5, unique=True).map(sorted),
    st.lists(st.sampled_from([Fraction(1, 2), Fraction(1), Fraction(3)]), min_size=1, max_size=3),
    st.integers(3, 6),
    st.tuples(st.integers(0, 24), st.integers(0, 24)).map(sorted),
    st.tuples(st.booleans(), st.booleans()),
    st.sampled_from([2, 5, narrowing.MOST_OWN]),
)
def test_no_leak_is_accepted(
    points: list[int],
    weights: list[Fraction],
    raters: int,
    ends: list[int],
    are_in: tuple[bool, bool],
    most_own: int,
) -> None:
    """Nor where own scores are so many that they are looked at in parts."""
    left_out = len(weights) // 3
    rows = (len(points) + bool(left_out)) ** len(weights)
    assume(comb(rows + raters - 1, raters) <= MOST_GROUPS)
    told = Told(Fraction(ends[0], 24), Fraction(ends[1], 24), *are_in)
    items = items_of(points, weights)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(narrowing, "MOST_OWN", most_own)
        said = least_open(items, raters, told, are_all_rated=not left_out)
    assert said <= truly_open(points, items, raters, told, left_out)


EXACT_SHAPES = [(FIVE, [1], 5), (FIVE, [1, 1], 3), ((1, 2, 3), [1, 1], 4), ((0, 1, 5, 25), [1], 4)]


@pytest.mark.parametrize(("points", "weights", "raters"), EXACT_SHAPES, ids=str)
def test_it_says_exactly_what_is_open_where_all_questions_are_answered(
    points: tuple[int, ...], weights: list[int], raters: int
) -> None:
    items = items_of(points, [Fraction(one) for one in weights])
    for place in range(12):
        told = Told(Fraction(place, 12), Fraction(place + 1, 12), is_most_in=False)
        said = least_open(items, raters, told, are_all_rated=True)
        assert said == truly_open(points, items, raters, told, 0)


def told_by_figure(figure: Fraction, step: Fraction) -> Told:
    """All means that round to this figure, on the points 1 to 5."""
    least, most = figure - step / 2, figure + step / 2
    return Told(max((least - 1) / 4, Fraction()), min((most - 1) / 4, Fraction(1)), True, most > 5)


@pytest.mark.parametrize("step", [Fraction(1, 100), Fraction(1, 10)], ids=str)
@pytest.mark.parametrize(("weights", "raters"), [([1], 5), ([1, 1], 3), ([1, 1, 1], 3)], ids=str)
def test_figures_that_are_too_fine_are_found(
    weights: list[int], raters: int, step: Fraction
) -> None:
    items = items_of(FIVE, [Fraction(one) for one in weights])
    figures = [1 + step * number for number in range(int(4 / step) + 1)]
    left = [
        least_open(items, raters, told_by_figure(one, step), are_all_rated=len(weights) < 3)
        for one in figures
    ]
    assert min(left) < QUARTER


def test_a_mean_of_several_sections_that_is_exact_is_found() -> None:
    items = items_of(FIVE, [Fraction(1)] * 6)
    assert least_open(items, 4, Told(Fraction(1), Fraction(1)), are_all_rated=False) == 0


def test_the_end_of_the_scale_tells_what_all_gave() -> None:
    items = items_of(FIVE, [Fraction(1)])
    ends = [Fraction(7, 8), Fraction(4, 5), Fraction(3, 4), Fraction(1, 2), Fraction(0)]
    left = [least_open(items, 5, Told(end, Fraction(1)), are_all_rated=True) for end in ends]
    assert left == sorted(left)
    assert (left[0], left[-1]) == (0, 1)


def test_of_two_nothing_is_ever_proved() -> None:
    items = items_of(FIVE, [Fraction(1)])
    assert least_open(items, 2, Told(Fraction(), Fraction(1)), are_all_rated=True) == 0


@pytest.mark.parametrize(
    "weights",
    [[Fraction("0.37"), Fraction("1.3"), Fraction("2.5"), Fraction("0.71"), Fraction("3.3")],
     [Fraction("0.001") * number for number in (101, 211, 307, 401, 503, 601, 701, 809)]],
    ids=["five", "eight"],
)  # fmt: skip
def test_uneven_weights_are_reckoned_with_too(weights: list[Fraction]) -> None:
    items = items_of(FIVE, weights)
    for before, after in pairwise(range(2, 9)):
        told = Told(Fraction(before, 10), Fraction(after, 10))
        assert least_open(items, 8, told, are_all_rated=False) >= QUARTER


def test_very_many_scores_take_little_room() -> None:
    """On one scale of 1 to 5 and one of 0 to 6, with odd weights; not all of them written out."""
    seven = tuple(Fraction(one, 6) for one in range(7))
    weights = [Fraction(one, 7919) for one in (1009, 1201, 1499, 1801)]
    items = [Item(weight, FIVE_SHARES) for weight in weights]
    items.append(Item(1 - sum(weights), seven))
    tracemalloc.start()
    try:
        told = Told(Fraction(1, 2), Fraction(5, 8))
        left = least_open(tuple(items), 8, told, are_all_rated=False)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert left >= QUARTER
    assert most < 40_000_000


def test_however_many_scores_there_are_the_steps_stay_few() -> None:
    """Weights with two decimals on a slider: without a bound, 40,000 own scores are tried."""
    items = items_of(range(101), [Fraction(one, 100) for one in (137, 211, 73)])
    calls = 0

    def count(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        left = least_open(items, 5, Told(Fraction(1, 2), Fraction(5, 8)), are_all_rated=True)
    finally:
        sys.setprofile(None)
    assert left >= QUARTER
    assert calls < 1_000_000


def test_what_is_beyond_reckoning_is_not_accepted() -> None:
    items = items_of(FIVE, [Fraction(1, number) for number in (7, 11, 13, 17, 19, 23)])
    assert least_open(items, 5, Told(Fraction(), Fraction(1)), are_all_rated=False) == 0
