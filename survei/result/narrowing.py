"""How far what is told of a group narrows one of its raters, for the worst reader. Pure.

A solver of its own: it knows nothing of how classes of means are chosen (`room.py`,
`coarsening.py`), only what one of them says: the mean of n scores lies in an interval. Its reader
is one of the raters and takes the own score away, whatever that was. For each possible own score it
looks which answers another may have given so that the sums still come out, with every group there
can be of the others; how far the lowest and the highest of them lie apart is what stays open.

Scores are whole numbers of a common unit, sets of sums the bits of one number: the sums of k+1
raters are those of k, shifted by every score and put together. Who may leave out questions
("tidak dapat menilai") has scores between those of complete answers; for the reader himself every
number between 0 and 1 is tried, as where complete answers have very many scores. For the others
only complete answers are, and where sums are too many only some of them: fewer groups that could be
behind a figure mean less that is open, so that nothing is accepted which is not.

Source: an interval that a table leaves to a contributor, also for one who knows the own part
(p-percent rule): Hundepool et al. 2012, Statistical Disclosure Control, chapter 4; simulatable
auditing (Kenthapadi, Mishra & Nissim 2005, PODS): what is looked at is known to the reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import pairwise
from math import ceil, floor, lcm

#: Fewest raters of whom anything may be told; no plan lowers it. Source: domain.md.
FEWEST = 3
#: Largest sum that is reckoned with, in units; beyond it nothing is proved.
LARGEST_SUM = 1 << 21
#: Scores of a rater that are put together with those of others; beyond it some of them.
MOST_SCORES = 512
#: Places at which many scores are looked at, and again between two of them.
LOOKS = 64
#: Parts in which own scores are looked at where they are many.
MOST_OWN = 240


#: The smallest and the largest of whole sums.
Whole = tuple[int, int]


@dataclass(frozen=True)
class Item:
    """A question as it counts in its section."""

    #: Its part of the section's weight; all parts add up to 1.
    weight: Fraction
    #: What its answers count, ascending from 0 to 1.
    points: tuple[Fraction, ...]


@dataclass(frozen=True)
class Told:
    """What is said of a mean, 0 to 1: between these two."""

    least: Fraction
    most: Fraction
    #: Whether it may be the one, or the other, itself.
    is_least_in: bool = True
    is_most_in: bool = True


def least_open(
    items: tuple[Item, ...], raters: int, told: Told, *, are_all_rated: bool
) -> Fraction:
    """The share of the scale, 0 to 1, that stays open of each answer and each score in a section.

    `are_all_rated`: whether a score rests on answers to all questions. 0 where nothing is proved.
    """
    if raters < FEWEST or not can_be_reckoned(items, raters):
        return Fraction()
    sums = _sums_of(items, raters)
    inside = _Inside(told, sums.unit, raters)
    are_few = are_all_rated and len(sums.scores) <= MOST_OWN
    owns = inside.without_each(sums) if are_few else inside.without_any()
    return min((_left_to(sums, *own) for own in owns), default=Fraction(1))


def can_be_reckoned(items: tuple[Item, ...], raters: int) -> bool:
    """Whether there are few enough sums to look through."""
    return _sums_of(items, raters).unit * raters <= LARGEST_SUM


class _Inside:
    """Sums of a group's scores that a told mean allows."""

    def __init__(self, told: Told, unit: int, raters: int) -> None:
        self._least, self._most = told.least * unit * raters, told.most * unit * raters
        self._is_least_in, self._is_most_in = told.is_least_in, told.is_most_in
        self._unit, self._most_of_others = unit, unit * (raters - 1)

    def without(self, own: Fraction | int) -> Whole:
        """What an own score leaves to the others."""
        return self._without(own, own)

    def without_each(self, sums: _Sums) -> list[Whole]:
        """What is left by the scores of complete answers."""
        return [own for own in map(self.without, sums.scores) if _has(sums.others, *own)]

    def without_any(self) -> set[Whole]:
        """What is left by own scores of every kind, whole or not, that there can be."""
        unit = Fraction(self._unit)
        low, high = max(Fraction(), self._least - self._most_of_others), min(unit, self._most)
        if low > high:
            return set()
        if self._unit > MOST_OWN:
            parts = [low + (high - low) * place / MOST_OWN for place in range(MOST_OWN + 1)]
            return {self._without(before, after) for before, after in pairwise(parts)}
        found = {self.without(own) for own in self._turns() if low <= own <= high}
        return {own for own in found if own[1] >= 0 and own[0] <= self._most_of_others}

    def _turns(self) -> Iterator[Fraction]:
        """Own scores at which something changes, and one between each two of them."""
        parts = {Fraction(), self._least % 1, self._most % 1}
        turns = {number + part for number in range(self._unit) for part in parts}
        turns.add(Fraction(self._unit))
        yield from turns
        yield from ((before + after) / 2 for before, after in pairwise(sorted(turns)))

    def _without(self, before: Fraction | int, after: Fraction | int) -> Whole:
        """The smallest and largest whole sum of the others that fit all own scores between."""
        least, most = self._least - before, self._most - after
        first, last = ceil(least), floor(most)
        return (
            first + (first == least and not self._is_least_in),
            last - (last == most and not self._is_most_in),
        )


def _left_to(sums: _Sums, first: int, last: int) -> Fraction:
    """What is open to whom these sums of the others are left."""
    found = [_spread(one, first, last) for one in sums.answers]
    return min([*found, _spread(sums.rows, first, last) / sums.unit])


@dataclass(frozen=True)
class _Ways:
    """Sums in which one part is looked at: all sums of the rest, and what the part adds to them."""

    rest: int
    #: (what it is, what it adds), ascending.
    parts: Sequence[tuple[Fraction, int]]


def _spread(ways: _Ways, first: int, last: int) -> Fraction:
    """How far the lowest and the highest that fit lie apart; 0 where none does."""
    low = _foremost(ways.rest, ways.parts, first, last)
    high = _foremost(ways.rest, ways.parts[::-1], first, last)
    return Fraction() if low is None or high is None else high - low


def _foremost(
    rest: int, parts: Sequence[tuple[Fraction, int]], first: int, last: int
) -> Fraction | None:
    """The foremost that fits; where they are very many, one that fits and lies near to it."""

    def fits(at: int) -> bool:
        return _has(rest, first - parts[at][1], last - parts[at][1])

    step = 1 + len(parts) // LOOKS
    found = next((at for at in range(0, len(parts), step) if fits(at)), None)
    if found is None:
        return None
    near = range(max(0, found - step + 1), found, 1 + step // LOOKS)
    return parts[next((at for at in near if fits(at)), found)][0]


def _has(bits: int, first: int, last: int) -> bool:
    """Whether one of the sums lies between these two, themselves included."""
    first = max(first, 0)
    return last >= first and bool((bits >> first) & ((1 << (last - first + 1)) - 1))


@lru_cache(maxsize=512)
def _sums_of(items: tuple[Item, ...], raters: int) -> _Sums:
    return _Sums(items, raters)


class _Sums:
    """All sums of the complete answers of so many raters."""

    def __init__(self, items: tuple[Item, ...], raters: int) -> None:
        self.items, self.raters = items, raters
        parts = [item.weight * point for item in items for point in item.points]
        self.unit = lcm(*(part.denominator for part in parts))

    @cached_property
    def scores(self) -> list[int]:
        """Of one rater, ascending."""
        return _set_in(self._row(self.items))

    @cached_property
    def others(self) -> int:
        """Of all but the reader."""
        return _plus(self._rest, self.scores)

    @cached_property
    def answers(self) -> list[_Ways]:
        """Per kind of question: each answer of one of them, with all the rest."""
        return [self._with_answer(item) for item in dict.fromkeys(self.items)]

    @cached_property
    def rows(self) -> _Ways:
        """Each score of one of them, with all the rest."""
        return _Ways(self._rest, [(Fraction(score), score) for score in self.scores])

    @cached_property
    def _rest(self) -> int:
        """Of all but the reader and the one who is looked at."""
        found = 1
        for _ in range(self.raters - 2):
            found = _plus(found, self.scores)
        return found

    def _with_answer(self, item: Item) -> _Ways:
        rest = list(self.items)
        rest.remove(item)
        others = _plus(self._rest, _set_in(self._row(rest)))
        adds = [(point, int(item.weight * point * self.unit)) for point in item.points]
        return _Ways(others, adds)

    def _row(self, items: Sequence[Item]) -> int:
        """What answers to these questions add up to."""
        found = 1
        for item in items:
            found = _plus(found, [int(item.weight * point * self.unit) for point in item.points])
        return found


def _plus(sums: int, numbers: Sequence[int]) -> int:
    """Every sum with every number; with some of them, the ends among them, where they are many."""
    found = 0
    for number in _some(numbers):
        found |= sums << number
    return found


def _some(numbers: Sequence[int]) -> Sequence[int]:
    if len(numbers) <= MOST_SCORES:
        return numbers
    last = len(numbers) - 1
    return [numbers[place * last // (MOST_SCORES - 1)] for place in range(MOST_SCORES)]


def _set_in(bits: int) -> list[int]:
    """The places of the bits that are set, ascending."""
    text = bin(bits)[:1:-1]
    return [place for place, one in enumerate(text) if one == "1"]
