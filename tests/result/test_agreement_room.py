"""Why a result does not say how far raters agree: beside the mean and the own answers that narrows
others, however many they are. Every sum and every spread that groups can have is tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from random import Random

import pytest

from survei.cycle.choices import Relation as R
from survei.figures import half_up
from survei.result.choices import AGREEMENT_WORDS
from tests.result.narrowed import Row
from tests.result.test_coarsening import cell_of, instrument

QUARTER = Fraction(1, 4)
#: {sum: the spreads that go with it, a bit each}; a spread is n times squares less the sum squared.
Sums = dict[int, int]


class Readings:
    """What can be read of n raters who answered every question, from 0 to `highest`, where the word
    on their agreement stands beside each figure between the ends.
    """

    def __init__(self, highest: int, weights: Sequence[int], n: int) -> None:
        self.highest, self.weights, self.n = highest, tuple(weights), n
        form = instrument(range(highest + 1), weights)
        self.partition = form.partition("a", R.PEER, n)
        self._known: dict[object, frozenset[Hashable]] = {}

    def word(self, spread: int) -> str:
        """r_wg(J) in words. Source: James, Demaree & Wolf 1984."""
        count, points = len(self.weights), self.highest + 1
        share = Fraction(12 * spread, count * self.n * (self.n - 1) * (points**2 - 1))
        agreed = max(Fraction(), count * (1 - share))
        value = half_up(agreed / (agreed + share), 2)
        return next(word for least, word in AGREEMENT_WORDS if value >= half_up(least, 2))

    @cached_property
    def masks(self) -> dict[str, int]:
        """{word: the spreads of which it is said}."""
        found: dict[str, int] = defaultdict(int)
        for spread in range(len(self.weights) * (self.n * self.highest) ** 2 // 4 + 1):
            found[self.word(spread)] |= 1 << spread
        return found

    @cached_property
    def rest(self) -> set[tuple[int, int]]:
        """(sum, squares) that all but two raters can give to one question."""
        found = {(0, 0)}
        for _ in range(self.n - 2):
            found = {
                (total + one, squares + one * one)
                for total, squares in found
                for one in range(self.highest + 1)
            }
        return found

    def sums(self, own: int, other: int) -> Sums:
        """Of one question, with two answers known."""
        found: Sums = defaultdict(int)
        for total, squares in self.rest:
            whole = total + own + other
            found[whole] |= 1 << self.n * (squares + own**2 + other**2) - whole**2
        return found

    def looks(self, own: Row, other: Row) -> frozenset[Hashable]:
        """Everything that can be published where these two are among the raters."""
        answers = zip(own, other, strict=True)
        pairs = sorted((w, *sorted(two)) for w, two in zip(self.weights, answers, strict=True))
        key = tuple(pairs)
        if key not in self._known:
            found: Sums = {0: 1}
            for weight, one, two in pairs:
                found = added(found, self.sums(one, two), weight)
            self._known[key] = frozenset(self._said(found))
        return self._known[key]

    def _said(self, sums: Sums) -> Iterator[Hashable]:
        assert self.partition
        for total, spreads in sums.items():
            figure = self.partition.figure(Fraction(total, self.n * sum(self.weights)))
            if figure.above is not None or figure.below is not None:
                yield figure
                continue
            for word, mask in self.masks.items():
                if spreads & mask:
                    yield figure, word

    def left(self) -> Fraction:
        """The least share of the scale that a reader leaves of another's answer or score."""
        rows = list(product(range(self.highest + 1), repeat=len(self.weights)))
        others: dict[tuple[Hashable, Row], list[Row]] = defaultdict(list)
        for own, other in product(rows, rows):
            for look in self.looks(own, other):
                others[look, own].append(other)
        return min(map(self._width, others.values())) / self.highest

    def _width(self, rows: Sequence[Row]) -> Fraction:
        scores = [sum(w * one for w, one in zip(self.weights, row, strict=True)) for row in rows]
        widths = [max(one) - min(one) for one in zip(*rows, strict=True)]
        return min(Fraction(max(scores) - min(scores), sum(self.weights)), *map(Fraction, widths))


def added(sums: Sums, question: Sums, weight: int) -> Sums:
    """With one question more."""
    found: Sums = defaultdict(int)
    for total, spreads in sums.items():
        places = [place for place in range(spreads.bit_length()) if spreads >> place & 1]
        for more, others in question.items():
            for place in places:
                found[total + weight * more] |= others << place
    return found


@pytest.mark.parametrize(
    ("highest", "weights", "n"),
    [(1, [1, 1], 5), (1, [1, 1], 15), (1, [1, 1], 40), (2, [2, 1], 30), (4, [1, 1], 15)],
    ids=str,
)
def test_no_number_of_raters_protects_them_from_the_word(
    highest: int, weights: list[int], n: int
) -> None:
    assert Readings(highest, weights, n).left() < QUARTER


@pytest.mark.parametrize("n", [3, 5, 15, 40])
@pytest.mark.parametrize("weights", [[1], [1, 1], [2, 1, 1]], ids=str)
def test_so_nothing_is_said_of_it(weights: list[int], n: int) -> None:
    chance, form = Random(n), instrument((1, 2, 3, 4, 5), weights)
    for _ in range(40):
        rows = [[chance.choice((2, 3, 3, 4)) for _ in weights] for _ in range(n)]
        cell = cell_of(form, rows)
        assert (cell.consensus, cell.agreement) == ("", None)


@pytest.mark.parametrize("rows", [[[3, 3]] * 15, [[1, 5], [5, 1], [3, 3]] * 5], ids=["one", "many"])
def test_alike_and_apart_look_the_same(rows: list[list[int]]) -> None:
    assert cell_of(instrument((1, 2, 3, 4, 5), [1, 1]), rows) == cell_of(
        instrument((1, 2, 3, 4, 5), [1, 1]), [[2, 4], [4, 2], [3, 3]] * 5
    )
