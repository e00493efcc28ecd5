"""How fine a figure over the ratees of a cycle may be, where peers or subordinates answered. Pure.

Rows of `questions.py` can be had by subtracting sums, with a decimal that gives the exact sum
away. So each row for itself leaves to every answer a quarter of the scale, also where its reader
gave one of them:

- a mean nearer to an end than `EDGE` is held there: that all gave the highest point is not in it;
- a mean counts from as many answers on as make `EDGE` enough room (`room.py`);
- how ratings differ counts only over many: beside an exact mean a deviation solves for the answers,
  and one that is spent on the own answer says that all others are alike.

All but the first look at numbers alone; of a mean at an end no more is said than that.
Source: see `room.py`; tried out by tests/result/test_pooled_room.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import ceil

from survei.result.room import room_of

#: A mean nearer to an end than this share of the width is not told: half a point of 1 to 5.
EDGE = Fraction(1, 8)
#: Fewest answers and fewest ratees behind a figure that tells how ratings differ.
LEAST_FOR_DEVIATION, LEAST_FOR_POOLED_AGREEMENT = 100, 20


@lru_cache(maxsize=1024)
def least_for_mean(points: tuple[int, ...]) -> int:
    """From how many answers on these points, ascending, a mean between the edges may be told.

    From many where they are spaced unevenly: there an exact sum tells which points are in it.
    """
    if len({after - before for before, after in pairwise(points)}) > 1:
        return LEAST_FOR_DEVIATION
    width = points[-1] - points[0]
    room = room_of(((Fraction(1), tuple(Fraction(one - points[0], width) for one in points)),))
    return ceil((1 + max(room.top, room.bottom)) / EDGE)


def held_total(points: Sequence[int], answers: int, total: float) -> tuple[float, bool]:
    """The sum of so many answers, held where its mean lies at an edge; and whether it does."""
    edge = EDGE * (points[-1] - points[0])
    least, most = answers * (points[0] + edge), answers * (points[-1] - edge)
    if least < total < most:
        return total, False
    return float(least if total <= least else most), True
