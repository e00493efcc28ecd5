"""Whether the sum of a few answers on a scale tells the answers themselves. Pure and exact.

A mean and the number of raters give the sum. On points of equal distance many groups of answers
share a sum, and no other points have fewer sums: 1, 3, 3 and 2, 2, 3 both make 7. On the points
0, 1, 4, 16, 64 a sum is as good as a list of the answers.
Source: least sumsets are those of arithmetic progressions (Nathanson 1996, Additive Number Theory:
Inverse Problems, theorem 1.6); a published sum must leave a protected part uncertain (Hundepool et
al. 2012, Statistical Disclosure Control, chapter 4).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from survei.questionnaire.document import Document

#: Sizes of the groups that are looked at: from the fewest that are ever shown, up to where a sum
#: of any usual scale leaves its parts open.
FEWEST_ANSWERS, MOST_ANSWERS = 3, 10
#: More than this share of the groups of one size must not be known by their sum: it would tell
#: the answers more often than not.
MOST_TOLD = Fraction(1, 2)


def telling_scales(document: Document) -> list[str]:
    """Keys of the scales that somebody rates on and whose sums tell their parts, in their order."""
    rated = {rating.scale for question in document.questions() for rating in question.ratings()}
    return [
        key
        for key, scale in document.scales.items()
        if key in rated and are_parts_told([point.value for point in scale.points])
    ]


def are_parts_told(values: Sequence[int]) -> bool:
    """Whether for some size of a group most of the possible groups are known by their sum, and
    more of them than on as many points of equal distance.

    What is no scale (too many points, not ascending, beyond 0 to 100) is for other rules.
    """
    is_scale = 2 <= len(values) <= 10 and values[0] >= 0 and values[-1] <= 100
    if not is_scale or any(later <= earlier for earlier, later in pairwise(values)):
        return False
    own, even = shares_told(tuple(values)), shares_told(tuple(range(len(values))))
    return any(share > max(MOST_TOLD, usual) for share, usual in zip(own, even, strict=True))


@lru_cache(maxsize=256)
def shares_told(values: tuple[int, ...]) -> tuple[Fraction, ...]:
    """Of all groups of 3, 4, … 10 answers the share that is the only one with its sum.

    Groups count as often as they differ, without order: of five points and three answers 35.
    """
    groups: list[Counter[int]] = [Counter({0: 1}), *(Counter() for _ in range(MOST_ANSWERS))]
    for value in values:
        for size in range(1, MOST_ANSWERS + 1):
            for total, ways in groups[size - 1].items():
                groups[size][total + value] += ways
    return tuple(_share_of_ones(groups[n]) for n in range(FEWEST_ANSWERS, MOST_ANSWERS + 1))


def _share_of_ones(sums: Counter[int]) -> Fraction:
    return Fraction(sum(ways == 1 for ways in sums.values()), sums.total())
