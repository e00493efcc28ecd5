"""Numbers as they are shown: one rounding, one sign, shares that add up."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction as F
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survei.figures import (
    Number,
    apportioned,
    exact,
    half_up,
    mean,
    percent,
    signed,
    weighted_mean,
    written,
    written_as_is,
)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (F(165, 2), 0, "83"),
        (F(8349, 100), 0, "83"),
        (F(167, 2), 0, "84"),
        (F(1, 20), 1, "0.1"),
        (F(-5, 2), 0, "-3"),
        (F(-1, 100), 1, "0.0"),
        (0.15, 1, "0.2"),
        (2.675, 2, "2.68"),
        (Decimal("1.005"), 2, "1.01"),
        (3, 1, "3.0"),
    ],
    ids=str,
)
def test_halves_go_up_and_decimals_stay(value: F, places: int, expected: str) -> None:
    assert str(half_up(value, places)) == expected


def test_a_number_is_what_is_written() -> None:
    assert exact(0.1) == F(1, 10)
    assert exact(33.3) == F(333, 10)
    assert exact(F(1, 3)) == F(1, 3)


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        ("1", "id", "+1"),
        ("-1.0", "id", "−1,0"),
        ("0.0", "id", "0,0"),
        ("-1234.5", "en", "−1,234.5"),
    ],
)
def test_a_difference_has_a_real_sign(value: str, language: str, expected: str) -> None:
    assert signed(Decimal(value), language) == expected


def test_written_numbers() -> None:
    assert written(F(16667, 10), 1) == "1.666,7"
    assert written(0.5) == "1"
    assert written_as_is(Decimal("3.0"), "en") == "3.0"


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([F(100, 3)] * 3, ["33.4", "33.3", "33.3"]),
        ([F(6000, 85), F(2500, 85)], ["70.6", "29.4"]),
        ([F(100), F(0)], ["100.0", "0.0"]),
        ([], []),
    ],
    ids=["thirds", "without one", "alone", "none"],
)
def test_shares_add_up(shares: list[F], expected: list[str]) -> None:
    assert list(map(str, apportioned(shares))) == expected


weights = st.lists(st.fractions(0, 10, max_denominator=20), min_size=1, max_size=8)


@given(weights.filter(any), st.integers(0, 2))
def test_shares_add_up_to_a_hundred_and_hardly_move(given_: list[F], places: int) -> None:
    shares = [weight * 100 / sum(given_) for weight in given_]
    shown = apportioned(shares, places)
    assert sum(shown) == 100
    assert all(abs(a - F(b)) < F(1, 10**places) for a, b in zip(shares, shown, strict=True))


@given(
    st.lists(
        st.tuples(st.fractions(0, 9, max_denominator=9), st.fractions(0, 100, max_denominator=99)),
        min_size=1,
        max_size=9,
    )
)
def test_means_are_those_of_fractions(parts: list[tuple[F, F]]) -> None:
    whole = sum(weight for weight, _ in parts)
    expected = sum(weight * value for weight, value in parts) / whole if whole else None
    assert weighted_mean(parts) == expected
    values = [value for _, value in parts]
    assert mean(values) == sum(values) / len(values)


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        (0, "id", "0%"),
        (F(100), "id", "100%"),
        (Decimal("60.0"), "id", "60%"),
        (F(100, 3), "id", "33,3%"),
        (33.3, "en", "33.3%"),
        (F(1, 100), "id", "0%"),
    ],
)
def test_a_percent_has_one_form(value: Number, language: str, expected: str) -> None:
    assert percent(value, language) == expected


def test_no_page_writes_a_percent_by_itself() -> None:
    """A number and a sign after it come from `percent` alone."""
    sign = re.compile(r"\}\}\s?%(?!\")|%\(\w+\)s%%|f\"[^\"]*\}%\"")
    found = [
        f"{path}: {line.strip()}"
        for room in ("admin", "formulir", "survei")
        for path in sorted([*Path(room).rglob("*.html"), *Path(room).rglob("*.py")])
        for line in path.read_text(encoding="utf-8").splitlines()
        if sign.search(line)
    ]
    # What stored results say of a weight.
    assert [line for line in found if "rule_self_counts" not in line] == []


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1e308, 10**30])
def test_what_is_no_share_is_written_as_it_is(value: float) -> None:
    assert percent(value) == f"{value}%"
