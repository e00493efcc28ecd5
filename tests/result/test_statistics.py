"""Rating statistics against the published examples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survei.result.statistics import (
    Spread,
    gap_limit,
    spearman_brown,
    standard_error,
)

SHROUT_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]


def spread_of(groups: Iterable[Sequence[float]]) -> Spread:
    """The sums of all groups."""
    spread = Spread()
    for values in groups:
        spread.add(values)
    return spread


def test_one_way_icc_of_shrout_and_fleiss() -> None:
    spread = spread_of(SHROUT_FLEISS)
    assert spread.icc_single == pytest.approx(0.166, abs=5e-4)
    assert spread.icc_mean == pytest.approx(0.443, abs=5e-4)
    assert spread.mean_size == pytest.approx(4)


def test_mean_size_of_unequal_groups() -> None:
    assert spread_of([[1, 2], [1, 2, 3], [1, 2, 3, 4]]).mean_size == pytest.approx((9 - 29 / 9) / 2)


def test_spread_needs_two_ratees() -> None:
    spread = spread_of([[1, 2, 3], []])
    assert (spread.icc_single, spread.icc_mean, spread.between, spread.mean_size) == (None,) * 4


def test_identical_ratings_have_no_reliability() -> None:
    spread = spread_of([[3, 3], [3, 3]])
    assert (spread.icc_single, spread.icc_mean, spread.within, spread.between) == (None, None, 0, 0)


@pytest.mark.parametrize(("raters", "expected"), [(1, 0.37), (3, 0.64), (5, 0.75)])
def test_reliability_of_a_mean(raters: int, expected: float) -> None:
    assert spearman_brown(0.37, raters) == pytest.approx(expected, abs=5e-3)


def test_error_of_measurement() -> None:
    assert standard_error(10, 0.75) == pytest.approx(5)
    assert gap_limit(3, 8, 4) == pytest.approx(1.96 * 5)


@given(st.lists(st.lists(st.integers(1, 5), min_size=2, max_size=6), min_size=2, max_size=8))
def test_reliabilities_never_exceed_one(groups: list[list[float]]) -> None:
    spread = spread_of(groups)
    for value in (spread.icc_single, spread.icc_mean):
        assert value is None or value <= 1 + 1e-9
