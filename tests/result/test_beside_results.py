"""Who reads all results of a cycle and the bank beside them leaves a quarter of the scale to each.

Every set of answers that fits is looked through: the classes that results show of section "b", and
the sums of its two questions over all ratees that the bank tells. The reader may have rated each of
them, and knows what was given then.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest

from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.cycle.choices import Relation
from survei.lifecycle.publishing import publish_results
from survei.result.coarsening import Coarse
from survei.result.inputs import Instrument
from survei.result.models import QuestionStatistic
from survei.result.proof_counts import proof_counts
from survei.result.questions import QuestionTallies
from tests.held_keys import hold_own
from tests.result.rows import make_school
from tests.result.sample import make_inputs, questionnaire

PEER = Relation.PEER
#: Ratings of b1 and b2.
Pair = tuple[int, int]
Ratee = Sequence[Pair]
POINTS = range(1, 6)
PAIRS = list(product(POINTS, POINTS))
INSTRUMENT = Instrument(1, 1, questionnaire())


def told(cycle: Sequence[Ratee]) -> tuple[int, int] | None:
    """What the bank tells of b1 and b2: their exact sums; None unless it tells both."""
    tallies = QuestionTallies()
    for ratee in cycle:
        tallies.add(make_inputs({PEER: [((3, 3, 3), pair, "") for pair in ratee]}))
    found: dict[str, tuple[Any, ...]] = {str(row[2]): row[5:7] for row in tallies.rows()}
    sums = [found[code] for code in ("b1", "b2")]
    # A sum that is held at an edge is left to the tests of pooled sums.
    if any(not n or not 1.5 * n < total < 4.5 * n for n, total in sums):
        return None
    return int(sums[0][1]), int(sums[1][1])


def shown(raters: int, total: int) -> Coarse:
    """What a result shows of a sum of b1 and b2 over so many raters."""
    partition = INSTRUMENT.partition("b", PEER, raters)
    assert partition
    return partition.figure(Fraction(total, 2 * raters))


def sums_of(raters: int) -> list[Pair]:
    """Every pair of sums that so many raters can give."""
    span = range(raters, 5 * raters + 1)
    return list(product(span, span))


def fitting(ratee: Ratee, own: Pair) -> set[Pair]:
    """The sums of a ratee that fit what is shown, for a rater who gave this."""
    figure = shown(len(ratee), sum(map(sum, ratee)))
    others = sums_of(len(ratee) - 1)
    sums = ((own[0] + one, own[1] + other) for one, other in others)
    return {pair for pair in sums if shown(len(ratee), sum(pair)) == figure}


def plus(one: Iterable[Pair], other: Iterable[Pair]) -> set[Pair]:
    second = list(other)
    return {(a + c, b + d) for a, b in one for c, d in second}


def least_left(cycle: Sequence[Ratee], total: Pair, owns: Sequence[Pair]) -> int:
    """The fewest points that stay open of an answer, half of those of a score, to this reader."""
    fits = [fitting(ratee, own) for ratee, own in zip(cycle, owns, strict=True)]
    least = 8
    for at, (ratee, own) in enumerate(zip(cycle, owns, strict=True)):
        rest = {(0, 0)}
        for index, other in enumerate(fits):
            if index != at:
                rest = plus(rest, other)
        sums = {one for one in fits[at] if (total[0] - one[0], total[1] - one[1]) in rest}
        left = sums_of(len(ratee) - 2)
        low, high = min(left)[0], max(left)[0]
        possible = [
            pair
            for pair in PAIRS
            if any(
                low <= one - own[0] - pair[0] <= high and low <= other - own[1] - pair[1] <= high
                for one, other in sums
            )
        ]
        assert possible
        for values in ([a for a, _ in possible], [b for _, b in possible]):
            least = min(least, max(values) - min(values))
        scores = [a + b for a, b in possible]
        least = min(least, (max(scores) - min(scores)) // 2)
    return least


def made_up(chance: Random) -> list[Ratee]:
    """Three to five ratees, a few of them far above or below the others."""
    cycle: list[Ratee] = []
    for _ in range(chance.randint(3, 5)):
        level = chance.choice((1, 2, 3, 3, 4, 5, 5))
        around = [min(5, max(1, level + step)) for step in (-1, 0, 0, 1)]
        size = chance.randint(3, 5)
        cycle.append([(chance.choice(around), chance.choice(around)) for _ in range(size)])
    return cycle


#: What the rules for sums alone would tell, though somebody is then known to the point:
#: (about each ratee, sums of b1 and b2, what a rater of each gave).
HOLES: dict[str, tuple[Sequence[Ratee], Pair, Sequence[Pair]]] = {
    "all above": (
        [[(5, 5)] * 3, [(2, 3), (2, 1), (3, 3), (2, 1), (2, 3)],
         [(3, 1), (2, 3), (1, 3), (2, 1), (3, 2)]],
        (37, 36), [(5, 5), (3, 3), (2, 1)],
    ),
    "all below": (
        [[(4, 3), (3, 3), (3, 4), (4, 3)], [(3, 4), (2, 2), (3, 3)], [(1, 2), (1, 2), (1, 1)]],
        (25, 27), [(4, 3), (3, 4), (1, 2)],
    ),
    "two above": (
        [[(2, 2), (3, 4), (2, 3)], [(5, 5)] * 5, [(3, 3), (4, 4), (3, 2)], [(3, 2)] * 3,
         [(5, 5)] * 3],
        (66, 64), [(2, 3), (5, 5), (3, 2), (3, 2), (5, 5)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOLES)
def test_sums_that_would_tell_beside_results_are_not_told(name: str) -> None:
    cycle, sums, owns = HOLES[name]
    assert least_left(cycle, sums, owns) == 0
    assert told(cycle) is None


def test_what_is_told_leaves_a_quarter_to_each() -> None:
    chance, are_told = Random(5), 0
    for _ in range(80):
        cycle = made_up(chance)
        if sums := told(cycle):
            are_told += 1
            assert least_left(cycle, sums, [chance.choice(ratee) for ratee in cycle]) >= 1, cycle
    assert are_told > 40


def test_a_city_is_told_as_before() -> None:
    cycle = [ratee for seed in range(60) for ratee in made_up(Random(seed))]
    assert told(cycle) == tuple(sum(pair[at] for one in cycle for pair in one) for at in (0, 1))


def test_publishing_counts_what_is_not_told(db: None) -> None:
    hold_own(link=b"k" * 32)
    school = make_school(relations=[PEER])
    cycle, _, _ = HOLES["all above"]
    for number in range(5):
        school.person(f"Rekan {number}")
    for number, ratee in enumerate(cycle):
        school.person(f"Pegawai {number}")
        for rater, (first, second) in enumerate(ratee):
            answers = {"a1": 2 + rater % 3, "a2": 3, "a3": 3, "b1": first, "b2": second}
            school.ask(f"Rekan {rater}", f"Pegawai {number}", PEER, answers)
    publish_results(school.cycle.id, actor=SYSTEM)
    ratings = {row.code: row.ratings for row in QuestionStatistic.select()}
    assert ratings == {"a1": 13, "a2": 13, "a3": 13, "b1": 0, "b2": 0}
    counts = proof_counts(school.cycle.id)
    assert counts
    assert {(step.value, why): n for (step, why), n in counts.coarsened.items()} == {
        ("pooled", "narrow"): 2
    }
    event = AuditEvent.get(AuditEvent.action == "cycle.publish")
    assert json.loads(event.details)["bank_narrowing"] == 2
