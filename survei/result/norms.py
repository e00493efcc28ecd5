"""The first pass over a cycle: how scores spread over ratees, for bands and limits.

How ratees differ is reckoned from their figures as results show them, so that it tells nothing
beside them. How raters of one ratee differ stands in no result: of peers and subordinates it comes
out over many only, and never that they hardly differ, like deviations in the bank
(`pooled_coarsening.py`). Nothing comes out before ten ratees. Memory grows with the number of
questionnaires, not of people.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from statistics import fmean

from survei.cycle.choices import Relation
from survei.cycle.plan import Scheme
from survei.cycle.relations import CONFIDENTIAL, ONESELF
from survei.figures import half_up
from survei.result.disclosure import disclosed
from survei.result.document import Norm
from survei.result.inputs import RaterGroup
from survei.result.pooled_coarsening import LEAST_FOR_DEVIATION, LEAST_FOR_POOLED_AGREEMENT
from survei.result.rules import (
    LEAST_FOR_NORM,
    SELF_RELIABILITY,
    composite,
    margin_of,
    reliability_of,
)
from survei.result.section_scores import Scales, make_cell
from survei.result.statistics import Spread, gap_limit, standard_error

#: That raters differ by less, in points of 100, is not told; as `question_figures.NARROW`.
NARROW = 10
#: Code under which the total of a questionnaire is kept.
TOTAL = ""
Key = tuple[Relation, int, str]


class Norms:
    """Sums per relation, questionnaire version and section (or total), fed ratee by ratee."""

    def __init__(self) -> None:
        #: One figure a ratee, as it is shown.
        self._shown: dict[Key, Spread] = {}
        #: The scores behind them, a rater each.
        self._raters: dict[Key, Spread] = {}
        #: Asked for again by every ratee; they hold until another one is taken in.
        self._limits: dict[tuple[int, str, tuple[Relation, ...], int], float | None] = {}
        self._published: dict[tuple[Relation, int, str], Norm | None] = {}

    def add(self, groups: Sequence[RaterGroup], scheme: Scheme) -> None:
        """Takes in one ratee."""
        self._limits.clear()
        self._published.clear()
        for group in disclosed(groups, scheme):
            if group.instrument is None:
                continue
            figures = {
                section.code: make_cell(group, section, scheme).score
                for section in group.instrument.sections
            }
            total = composite(group.instrument.weights, figures)
            self._add(group, TOTAL, total, group.totals())
            for code, figure in figures.items():
                self._add(group, code, figure, group.scores_of(code))

    def _add(
        self, group: RaterGroup, code: str, figure: Fraction | None, scores: Sequence[Fraction]
    ) -> None:
        assert group.instrument
        if figure is not None:
            key = (group.relation, group.instrument.version_id, code)
            self._shown.setdefault(key, Spread()).add([figure])
            self._raters.setdefault(key, Spread()).add(scores)

    def _between(self, relation: Relation, version_id: int, code: str) -> float | None:
        """How ratees differ."""
        spread = self._shown.get((relation, version_id, code))
        return spread.between if spread and spread.groups >= LEAST_FOR_NORM else None

    def _ratings(self, relation: Relation, version_id: int, code: str) -> Spread | None:
        """How raters of one ratee differ, where that may be told."""
        spread = self._raters.get((relation, version_id, code))
        if spread is None or spread.within is None or spread.groups < LEAST_FOR_NORM:
            return None
        is_told = (
            spread.groups >= LEAST_FOR_POOLED_AGREEMENT
            and spread.ratings >= LEAST_FOR_DEVIATION
            and spread.within >= NARROW
        )
        return spread if is_told or relation not in CONFIDENTIAL else None

    def margin(self, relation: Relation, version_id: int, n: int) -> float | None:
        """Half width of the band around the mean of `n` raters."""
        between = self._between(relation, version_id, TOTAL)
        return margin_of(between, reliability_of(relation, n))

    def limit(
        self, version_id: int, code: str, *, others: Sequence[Relation], raters: int
    ) -> float | None:
        """Self-other difference that chance explains; None when the cycle is too small."""
        key = (version_id, code, tuple(others), raters)
        if key not in self._limits:
            self._limits[key] = self._limit(version_id, code, others=others, raters=raters)
        return self._limits[key]

    def _limit(
        self, version_id: int, code: str, *, others: Sequence[Relation], raters: int
    ) -> float | None:
        own = self._between(ONESELF, version_id, code)
        within = self._within(version_id, code, others)
        if own is None or within is None or not raters:
            return None
        return gap_limit(standard_error(own, SELF_RELIABILITY), within, raters)

    def _within(self, version_id: int, code: str, others: Sequence[Relation]) -> float | None:
        errors = [self._error(relation, version_id, code) for relation in others]
        squares = [error**2 for error in errors if error is not None]
        return sqrt(fmean(squares)) if squares else None

    def _error(self, relation: Relation, version_id: int, code: str) -> float | None:
        """How far one rater lies off: as measured, or from the reliability."""
        if ratings := self._ratings(relation, version_id, code):
            return ratings.within
        between, single = self._between(relation, version_id, code), reliability_of(relation, 1)
        return None if between is None or single is None else standard_error(between, float(single))

    def published(self, groups: Sequence[RaterGroup], scales: Scales) -> list[Norm]:
        """What a result says of the totals of its own questionnaires."""
        found = (self._of(group, scales) for group in groups if group.instrument)
        return [norm for norm in found if norm]

    def _of(self, group: RaterGroup, scales: Scales) -> Norm | None:
        assert group.instrument
        key = scales.key(group.instrument.scale)
        known = (group.relation, group.instrument.version_id, key)
        if known not in self._published:
            self._published[known] = self._make(group, key)
        return self._published[known]

    def _make(self, group: RaterGroup, key: str) -> Norm | None:
        assert group.instrument
        home = (group.relation, group.instrument.version_id, TOTAL)
        between, ratings = self._between(*home), self._ratings(*home)
        if between is None:
            return None
        scale = group.instrument.scale
        norm = Norm(
            relation=group.relation,
            ratees=self._shown[home].groups,
            scale=key,
            between=scale.width(between, more_places=1),
        )
        if ratings and ratings.within is not None:
            norm.within = scale.width(ratings.within, more_places=1)
            norm.icc_single, norm.icc_mean = map(_rounded, (ratings.icc_single, ratings.icc_mean))
        return norm


def _rounded(value: float | None) -> Decimal | None:
    return None if value is None else half_up(value, 2)
