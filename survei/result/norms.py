"""The first pass over a cycle: how scores spread over ratees, for bands and limits.

Only what is disclosed goes in, and nothing comes out before ten ratees. Memory grows with the
number of questionnaires, not of people.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from statistics import fmean

from survei.cycle.choices import Relation
from survei.cycle.plan import Scheme
from survei.cycle.relations import ONESELF
from survei.figures import half_up
from survei.result.disclosure import disclosed
from survei.result.document import Norm
from survei.result.inputs import RaterGroup
from survei.result.rules import (
    LEAST_FOR_NORM,
    SELF_RELIABILITY,
    margin_of,
    reliability_of,
)
from survei.result.section_scores import Scales
from survei.result.statistics import Spread, gap_limit, standard_error

#: Code under which the total of a questionnaire is kept.
TOTAL = ""
Key = tuple[Relation, int, str]


class Norms:
    """Sums per relation, questionnaire version and section (or total), fed ratee by ratee."""

    def __init__(self) -> None:
        self._spreads: dict[Key, Spread] = {}
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
            self._add(group, TOTAL, group.totals())
            for section in group.instrument.sections:
                self._add(group, section.code, group.scores_of(section.code))

    def _add(self, group: RaterGroup, code: str, values: Sequence[Fraction]) -> None:
        assert group.instrument
        key = (group.relation, group.instrument.version_id, code)
        self._spreads.setdefault(key, Spread()).add(values)

    def _spread(self, relation: Relation, version_id: int, code: str) -> Spread | None:
        spread = self._spreads.get((relation, version_id, code))
        return spread if spread and spread.groups >= LEAST_FOR_NORM else None

    def margin(self, relation: Relation, version_id: int, n: int) -> float | None:
        """Half width of the band around the mean of `n` raters."""
        spread = self._spread(relation, version_id, TOTAL)
        return margin_of(spread.between, reliability_of(relation, n)) if spread else None

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
        own = self._spread(ONESELF, version_id, code)
        within = self._within(version_id, code, others)
        if own is None or own.between is None or within is None or not raters:
            return None
        return gap_limit(standard_error(own.between, SELF_RELIABILITY), within, raters)

    def _within(self, version_id: int, code: str, others: Sequence[Relation]) -> float | None:
        errors = [self._error(relation, version_id, code) for relation in others]
        squares = [error**2 for error in errors if error is not None]
        return sqrt(fmean(squares)) if squares else None

    def _error(self, relation: Relation, version_id: int, code: str) -> float | None:
        """How far one rater lies off: as measured, or (single raters) from the reliability."""
        spread = self._spread(relation, version_id, code)
        if spread is None or spread.within is not None:
            return spread.within if spread else None
        single = reliability_of(relation, 1)
        if single is None or spread.between is None:
            return None
        return standard_error(spread.between, float(single))

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
        spread = self._spread(group.relation, group.instrument.version_id, TOTAL)
        if spread is None or spread.between is None:
            return None
        scale = group.instrument.scale
        return Norm(
            relation=group.relation,
            ratees=spread.groups,
            scale=key,
            between=scale.width(spread.between, more_places=1),
            within=None if spread.within is None else scale.width(spread.within, more_places=1),
            icc_single=_rounded(spread.icc_single),
            icc_mean=_rounded(spread.icc_mean),
        )


def _rounded(value: float | None) -> Decimal | None:
    return None if value is None else half_up(value, 2)
