"""Statistics of ratings: agreement, reliability, error of measurement. Pure.

What is an exact fraction of whole numbers stays one (agreement, Spearman-Brown); what has a root in
it is a float, made in one order whatever the order of the ratings.

Nothing here knows people or disclosure; `rules.py` decides what of it may be shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import fmean

from survei.figures import exact

#: Two-sided 95 percent.
Z95 = 1.96


def uniform_variance(points: int) -> Fraction:
    """Variance if raters chose among `points` points by chance: (A²-1)/12."""
    return Fraction(points**2 - 1, 12)


@dataclass
class Spread:
    """Sums of a one-way analysis of variance, fed group by group: memory does not grow.

    A group is one ratee, its values are one number per rater.
    """

    groups: int = 0
    ratings: int = 0
    _sizes_squared: int = 0
    _total: float = 0.0
    _between: float = 0.0
    _within: float = 0.0
    _means: float = 0.0
    _means_squared: float = 0.0

    def add(self, scores: Sequence[Fraction | float]) -> None:
        """Takes in one ratee; an empty sequence is passed over.

        In one order, so that the same ratings give the same bits from any database.
        """
        if not scores:
            return
        values = sorted(map(float, scores))
        mean, size = fmean(values), len(values)
        self.groups += 1
        self.ratings += size
        self._sizes_squared += size * size
        self._total += mean * size
        self._between += mean * mean * size
        self._within += sum((value - mean) ** 2 for value in values)
        self._means += mean
        self._means_squared += mean * mean

    @property
    def mean_size(self) -> float | None:
        """k0 = (N - sum(k²)/N)/(n-1): raters per ratee when the numbers differ."""
        if self.groups < 2:
            return None
        return (self.ratings - self._sizes_squared / self.ratings) / (self.groups - 1)

    @property
    def within(self) -> float | None:
        """Standard deviation of raters around their ratee's mean, pooled over ratees."""
        free = self.ratings - self.groups
        return sqrt(self._within / free) if free > 0 else None

    @property
    def between(self) -> float | None:
        """Standard deviation of the ratees' means."""
        if self.groups < 2:
            return None
        squares = self._means_squared - self._means**2 / self.groups
        return sqrt(max(0.0, squares) / (self.groups - 1))

    def _mean_squares(self) -> tuple[float, float] | None:
        if self.groups < 2 or self.within is None:
            return None
        between = max(0.0, self._between - self._total**2 / self.ratings) / (self.groups - 1)
        return between, self.within**2

    @property
    def icc_single(self) -> float | None:
        """ICC(1): reliability of one rater. Source: Shrout & Fleiss 1979."""
        squares, size = self._mean_squares(), self.mean_size
        if squares is None or size is None:
            return None
        between, within = squares
        below = between + (size - 1) * within
        return (between - within) / below if below else None

    @property
    def icc_mean(self) -> float | None:
        """ICC(1,k): reliability of the mean of a ratee's raters. Source: Shrout & Fleiss 1979."""
        squares = self._mean_squares()
        if squares is None or not squares[0]:
            return None
        return (squares[0] - squares[1]) / squares[0]


def spearman_brown(single: Fraction | float, raters: int) -> Fraction:
    """Reliability of the mean of `raters` parallel ratings from that of a single one."""
    return raters * exact(single) / (1 + (raters - 1) * exact(single))


def standard_error(deviation: float, reliability: float) -> float:
    """SEM = SD * sqrt(1 - reliability), in the unit of the deviation."""
    return deviation * sqrt(1 - reliability)


def gap_limit(self_error: float, within: float, raters: int) -> float:
    """Self-other differences above it are flagged: 1.96*sqrt(SEM_self² + SD_w²/k)."""
    return Z95 * sqrt(self_error**2 + within**2 / raters)
