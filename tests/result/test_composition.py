"""Scores, weights, thresholds and explanations of a result document."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from survei.cycle.choices import Relation as R
from survei.cycle.plan import Scheme
from survei.presentation.result_page import ResultPage
from survei.presentation.result_words import ResultWords
from survei.result.choices import Showing
from survei.result.document import ResultDocument
from survei.result.rules import composite, margin_of, shares, showing_of, strict
from survei.result.stored_document import decode_result, encode_result, fingerprint
from tests.result.sample import Answers

Make = Callable[..., ResultDocument]
#: What "di bawah 2,75" and "di atas 3,25" of three raters count as: 1.875 and 4.125 of 1 to 5.
LOW_OF_THREE, HIGH_OF_THREE = Fraction(175, 8), Fraction(625, 8)


def rows(n: int, a: int = 4, b: int = 4) -> list[tuple[list[int], list[int], str]]:
    """The same answers from n raters."""
    return [([a] * 3, [b] * 2, f"saran {number}") for number in range(n)]


def codes(result: ResultDocument) -> list[str]:
    return [note.code for note in result.withheld]


@pytest.mark.parametrize(
    ("relation", "asked", "n", "expected"),
    [
        (R.PEER, 5, 0, Showing.WITHHELD),
        (R.PEER, 5, 2, Showing.WITHHELD),
        (R.PEER, 5, 3, Showing.SHOWN),
        (R.SUBORDINATE, 2, 2, Showing.WITHHELD),
        (R.SUBORDINATE, 0, 0, Showing.ABSENT),
        (R.SUPERVISOR, 1, 1, Showing.SHOWN),
        (R.SUPERVISOR, 1, 0, Showing.MISSING),
        (R.SELF, 1, 1, Showing.SHOWN),
    ],
    ids=str,
)
def test_from_how_many_a_group_is_shown(relation: R, asked: int, n: int, expected: Showing) -> None:
    assert showing_of(relation, asked=asked, n=n, least=3) == expected


def test_composite_divides_by_the_weights_present() -> None:
    weights = {"a": 60.0, "b": 25.0, "c": 15.0}
    assert composite(weights, {"a": 80, "b": 60, "c": None}) == pytest.approx((4800 + 1500) / 85)
    assert composite(weights, {"a": None}) is None
    assert composite({"a": 0.0}, {"a": 50}) is None
    assert shares(weights, ["a", "b"]) == pytest.approx({"a": 6000 / 85, "b": 2500 / 85})


def test_total_is_made_per_section_first(result_of: Make) -> None:
    result = result_of({R.SELF: rows(1, 5, 5), R.SUPERVISOR: rows(1, 4, 2), R.PEER: rows(3, 2, 4)})
    a, b = result.instruments[0].sections
    assert a.score == (60 * 75 + 25 * LOW_OF_THREE) / 85
    assert b.score == (60 * 25 + 25 * HIGH_OF_THREE) / 85
    assert result.score == (60 * a.score + 40 * b.score) / 100
    assert ResultWords(result).level(a, a.cells[R.PEER].score) == "1,9 dari 5, mendekati “Kurang”"


def test_a_withheld_group_is_in_no_total(result_of: Make) -> None:
    result = result_of({R.SUPERVISOR: rows(1, 4, 4), R.PEER: rows(2, 1, 1)})
    peer = result.group(R.PEER)
    assert peer
    assert (peer.showing, peer.n, peer.score, peer.weight_used) == (Showing.WITHHELD, None, None, 0)
    assert result.score == 75
    assert codes(result) == ["group_withheld", "reweighted"]
    assert [group.weight_used for group in result.groups] == [100, 0]
    assert [comment.relation for comment in result.comments] == [R.SUPERVISOR]


def test_without_a_weighted_group_there_is_no_total(result_of: Make) -> None:
    result = result_of({R.SELF: rows(1), R.SUPERVISOR: [], R.PEER: rows(2), R.SUBORDINATE: rows(1)})
    assert result.score is None
    assert codes(result) == ["group_missing", "group_withheld", "group_withheld", "no_total"]
    assert result.gaps == []


def test_a_section_that_two_could_rate_is_withheld_alone(result_of: Make) -> None:
    peers = [*rows(2, 3, 1), ([3, 3, 3], ["na", "na"], "")]
    result = result_of({R.SUPERVISOR: rows(1, 4, 4), R.PEER: peers})
    a, b = result.instruments[0].sections
    assert (a.cells[R.PEER].n, b.cells[R.PEER].showing) == (3, Showing.WITHHELD)
    peer = result.group(R.PEER)
    assert peer
    assert peer.score == 50
    assert b.score == 75
    assert codes(result) == [
        "cell_withheld",
        "comments_withheld",
        "section_reweighted",
    ]


@pytest.mark.parametrize(("n", "shown"), [(3, 0), (4, 0), (5, 5), (7, 7)])
def test_comments_from_five(result_of: Make, n: int, shown: int) -> None:
    result = result_of({R.PEER: rows(n)})
    assert sum(len(comments.texts) for comments in result.comments) == shown


def test_comments_do_not_stand_in_the_order_of_submissions(result_of: Make) -> None:
    result = result_of({R.PEER: rows(9)})
    texts = result.comments[0].texts
    assert sorted(texts) == [f"saran {number}" for number in range(9)]
    assert texts != sorted(texts)


def test_reliability_of_three_peers(result_of: Make) -> None:
    peer = result_of({R.PEER: rows(3)}).group(R.PEER)
    assert peer
    assert (peer.reliability, peer.margin) == (Decimal("0.64"), None)


def test_margin_from_the_spread_over_ratees() -> None:
    assert margin_of(10, 0.75) == pytest.approx(9.8)
    assert margin_of(None, 0.75) is None


def test_questionnaires_of_their_own_are_not_compared(result_of: Make) -> None:
    result = result_of(
        {R.SELF: rows(1, 5, 5), R.SUPERVISOR: rows(1, 4, 4), R.PEER: rows(3, 2, 2)},
        keys={R.PEER: "rekan"},
    )
    assert [part.relations for part in result.instruments] == [[R.SELF, R.SUPERVISOR], [R.PEER]]
    assert result.score == (60 * 75 + 25 * LOW_OF_THREE) / 85
    assert [(gap.code, gap.others_score, gap.difference) for gap in result.gaps] == [
        ("", 75, 1),
        ("a", 75, 1),
        ("b", 75, 1),
    ]
    assert "rule_instruments" in [note.code for note in result.rules]


def test_others_are_all_raters_shown(result_of: Make) -> None:
    result = result_of({R.SELF: rows(1, 5, 5), R.SUPERVISOR: rows(1, 5, 5), R.PEER: rows(3, 3, 3)})
    assert result.gaps[0].others_score == pytest.approx((100 + 3 * 50) / 4)


def test_what_stands_out(result_of: Make) -> None:
    result = result_of({R.SUPERVISOR: rows(1, 5, 2)})
    assert [part.title for part in result.strengths] == ["Aspek A"]
    assert [part.title for part in result.improvements] == ["Aspek B"]
    assert [note.code for note in result.recommendation] == [
        "advice_strength",
        "advice_improvement",
        "advice_thin",
        "advice_person",
    ]
    page = ResultPage(result, "id")
    assert [note.code for note in page.advice_to_ratee] == ["advice_person"]


def test_self_counts_only_with_a_weight(result_of: Make) -> None:
    answers: Answers = {R.SELF: rows(1, 5, 5), R.SUPERVISOR: rows(1, 3, 3)}
    assert result_of(answers).score == 50
    scheme = Scheme(weights={R.SELF: 50, R.SUPERVISOR: 50})
    assert result_of(answers, scheme=scheme).score == 75


def test_every_note_fills_its_places(result_of: Make) -> None:
    result = result_of(
        {R.SELF: [], R.SUPERVISOR: rows(1, 5, 2), R.PEER: rows(3), R.SUBORDINATE: []}
    )
    for note in [*result.withheld, *result.rules, *result.recommendation]:
        assert "%" not in note.text % {**note.params, **note.figures}


def test_a_document_survives_its_storage(result_of: Make) -> None:
    result = result_of({R.SELF: rows(1), R.SUPERVISOR: rows(1, 5, 2), R.PEER: rows(6)})
    text = encode_result(result)
    assert decode_result(text) == result
    assert fingerprint(text) == fingerprint(encode_result(decode_result(text)))


def test_no_plan_lowers_the_thresholds() -> None:
    low = strict(Scheme(least_submissions=1, least_comments=1))
    assert (low.least_submissions, low.least_comments) == (3, 5)
    high = strict(Scheme(least_submissions=7, least_comments=6))
    assert (high.least_submissions, high.least_comments) == (7, 7)
