"""Nobody who reads a result and is one of the raters narrows another to less than a quarter of the
scale: every group there can be is tried, by a solver of its own.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction
from math import comb

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from survei.cycle.choices import Relation as R
from survei.cycle.plan import Scheme
from survei.questionnaire.scale_sums import are_parts_told
from survei.questionnaire.scoring import score_table, scores_by
from survei.result.choices import Showing
from survei.result.disclosure import disclosed
from survei.result.inputs import RaterGroup, Submission
from survei.result.section_scores import make_cell
from tests.result.narrowed import Row, every_group, least_left
from tests.result.test_coarsening import instrument

QUARTER = Fraction(1, 4)
#: Groups that one example tries at most.
MOST_GROUPS = 30_000


def left_of(
    points: Sequence[int], weights: Sequence[float], raters: int, relation: R = R.PEER
) -> tuple[Fraction, object]:
    """What a result with one section leaves, at the worst."""
    form = instrument(points, weights)
    table = score_table(form.document)
    sent: dict[Row, Submission] = {}

    def given(row: Row) -> Submission:
        if row not in sent:
            answers = {f"a{place}": value for place, value in enumerate(row)}
            sent[row] = Submission(answers, scores_by(table, answers))
        return sent[row]

    def published(group: tuple[Row, ...]) -> Hashable:
        submissions = [given(row) for row in group]
        (one,) = disclosed([RaterGroup(relation, form, raters, submissions)], Scheme())
        cell = make_cell(one, form.sections[0], Scheme())
        return repr(cell)

    groups = every_group(points, len(weights), raters)
    return least_left(groups, published, lambda row: given(row).scores["a"] or Fraction(), points)


def is_tried(points: Sequence[int], weights: Sequence[float], raters: int) -> bool:
    """Whether there are few enough groups."""
    return comb(len(points) ** len(weights) + raters - 1, raters) <= MOST_GROUPS


SHAPES = [
    ((1, 2, 3, 4, 5), [1], 5),
    ((1, 2, 3, 4, 5), [1], 6),
    ((1, 2, 3, 4, 5), [1], 9),
    ((1, 2, 3, 4, 5), [1, 1], 3),
    ((1, 2, 3, 4, 5), [2, 1], 3),
    ((1, 2, 3, 4), [1, 1], 4),
    ((1, 2, 3), [1], 5),
    ((1, 2, 3), [1, 1], 5),
    ((1, 2), [1, 1, 1], 4),
    ((0, 1), [1], 7),
    ((0, 40, 60, 80, 100), [1], 6),
    ((0, 10, 20, 30, 40, 50, 60, 70, 80, 90), [1], 5),
]


@pytest.mark.parametrize(("points", "weights", "raters"), SHAPES, ids=str)
def test_a_quarter_of_the_scale_stays_open(
    points: tuple[int, ...], weights: list[float], raters: int
) -> None:
    left, where = left_of(points, weights, raters)
    assert left >= QUARTER, where


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 12), min_size=2, max_size=6, unique=True).map(sorted),
    st.lists(st.sampled_from([0.5, 1, 1.5, 3]), min_size=1, max_size=3),
    st.integers(3, 8),
    st.sampled_from([R.PEER, R.SUBORDINATE]),
)
def test_no_reader_narrows_anybody_on_any_scale(
    points: list[int], weights: list[float], raters: int, relation: R
) -> None:
    assume(is_tried(points, weights, raters) and not are_parts_told(points))
    left, where = left_of(points, weights, raters, relation)
    assert left >= QUARTER, where


def test_the_solver_finds_what_an_exact_mean_tells() -> None:
    groups = every_group((1, 2, 3, 4, 5), 1, 3)
    left, _ = least_left(groups, sum_of, lambda row: Fraction(row[0] - 1) * 25, (1, 2, 3, 4, 5))
    assert left == 0


def sum_of(group: tuple[Row, ...]) -> int:
    """What an exact mean tells."""
    return sum(row[0] for row in group)


@pytest.mark.parametrize("relation", [R.PEER, R.SUBORDINATE])
@pytest.mark.parametrize(
    ("points", "weights", "expected"),
    [
        ((1, 2, 3, 4, 5), [1], 5),
        ((1, 2, 3, 4, 5), [1, 1], 3),
        ((1, 2, 3), [1, 1], 3),
        ((0, 1), [1, 1], 4),
        ((0, 1), [1], 6),
    ],
    ids=str,
)
def test_who_is_enough_stays_enough(
    points: tuple[int, ...], weights: list[float], expected: int, relation: R
) -> None:
    form = instrument(points, weights)
    least = form.least_for("a", relation, 3)
    assert all(form.partition("a", relation, n) for n in range(least, 300))
    assert least == expected


def test_too_little_room_counts_as_too_few() -> None:
    form = instrument((0, 1), [1, 1])
    rows = [Submission({"a0": 1, "a1": 0}, {"a": Fraction(50)})] * 3
    (group,) = disclosed([RaterGroup(R.PEER, form, 3, rows)], Scheme())
    cell = make_cell(group, form.sections[0], Scheme())
    assert (cell.showing, cell.least) == (Showing.WITHHELD, 4)
