"""How fine a figure of peers or subordinates may be: no finer than what it rests on. Pure.

A mean of few answers on few points is nearly a list of them, and nobody can tell which of its
decimals is chance. So five rules, each beside its number below:

- a section that rests on a single question is shown from five answers on (threshold);
- one question with most of a section's weight makes it a section of one question (dominance);
- a mean is rounded to a step no smaller than its standard error (rounding), on the section's scale;
- a mean within a step of an end is only said to be above or below that step: the end itself would
  say of each that he gave the highest or lowest point (unanimity, top and bottom coding);
- an end begins where somebody who knows the own answers could narrow those of another to less than
  a quarter of the scale (`room.py`): with few raters nearer to the middle, and where no middle is
  left, nothing is shown.

All rules look at numbers of raters and at the questionnaire, never at answers. Whatever is
reckoned further (sections, groups, totals, differences) is reckoned from these figures, so that
nothing in a result is finer. How far raters agree is not said at all, not even in a word: beside a
mean and the own answers it narrows others, however many raters there are
(tests/result/test_agreement_room.py).

Source: Hundepool et al. 2012, Statistical Disclosure Control, chapters 4 (thresholds, dominance)
and 5 (rounding, top coding, group disclosure); Conway & Huffcutt 1997 for reliabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import count, pairwise
from math import ceil, floor

from survei.figures import exact, half_up, plain
from survei.questionnaire.score_scale import ScoreScale
from survei.result.room import Room, limits_of, room_of

#: Fewest answers behind a figure of a single question.
LEAST_FOR_QUESTION = 5
#: From this share of a section's weight on, one question stands for the section.
DOMINANT = Fraction(3, 4)
#: Standard deviation of single ratings, as a share of the scale's width: four fifths of a point of
#: 1 to 5. An assumption, the same for every cycle, so that no step tells anything of a cycle.
DEVIATION = Fraction(1, 5)
HALF = Fraction(1, 2)
#: Steps that people count in, for each power of ten.
HANDY = (1, 2, 5)


@dataclass(frozen=True)
class Grain:
    """How finely a section is asked."""

    #: Largest share of one question in the section's weight, 0 to 1.
    heaviest: Fraction
    #: Most by which one answer, one point lower, moves one rater's score; a share of the width.
    answer: Fraction
    #: What must stay open to each.
    room: Room

    @property
    def is_one_question(self) -> bool:
        """Whether the section is as good as one question."""
        return self.heaviest >= DOMINANT


@dataclass(frozen=True)
class Coarse:
    """A figure as it is published."""

    #: 0 to 100, as all scores; at an end the middle of that end.
    score: Fraction
    #: What figures go up in, on the scale.
    step: Decimal
    #: On the scale; set where no more is said than that the mean lies above or below it.
    above: Decimal | None = None
    below: Decimal | None = None


def grain_of(items: Sequence[tuple[float, Sequence[int]]]) -> Grain:
    """Of a section's counting questions: (weight, points of its scale)."""
    whole = sum((exact(weight) for weight, _ in items), Fraction())
    heaviest = max(exact(weight) for weight, _ in items) / whole
    answer = max(exact(weight) / whole * _widest(points) for weight, points in items)
    shares = tuple((exact(weight) / whole, _shares(points)) for weight, points in items)
    return Grain(heaviest, answer, room_of(shares))


def _shares(points: Sequence[int]) -> tuple[Fraction, ...]:
    lowest, highest = points[0], points[-1]
    if lowest == highest:
        return (Fraction(), Fraction(1))
    return tuple(Fraction(point - lowest, highest - lowest) for point in points)


def _widest(points: Sequence[int]) -> Fraction:
    """The largest distance between neighbours, as a share of the whole."""
    gaps = [after - before for before, after in pairwise(points)]
    return Fraction(max(gaps), sum(gaps)) if any(gaps) else Fraction(1)


def least_answers(grain: Grain, least: int) -> int:
    """From how many answers on a section of a confidential group is shown."""
    return max(least, LEAST_FOR_QUESTION) if grain.is_one_question else least


@dataclass(frozen=True)
class Partition:
    """The classes into which the means of groups of one size fall, on the section's scale.

    What is published of a mean is its class; which classes there are depends on no answer.
    """

    lowest: int
    highest: int
    places: int
    #: What figures go up in.
    step: Fraction
    #: Below and above these only that is said.
    below: Fraction
    above: Fraction

    def figure(self, value: Fraction) -> Coarse:
        """The class of a mean."""
        shown = half_up(self.step, self.places)
        if value > self.above:
            score = self._share((self.above + self.highest) / 2)
            return Coarse(score, shown, above=self._edge(self.above))
        if value < self.below:
            score = self._share((self.lowest + self.below) / 2)
            return Coarse(score, shown, below=self._edge(self.below))
        return Coarse(self._share(self._nearest(value)), shown)

    def _nearest(self, value: Fraction) -> Fraction:
        """The next step that lies between the ends; their middle where none does."""
        first = ceil((self.below - self.lowest) / self.step)
        last = floor((self.above - self.lowest) / self.step)
        if first > last:
            return (self.below + self.above) / 2
        steps = int(half_up((value - self.lowest) / self.step))
        return self.lowest + min(max(steps, first), last) * self.step

    def _edge(self, value: Fraction) -> Decimal:
        fewest = half_up(value, self.places)
        return fewest if Fraction(fewest) == value else plain(value)

    def _share(self, value: Fraction) -> Fraction:
        return (value - self.lowest) * 100 / (self.highest - self.lowest)


def partition_of(
    scale: ScoreScale, *, raters: int, reliability: Fraction, grain: Grain
) -> Partition | None:
    """Of means of `raters`; `reliability` is that of a single one. None where nothing can be said.

    Ends are as small as the error of the mean has them, else at the next limit between two steps,
    else, where that leaves no middle, as large as they must be.
    """
    low, high, places = scale.lowest, scale.highest, scale.places
    width = high - low
    step = step_of(width, places, raters, reliability, grain.answer)
    least, most = (low + width * limit for limit in limits_of(grain.room, raters))
    usual = (low + step, high - step)
    between = (
        max(low + step, low + (floor((least - low) / step - HALF) + 1 + HALF) * step),
        min(high - step, low + (ceil((most - low) / step - HALF) - 1 + HALF) * step),
    )
    unit = Fraction(1, 10 ** (places + 1))
    finest = ((floor(least / unit) + 1) * unit, (ceil(most / unit) - 1) * unit)
    for below, above in (usual, between, finest):
        # Narrower than what one answer moves the sum, a middle would tell of the answers in it.
        is_wide = (above - below) * raters >= grain.answer * width
        if least < below and above < most and is_wide:
            return Partition(low, high, places, step, below, above)
    return None


def least_for_room(scale: ScoreScale, *, reliability: Fraction, grain: Grain, least: int) -> int:
    """From how many raters on something can be said; at least `least`.

    Who is enough stays enough: limits move outwards with more raters, and the largest ends that
    may be used lie no farther in than the others.
    """
    return next(
        raters
        for raters in count(least)
        if partition_of(scale, raters=raters, reliability=reliability, grain=grain)
    )


@lru_cache(maxsize=1024)
def step_of(
    width: int, places: int, raters: int, reliability: Fraction, answer: Fraction
) -> Fraction:
    """The smallest handy step that is no smaller than the standard error of the mean, and than
    twice what one answer moves the mean: so the last step never means that all were unanimous.

    Error of the mean of n raters: SD * sqrt((1 - reliability) / n). Source: classical test theory.
    """
    error_squared = (DEVIATION * width) ** 2 * (1 - reliability) / raters
    least = 2 * answer * width / raters
    steps = (one * Fraction(10) ** power for power in count(-places) for one in HANDY)
    return next(step for step in steps if step * step >= error_squared and step >= least)
