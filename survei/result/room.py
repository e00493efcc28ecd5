"""How much room a published mean has to leave to each answer, and where it must not lie. Pure.

A mean of n raters in [a, b), each between 0 and 1, is an equation over unknown answers. Whoever
reads it may be one of the raters and take the own answer v away; of another one x is then left
    n*a - v - (n-2)  <=  x  <  n*b - v,
and from three raters on never both limits bite at once. So only the limits of what is published
count: no one is narrowed to less than a quarter of the scale if every limit lies at least
(1 + room)/n away from either end, `room` being how far an answer or a section's score can step
back from its end by a quarter or more. That depends on the points of the scale; on 1 to 5 it is
exactly a quarter. The same limits hold whatever was answered, so that being coarser tells nothing:
a check that looked at the answers would tell them by its refusals (Kenthapadi, Mishra & Nissim
2005, Simulatable auditing, PODS).

Source: an interval that a table leaves to a contributor, also for one who knows the own part
(p-percent rule): Hundepool et al. 2012, Statistical Disclosure Control, chapter 4. A quarter is
this product's own measure (one point of 1 to 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import lcm

#: Share of the scale that must stay open to whoever reads everything.
OPEN = Fraction(1, 4)
#: Possible scores of a section that are looked through; more of them lie closer than matters.
MOST_SCORES = 4096

#: (share of the section's weight, points as shares of the scale, ascending from 0 to 1).
Item = tuple[Fraction, tuple[Fraction, ...]]


@dataclass(frozen=True)
class Room:
    """How far a rater's score and answers must be able to lie from either end, 0 to 1."""

    top: Fraction
    bottom: Fraction


@lru_cache(maxsize=1024)
def room_of(items: tuple[Item, ...]) -> Room:
    """Of a section whose complete answers are looked at."""
    return Room(_step_back([(weight, _turned(points)) for weight, points in items]),
                _step_back(items))  # fmt: skip


def limits_of(room: Room, raters: int) -> tuple[Fraction, Fraction]:
    """Between these two, themselves excepted, any limit of what is published may lie."""
    return (1 + room.bottom) / raters, 1 - (1 + room.top) / raters


def _turned(points: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    return tuple(1 - point for point in reversed(points))


def _step_back(items: Sequence[Item]) -> Fraction:
    """The least score, and the least part of it by one question, that is a quarter above 0."""
    widest = max(
        weight * max(after - before for before, after in pairwise(points))
        for weight, points in items
    )
    single = max(weight * min(one for one in points if one >= OPEN) for weight, points in items)
    scores = scores_of(items)
    whole = min((one for one in scores if one >= OPEN), default=None) if scores else None
    return max(single, OPEN + widest if whole is None else whole)


def scores_of(items: Sequence[Item]) -> list[Fraction]:
    """Every score that complete answers can give, ascending; empty where they are too many."""
    unit = lcm(*((weight * point).denominator for weight, points in items for point in points))
    found = {0}
    for weight, points in items:
        parts = [int(weight * point * unit) for point in points]
        found = {one + part for one in found for part in parts}
        if len(found) > MOST_SCORES:
            return []
    return [Fraction(one, unit) for one in sorted(found)]
