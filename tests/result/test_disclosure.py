"""No published number depends on what is withheld: whatever the hidden answers were, the document
is the same byte by byte. So nothing can be subtracted, solved for or compared.
"""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from survei.cycle.choices import Relation as R
from survei.result.composition import make_result
from survei.result.norms import Norms
from survei.result.stored_document import encode_result
from tests.result.sample import make_inputs

rating = st.one_of(st.integers(1, 5), st.just("na"))
row = st.tuples(
    st.lists(rating, min_size=3, max_size=3),
    st.lists(rating, min_size=2, max_size=2),
    st.text(alphabet="abc ", max_size=6),
)


def group(least: int, most: int) -> st.SearchStrategy[list]:
    return st.lists(row, min_size=least, max_size=most)


def document(answers: dict, crowd: list[dict] | None = None) -> str:
    """The stored text; `crowd` are the other ratees of the cycle."""
    inputs, norms = make_inputs(answers), Norms()
    for other in [answers, *(crowd or [])]:
        norms.add(make_inputs(other).groups, inputs.scheme)
    return encode_result(make_result(inputs, norms=norms, chance=Random(1)))


@settings(max_examples=60, deadline=None)
@given(group(0, 1), group(0, 1), group(0, 7), group(0, 2), group(0, 2))
def test_a_hidden_group_changes_nothing(own, supervisor, peers, hidden, instead) -> None:
    shown = {R.SELF: own, R.SUPERVISOR: supervisor, R.PEER: peers}
    assert document({**shown, R.SUBORDINATE: hidden}) == document({**shown, R.SUBORDINATE: instead})


@settings(max_examples=60, deadline=None)
@given(group(0, 1), group(0, 2), group(0, 2), group(0, 2), group(0, 2))
def test_two_hidden_groups_change_nothing(supervisor, peers, peers2, below, below2) -> None:
    one = {R.SUPERVISOR: supervisor, R.PEER: peers, R.SUBORDINATE: below}
    other = {R.SUPERVISOR: supervisor, R.PEER: peers2, R.SUBORDINATE: below2}
    assert document(one) == document(other)


@settings(max_examples=60, deadline=None)
@given(
    group(1, 1),
    st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=3, max_size=6),
    st.lists(st.integers(1, 5), min_size=4, max_size=4),
    st.lists(st.integers(1, 5), min_size=4, max_size=4),
    st.integers(0, 2),
)
def test_a_hidden_section_changes_nothing(supervisor, ratings, one, other, rated) -> None:
    def peers(values: list[int]) -> list:
        b = [values[:2], values[2:]][:rated] + [["na", "na"]] * len(ratings)
        return [(a, b[number], "") for number, a in enumerate(ratings)]

    first = document({R.SUPERVISOR: supervisor, R.PEER: peers(one)})
    assert first == document({R.SUPERVISOR: supervisor, R.PEER: peers(other)})


@settings(max_examples=20, deadline=None)
@given(group(2, 2), group(2, 2))
def test_hidden_groups_change_no_band_of_others(hidden, instead) -> None:
    plain = [([number % 5 + 1] * 3, [3, 4], "") for number in range(5)]
    answers = {R.SELF: plain[:1], R.SUPERVISOR: plain[1:2], R.PEER: plain[:4]}

    def crowd(rows: list) -> list[dict]:
        shown = {R.SELF: plain[:1], R.SUPERVISOR: plain[2:3], R.PEER: plain[1:5]}
        return [shown] * 12 + [{R.SELF: plain[:1], R.PEER: rows}]

    assert document(answers, crowd(hidden)) == document(answers, crowd(instead))


@settings(max_examples=60, deadline=None)
@given(group(3, 20))
def test_nothing_tells_how_raters_differ(peers) -> None:
    text = document({R.PEER: peers})
    assert '"consensus":"p' not in text
    assert '"agreement":0' not in text
    assert '"agreement":1' not in text


def test_bands_and_limits_need_ten_ratees() -> None:
    plain = [([4] * 3, [3, 4], ""), ([5] * 3, [5, 4], ""), ([2] * 3, [3, 1], "")]
    one = {R.SELF: plain[:1], R.SUPERVISOR: plain[1:2], R.PEER: plain}
    two = {R.SELF: plain[1:2], R.SUPERVISOR: plain[1:2], R.PEER: plain[:2] * 2}
    assert '"margin":null' in document(one, [two] * 8)
    assert '"yardsticks":[]' in document(one, [two] * 8)
    assert '"yardsticks":[{"relation":"self"' in document(one, [two] * 9)
    assert '"limit":null' not in document(one, [two] * 9)


def test_how_ratees_differ_tells_nothing_beside_their_figures() -> None:
    """Other answers behind the same classes give the same bands and limits."""
    one = [([4, 4, 4], [3, 4], ""), ([5, 4, 3], [5, 4], ""), ([4, 4, 4], [4, 4], "")]
    other = [([3, 4, 5], [4, 4], ""), ([4, 4, 4], [4, 4], ""), ([4, 4, 4], [4, 4], "")]
    own = [([4] * 3, [4] * 2, "")]
    crowd = [{R.SELF: own, R.PEER: [([1] * 3, [2] * 2, "")] * 3}] * 5
    first, second = ({R.SELF: own, R.PEER: peers} for peers in (one, other))
    assert document(first, [first] * 5 + crowd) == document(first, [second] * 5 + crowd)
    assert '"yardsticks":[{"relation":"self"' in document(first, [second] * 5 + crowd)


def test_how_raters_differ_is_told_over_many_and_only_that_they_do() -> None:
    mixed = [([2] * 3, [2, 3], ""), ([5] * 3, [5, 4], ""), ([3] * 3, [3] * 2, "")]
    agreed = [([4] * 3, [4] * 2, "")] * 5
    few, many = ({R.PEER: mixed}, {R.PEER: [*mixed, *mixed[:2]]})
    assert '"within":null' in document(few, [few] * 18)  # 19 ratees
    assert '"within":null' in document(few, [few] * 24)  # 75 ratings
    assert '"within":null' not in document(many, [many] * 19)
    assert '"icc_single":null' not in document(many, [many] * 19)
    assert '"within":null' in document({R.PEER: agreed}, [{R.PEER: agreed}] * 30)


def test_a_difference_from_a_single_supervisor_has_a_limit_too() -> None:
    levels = [([number % 5 + 1] * 3, [3, 4], "") for number in range(5)]
    crowd = [{R.SELF: [levels[n % 5]], R.SUPERVISOR: [levels[n % 3]]} for n in range(12)]
    text = document({R.SELF: levels[4:], R.SUPERVISOR: levels[:1]}, crowd)
    assert '"limit":null' not in text
    assert '"code":"rule_gap"' in text
