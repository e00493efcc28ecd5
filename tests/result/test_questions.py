"""Figures of questions: pooled over ratees, and nothing of a small group to be had from them."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import variance

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from survei.audit.choices import SYSTEM
from survei.bank.models import PublishedQuestion
from survei.bank.published_questions import index_version
from survei.cycle.choices import Relation
from survei.lifecycle.publishing import publish_results
from survei.result.models import QuestionStatistic
from survei.result.question_figures import (
    Figures,
    Weakness,
    figures_of,
    relation_figures,
    weaknesses,
)
from survei.result.questions import Pool, QuestionTallies, Scale, agreement_of, is_pool_shown
from tests.held_keys import hold_own
from tests.result.rows import make_school, ratings
from tests.result.sample import make_inputs

PEER, SELF, SUPERVISOR = Relation.PEER, Relation.SELF, Relation.SUPERVISOR
#: One rater's ratings of section "a" and "b".
Rater = tuple[Sequence[int | str], Sequence[int | str], str]


def rater(*values: int | str) -> Rater:
    """Ratings of a1, a2, a3, then of b1 and b2; the last is repeated."""
    filled = [*values, *[values[-1]] * 5][:5]
    return filled[:3], filled[3:], ""


def rows(*ratees: dict[Relation, list[Rater]]) -> dict[tuple[str, str], tuple[object, ...]]:
    """{(relation, code): sums} of a cycle with these ratees."""
    tallies = QuestionTallies()
    for answers in ratees:
        tallies.add(make_inputs(answers))
    return {(str(row[1]), str(row[2])): row[3:] for row in tallies.rows()}


def peers(*levels: int | str) -> dict[Relation, list[Rater]]:
    return {PEER: [rater(level) for level in levels]}


#: ratees, answers, largest → shown of a confidential and of a named relation
POOLS = {
    "nothing": (0, 0, 0, False, False),
    "one ratee": (1, 9, 9, False, False),
    "two ratees": (2, 10, 5, False, False),
    "three ratees of three": (3, 9, 3, True, False),
    "too few answers": (4, 4, 1, False, False),
    "five answers": (5, 5, 1, True, False),
    "one ratee dominates": (3, 20, 11, False, False),
    "one ratee has half": (3, 20, 10, True, False),
    "nine ratees": (9, 9, 1, True, False),
    "ten ratees": (10, 10, 1, True, True),
}


@pytest.mark.parametrize("name", POOLS)
def test_what_a_pool_may_show(name: str) -> None:
    ratees, answers, largest, confidential, named = POOLS[name]
    pool = Pool(ratees=ratees, answers=answers, largest=largest)
    assert is_pool_shown(pool, PEER) == is_pool_shown(pool, Relation.SUBORDINATE) == confidential
    assert is_pool_shown(pool, SELF) == is_pool_shown(pool, SUPERVISOR) == named


def test_sums_over_three_ratees() -> None:
    found = rows(peers(4, 4, 5, 3), peers(3, 3, 3, 3), peers(2, 2, 5, 5))
    asked, na, n, total, spread_n, spread_total, squares, groups, _agreed = found["peer", "a1"]
    assert (asked, na, n, total) == (12, 0, 12, 42)
    assert (spread_n, spread_total, squares, groups) == (0, 0, 0, 0)


def test_agreement_is_the_mean_over_ratees_with_five_ratings() -> None:
    three = [peers(4, 4, 5, 4, 4), peers(4, 4, 4, 4, 4), peers(3, 3, 3, 3, 3)]
    found = rows(*three * 7)
    assert found["peer", "b1"][-2] == 21
    # Variance of {4,4,5,4,4} is 0.2, of five points by chance 2: r_wg 0.9.
    assert found["peer", "b1"][-1] == pytest.approx(7 * (0.9 + 1 + 1))
    assert rows(*three * 6)["peer", "b1"][-2:] == (0, 0)


@given(st.lists(st.sampled_from([1, 2, 3, 4, 5]), min_size=2, max_size=9))
@example([4, 4, 5, 4])
@example([1, 5, 1, 5])
def test_agreement_from_sums_is_that_of_the_paper(values: list[int]) -> None:
    scale = Scale({str(point): point for point in (1, 2, 3, 4, 5)}, 1, 2.0)
    found = agreement_of(len(values), sum(values), sum(value * value for value in values), scale)
    assert found == pytest.approx(max(0, 1 - variance(values) / 2), abs=1e-9)


def test_cannot_rate_is_counted_and_never_a_number() -> None:
    found = rows(peers(4, 4, 4, 4, "na"), peers(3, 3, 3, 3, "na"), peers(2, 2, 2, 2))
    asked, na, n, total, *_ = found["peer", "b2"]
    assert (asked, na, n, total) == (14, 2, 12, 36)


def test_groups_below_five_tell_of_their_spread_only_together() -> None:
    wide = [peers(4, 4, 5, 4, 3)] * 20
    alone = rows(*wide, peers(1, 1, 5))["peer", "a1"]
    together = rows(*wide, *[peers(1, 1, 5)] * 3)["peer", "a1"]
    assert (alone[2], alone[4]) == (103, 100)
    assert (together[2], together[4]) == (109, 109)


def test_a_ratee_whom_two_could_rate_on_a_question_is_left_out_of_it() -> None:
    base = [peers(4, 4, 4, 4)] * 3
    fourth = {PEER: [rater(5, 4, 4, 4, 4), rater(5, 4, 4, 4, 4), rater("na", 4, 4, 4, 4)]}
    found = rows(*base, fourth)
    assert found["peer", "a1"][2:4] == (12, 48)
    assert found["peer", "a2"][2:4] == (15, 60)


levels = st.lists(st.sampled_from([1, 2, 3, 4, 5, "na"]), max_size=2)


@settings(max_examples=60, deadline=None)
@given(levels, levels, st.lists(st.sampled_from([1, 3, 5]), min_size=3, max_size=6))
def test_whatever_a_withheld_group_says_the_rows_are_the_same(
    one: list[int | str], other: list[int | str], third: list[int]
) -> None:
    """Nothing can be subtracted that is not in it."""
    seen = [peers(4, 5, 3, 4), peers(2, 3, 3), peers(5, 5, 5, 1, 4), peers(*third)]
    assert rows(*seen, peers(*one)) == rows(*seen, peers(*other)) == rows(*seen)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=7), min_size=0, max_size=6))
def test_no_row_holds_less_than_may_be_shown(groups: list[list[int]]) -> None:
    for sums in rows(*[peers(*group) for group in groups]).values():
        asked, _na, n, _total, spread, _t, _s, agreed, _a = (float(str(one)) for one in sums)
        assert asked >= 5
        assert len(groups) >= 3
        assert n == 0 or n >= 5
        assert spread == 0 or spread >= 5
        assert agreed == 0 or agreed >= 3
        assert max(len(group) for group in groups) * 2 <= asked


def test_named_raters_are_pooled_from_ten_ratees_on() -> None:
    nine = [{SUPERVISOR: [rater(4)]}] * 9
    assert rows(*nine) == {}
    found = rows(*nine, {SUPERVISOR: [rater(2)]})
    assert found["supervisor", "a1"][:4] == (10, 0, 10, 38)


def test_relations_are_never_in_one_row() -> None:
    both = [{**peers(4, 4, 4), SELF: [rater(5)], SUPERVISOR: [rater(1)]}] * 10
    found = rows(*both)
    assert {relation for relation, _ in found} == {"peer", "self", "supervisor"}
    assert [found[one, "a1"][3] for one in ("peer", "self", "supervisor")] == [120, 50, 10]


#: figures → what speaks against a question of five points
WEAK = {
    "nothing known": (Figures(), []),
    "good": (
        Figures(
            asked=10,
            na=1,
            spread_ratings=4,
            spread_total=12,
            spread_squares=42,
            agreement_groups=2,
            agreement_total=1.4,
        ),
        [],
    ),
    "narrow": (
        Figures(asked=10, spread_ratings=10, spread_total=40, spread_squares=160),
        [Weakness.NARROW],
    ),
    "many na": (Figures(asked=8, na=2), [Weakness.MANY_NA]),
    "few agree": (
        Figures(asked=8, agreement_groups=3, agreement_total=1.2),
        [Weakness.LOW_AGREEMENT],
    ),
}


@pytest.mark.parametrize("name", WEAK)
def test_weaknesses(name: str) -> None:
    figures, expected = WEAK[name]
    assert weaknesses(figures, 1, 5) == expected


def test_publishing_stores_the_figures_once(db: None) -> None:
    hold_own(link=b"k" * 32)
    school = make_school()
    index_version(school.version, school.document)
    for name in ("Aminah", "Basri", "Cici"):
        school.person(name)
    for number in range(4):
        school.person(f"Rekan {number}")
    for ratee in ("Aminah", "Basri", "Cici"):
        for number in range(4):
            school.ask(f"Rekan {number}", ratee, PEER, ratings(3 + number % 2))
        school.ask(ratee, ratee, SELF, ratings(5))
    publish_results(school.cycle.id, actor=SYSTEM)
    stored = QuestionStatistic.select()
    assert {(row.relation, row.asked) for row in stored} == {("peer", 12)}
    assert {row.code for row in stored} == {"a1", "a2", "a3", "b1", "b2"}
    question = PublishedQuestion.get(PublishedQuestion.code == "a1")
    found = figures_of([question])[question.questionnaire_id, question.same_key]
    assert (found.cycles, found.mean, found.na_share) == (1, 3.5, 0)
    assert found.deviation is None
    by_relation = relation_figures([(question.questionnaire_id, question.same_key)])
    assert [set(one) for one in by_relation.values()] == [{PEER}]


def test_versions_are_put_together_only_where_the_question_is_the_same(db: None) -> None:
    school = make_school()
    index_version(school.version, school.document)
    for code, same_key in (("a1", "x"), ("a2", "y")):
        PublishedQuestion.update(same_key=same_key).where(PublishedQuestion.code == code).execute()
        QuestionStatistic.create(
            cycle=school.cycle,
            version=school.version,
            relation=PEER,
            code=code,
            asked=6,
            ratings=6,
            total=24,
        )
    home = school.version.questionnaire_id
    found = relation_figures([(home, "x")])
    assert list(found) == [(home, "x")]
    assert found[home, "x"][PEER].ratings == 6
    assert len(relation_figures(None)) == 2
