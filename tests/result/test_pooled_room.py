"""Who reads a row of the bank, and gave one of the answers, leaves a quarter of the scale to each
other: every sum and every deviation of so many answers is tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from survei.cycle.choices import Relation
from survei.result.pooled_coarsening import EDGE, LEAST_FOR_DEVIATION, least_for_mean
from survei.result.question_figures import Figures
from survei.result.questions import Pool, Scale, Tally, shown_sums

QUARTER = Fraction(1, 4)
#: {sum: the squares that go with it, a bit each}.
Sums = dict[int, int]


def sums_of(points: tuple[int, ...], answers: int, *, with_squares: bool) -> Sums:
    """Everything that so many answers can come to."""
    found: Sums = {0: 1}
    for _ in range(answers):
        more: Sums = defaultdict(int)
        for total, squares in found.items():
            for point in points:
                more[total + point] |= squares << point * point * with_squares
        found = more
    return found


def read(points: tuple[int, ...], n: int, total: int, squares: int) -> Hashable:
    """What the page says of a row by itself, with a sum that decimals give away."""
    figures = row_of(points, n, total, squares)
    bound = figures.bound(points[0], points[-1])
    if bound or figures.deviation is None:
        return (figures.mean, str(bound))
    is_narrow = figures.is_narrow(points[0], points[-1])
    return figures.mean, "narrow" if is_narrow else round(figures.deviation, 1)


def row_of(points: tuple[int, ...], n: int, total: int, squares: int) -> Figures:
    """A row about ratees of five answers each, as it is stored."""
    pool = Pool(ratees=max(3, n // 5), answers=n, total=total, squares=squares, largest=n // 3)
    scale = Scale({str(point): point for point in points}, 1, 2.0)
    sums = shown_sums(
        Tally(scale, asked=replace(pool, total=0), rated=pool, wide=pool), Relation.PEER
    )
    assert sums
    names = ("asked", "na", "ratings", "total", "spread_ratings", "spread_total", "spread_squares")
    return Figures(**dict(zip(names, sums, strict=False)))  # type: ignore[arg-type]


def least_left(points: tuple[int, ...], n: int, *, with_squares: bool) -> Fraction:
    """The least share of the scale that is left of another's answer."""
    others: dict[Hashable, set[int]] = defaultdict(set)
    rest, seen = sums_of(points, n - 2, with_squares=with_squares), {}
    numbers: dict[Hashable, int] = {}
    for own, other in product(points, points):
        for part, places in rest.items():
            for place in places_of(places):
                square = (own * own + other * other) * with_squares
                key = (part + own + other, place + square)
                if key not in seen:
                    seen[key] = numbers.setdefault(read(points, n, *key), len(numbers))
                others[seen[key], own].add(other)
    return Fraction(min(max(one) - min(one) for one in others.values()), points[-1] - points[0])


def places_of(bits: int) -> list[int]:
    return [place for place in range(bits.bit_length()) if bits >> place & 1]


SCALES = [(0, 1), (1, 2, 3), (1, 2, 3, 4), (1, 2, 3, 4, 5), (0, 1, 2, 3, 4, 5, 6)]


@pytest.mark.parametrize("points", SCALES, ids=str)
def test_a_mean_leaves_a_quarter_of_the_scale(points: tuple[int, ...]) -> None:
    for more in (0, 1, 7):
        assert least_left(points, least_for_mean(points) + more, with_squares=False) >= QUARTER


def test_a_sum_of_uneven_points_tells_its_parts() -> None:
    assert least_for_mean((0, 2, 5, 7, 10)) == LEAST_FOR_DEVIATION


@pytest.mark.parametrize("points", [(0, 1), (1, 2, 3)], ids=str)
def test_so_does_a_deviation_of_many(points: tuple[int, ...]) -> None:
    """It holds for four and five points, too; these take minutes."""
    assert least_left(points, LEAST_FOR_DEVIATION, with_squares=True) >= QUARTER


@pytest.mark.parametrize("n", [10, 25])
def test_a_deviation_of_fewer_would_tell(n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survei.result.questions.LEAST_FOR_DEVIATION", 5)
    assert least_left((1, 2, 3, 4, 5), n, with_squares=True) < QUARTER


def test_taking_a_period_away_leaves_no_unanimous_one() -> None:
    """Before and after a second period the sums of both and of the first can be read."""
    points = (1, 2, 3, 4, 5)
    all_five, some_four = row_of(points, 20, 100, 500), row_of(points, 20, 92, 428)
    assert all_five == some_four
    assert (all_five.mean, all_five.deviation) == (5 - 4 * EDGE, None)
    both = replace(all_five, ratings=40, total=all_five.total + row_of(points, 20, 60, 200).total)
    assert both.mean == Fraction(15, 4)


def test_few_answers_count_in_no_mean() -> None:
    assert row_of((1, 2, 3, 4, 5), 9, 27, 83).mean is None
    assert row_of((1, 2, 3, 4, 5), 10, 30, 92).mean == 3
