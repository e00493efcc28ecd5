"""How fine a figure of peers or subordinates may be: no finer than what it rests on. Pure.

A mean of few answers on few points is nearly a list of them, and nobody can tell which of its
decimals is chance. So four rules, each beside its number below:

- a section that rests on a single question is shown from five answers on (threshold);
- one question with most of a section's weight makes it a section of one question (dominance);
- a mean is rounded to a step no smaller than its standard error (rounding), on the section's scale;
- a mean within a step of an end is only said to be above or below that step: the end itself would
  say of each that he gave the highest or lowest point (unanimity, top and bottom coding).

Whatever is reckoned further (sections, groups, totals, differences) is reckoned from these figures,
so that nothing in a result is finer. Agreement is said in words, never as a number, and neither at
an end nor of a single question: a mean and a spread together solve for the answers.

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

from survei.figures import exact, half_up
from survei.questionnaire.score_scale import ScoreScale

#: Fewest answers behind a figure of a single question.
LEAST_FOR_QUESTION = 5
#: From this share of a section's weight on, one question stands for the section.
DOMINANT = Fraction(3, 4)
#: Standard deviation of single ratings, as a share of the scale's width: four fifths of a point of
#: 1 to 5. An assumption, the same for every cycle, so that no step tells anything of a cycle.
DEVIATION = Fraction(1, 5)
#: Steps that people count in, for each power of ten.
HANDY = (1, 2, 5)


@dataclass(frozen=True)
class Grain:
    """How finely a section is asked."""

    #: Largest share of one question in the section's weight, 0 to 1.
    heaviest: Fraction
    #: Most by which one answer, one point lower, moves one rater's score; a share of the width.
    answer: Fraction

    @property
    def is_one_question(self) -> bool:
        """Whether the section is as good as one question."""
        return self.heaviest >= DOMINANT


@dataclass(frozen=True)
class Coarse:
    """A figure as it is published."""

    #: 0 to 100, as all scores; at an end the middle of the last step.
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
    return Grain(heaviest, max(exact(weight) / whole * _widest(points) for weight, points in items))


def _widest(points: Sequence[int]) -> Fraction:
    """The largest distance between neighbours, as a share of the whole."""
    gaps = [after - before for before, after in pairwise(points)]
    return Fraction(max(gaps), sum(gaps)) if any(gaps) else Fraction(1)


def least_answers(grain: Grain, least: int) -> int:
    """From how many answers on a section of a confidential group is shown."""
    return max(least, LEAST_FOR_QUESTION) if grain.is_one_question else least


def coarse(
    score: Fraction, scale: ScoreScale, *, raters: int, reliability: Fraction, grain: Grain
) -> Coarse:
    """The mean of a group as it may be published; `reliability` is that of a single rater."""
    width = scale.highest - scale.lowest
    step = step_of(width, scale.places, raters, reliability, grain.answer)
    value, shown = scale.exact(score), half_up(step, scale.places)
    if value > scale.highest - step:
        middle, edge = scale.highest - step / 2, scale.highest - step
        return Coarse(_share(middle, scale), shown, above=half_up(edge, scale.places))
    if value < scale.lowest + step:
        middle, edge = scale.lowest + step / 2, scale.lowest + step
        return Coarse(_share(middle, scale), shown, below=half_up(edge, scale.places))
    steps = int(half_up((value - scale.lowest) / step))
    return Coarse(_share(scale.lowest + steps * step, scale), shown)


def _share(value: Fraction, scale: ScoreScale) -> Fraction:
    return (value - scale.lowest) * 100 / (scale.highest - scale.lowest)


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
