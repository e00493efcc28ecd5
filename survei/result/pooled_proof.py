"""Whether sums over ratees narrow a small group beside what its own result tells. Pure.

Whoever reads the results of a cycle and the bank has two kinds of equations: the mean of each
group in a section lies in a class (`proof.py`), and the answers of all groups to a question add up
to what the bank says. Taking the ends of all other classes away leaves an interval for one group.
Where that is narrower than its class, the solver of the proof looks what it leaves. Its reader may
be a rater in every group and take the own answers away: in each those are looked at that leave
least of all that were given. Looked at are each question for itself and a section's by weight.

Where it fails, no mean of the section's questions is told in that relation. That depends on
answers, unlike all else here: bounds that hold whatever was answered would leave nothing to tell.
It takes other groups that all lie at the ends of their classes, which is rare from ten of them on.

Source: linked tables, Hundepool et al. 2012, Statistical Disclosure Control, chapter 4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from survei.result.narrowing import Item, Told, least_open
from survei.result.proof import OPEN

#: More than sums of floating numbers over a city can be off, in answers.
SLACK = Fraction(1, 10**6)
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Range:
    """Between what something lies; answers count 0 to 1."""

    least: Fraction
    most: Fraction


class Known:
    """What results tell of the mean of a group: one object for a class, compared as such."""

    def __init__(self, told: Told) -> None:
        self.told = told
        #: For sums over a city.
        self.least, self.most = float(told.least), float(told.most)

    def of_question(self, weight: Fraction) -> Known:
        """What it tells of one question that has this part of its section's weight."""
        least = (self.told.least - (1 - weight)) / weight
        return Known(Told(max(ZERO, least), min(ONE, self.told.most / weight)))


@dataclass
class Bounds:
    """How small and how large the sum of all groups can be for who reads their results."""

    least: float = 0.0
    most: float = 0.0
    #: {(raters, what is known of their mean): groups}.
    groups: Counter[tuple[int, Known]] = field(default_factory=Counter)

    def add(self, known: Known, raters: int, lowest: float, highest: float) -> None:
        """Takes in a group of which the lowest and the highest was this."""
        self.least += max(raters * known.least, highest)
        self.most += min(raters * known.most, raters - 1 + lowest)
        self.groups[raters, known] += 1

    def does_leave_enough(
        self, total: Range, items: tuple[Item, ...], *, are_all_rated: bool
    ) -> bool:
        """Whether a sum between these two leaves a quarter of the scale to each answer and score.

        `are_all_rated`: whether a score rests on answers to all questions.
        """
        return all(
            told.least <= told.most
            and least_open(items, raters, told, are_all_rated=are_all_rated) >= OPEN
            for raters, told in self._narrowed(total)
        )

    def _narrowed(self, total: Range) -> Iterator[tuple[int, Told]]:
        """(raters, what is known of the mean) where that is more than the class."""
        least, most = Fraction(self.least) - SLACK, Fraction(self.most) + SLACK
        for raters, known in self.groups:
            told = known.told
            low = (total.least - most) / raters + told.most
            high = (total.most - least) / raters + told.least
            if low > told.least or high < told.most:
                yield raters, _both(told, Range(low, high))


def _both(told: Told, known: Range) -> Told:
    is_least, is_most = known.least > told.least, known.most < told.most
    return Told(
        known.least if is_least else told.least,
        known.most if is_most else told.most,
        is_least or told.is_least_in,
        is_most or told.is_most_in,
    )
