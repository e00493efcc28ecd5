"""Figures of questions as the bank shows them: rows of `QuestionStatistic` added up."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import sqrt
from typing import Any

from peewee import fn

from survei.bank.models import PublishedQuestion
from survei.cycle.choices import Relation
from survei.cycle.relations import ONESELF
from survei.figures import half_up
from survei.result.choices import AGREEMENT_WORDS
from survei.result.models import QuestionStatistic
from survei.result.note import Note
from survei.result.pooled_coarsening import EDGE
from survei.result.rules import word_for
from survei.result.sentences import note

#: Below this share of the scale's width, ratings hardly differ.
NARROW = 0.1
#: From this share of "tidak dapat menilai" on, few can judge what is asked.
MANY_NA = 0.25
#: Below this agreement raters of the same person contradict each other.
#: Source: `choices.AGREEMENT_WORDS`.
LOW_AGREEMENT = 0.5

#: (questionnaire id, lineage key): questions whose figures are put together.
Same = tuple[int, str]


class Weakness(StrEnum):
    """Why a question should be looked at."""

    NARROW = "narrow"
    MANY_NA = "many_na"
    LOW_AGREEMENT = "low_agreement"


WEAKNESS_LABELS = {
    Weakness.NARROW: "Hampir semua penilai memilih poin yang sama, sehingga tidak membedakan.",
    Weakness.MANY_NA: "Banyak penilai tidak dapat menilainya; mungkin tidak terlihat oleh mereka.",
    Weakness.LOW_AGREEMENT: (
        "Penilai orang yang sama sering tidak sependapat; mungkin kalimatnya ditafsirkan berbeda."
    ),
}


@dataclass(frozen=True)
class Figures:
    """Sums of rows, and what they come to; None for what is withheld."""

    cycles: int = 0
    asked: int = 0
    na: int = 0
    ratings: int = 0
    total: float = 0.0
    spread_ratings: int = 0
    spread_total: float = 0.0
    spread_squares: float = 0.0
    agreement_groups: int = 0
    agreement_total: float = 0.0

    @property
    def mean(self) -> Fraction | None:
        """In points of the scale, exact: sums are whole numbers, or eighths where held."""
        return Fraction(self.total) / self.ratings if self.ratings else None

    def bound(self, lowest: int, highest: int) -> Note | None:
        """What is said in place of a mean near an end, with nothing of how ratings differ: the end
        itself would say of each rater what he answered.
        """
        limit = EDGE * (highest - lowest)
        if self.mean is None or lowest + limit < self.mean < highest - limit:
            return None
        code = "only_above" if self.mean >= highest - limit else "only_below"
        edge = highest - limit if code == "only_above" else lowest + limit
        return note(code, {"limit": half_up(edge, 1)})

    def is_narrow(self, lowest: int, highest: int) -> bool:
        """Whether ratings hardly differ. How little is never said: 0 would mean not at all."""
        return self.deviation is not None and self.deviation < NARROW * (highest - lowest)

    @property
    def consensus(self) -> str:
        """The mean agreement in words (a msgid); empty where it is withheld."""
        return "" if self.agreement is None else word_for(self.agreement, AGREEMENT_WORDS)

    @property
    def deviation(self) -> float | None:
        """Standard deviation (n-1), in points of the scale."""
        n = self.spread_ratings
        if n < 2:
            return None
        squares, total = int(self.spread_squares), int(self.spread_total)
        return sqrt(Fraction(n * squares - total * total, n * (n - 1)))

    @property
    def na_share(self) -> Fraction | None:
        """Share of "tidak dapat menilai" among all answers, 0 to 1, exact."""
        return Fraction(self.na, self.asked) if self.asked else None

    @property
    def agreement(self) -> float | None:
        """Mean r_wg over ratees, 0 to 1. Source: James, Demaree & Wolf 1984."""
        return self.agreement_total / self.agreement_groups if self.agreement_groups else None


def weaknesses(figures: Figures, lowest: int | None, highest: int | None) -> list[Weakness]:
    """What speaks against a question whose scale has these ends."""
    found = []
    if figures.is_narrow(lowest or 0, highest or 0):
        found.append(Weakness.NARROW)
    if figures.na_share is not None and figures.na_share >= MANY_NA:
        found.append(Weakness.MANY_NA)
    if figures.agreement is not None and figures.agreement < LOW_AGREEMENT:
        found.append(Weakness.LOW_AGREEMENT)
    return found


SUMS = (
    QuestionStatistic.asked,
    QuestionStatistic.na,
    QuestionStatistic.ratings,
    QuestionStatistic.total,
    QuestionStatistic.spread_ratings,
    QuestionStatistic.spread_total,
    QuestionStatistic.spread_squares,
    QuestionStatistic.agreement_groups,
    QuestionStatistic.agreement_total,
)


def figures_of(questions: Iterable[PublishedQuestion]) -> dict[Same, Figures]:
    """{same question: its figures over all cycles and versions, self ratings left out}."""
    wanted = {(row.questionnaire_id, row.same_key) for row in questions}
    by_relation = relation_figures(wanted)
    return {same: _others(found) for same, found in by_relation.items()}


def all_figures() -> dict[Same, Figures]:
    """The same for every question that has any."""
    return {same: _others(found) for same, found in relation_figures(None).items()}


def _others(found: dict[Relation, Figures]) -> Figures:
    """Ratings of oneself are another thing than ratings of others."""
    parts = [one for relation, one in found.items() if relation != ONESELF]
    sums = [sum(getattr(one, name) for one in parts) for name in NAMES]
    return Figures(max((one.cycles for one in parts), default=0), *sums)


NAMES = tuple(column.name for column in SUMS)


def relation_figures(
    wanted: Collection[Same] | None,
) -> dict[Same, dict[Relation, Figures]]:
    """{same question: {relation: figures}}; one read, for all questions where None is asked for.

    Versions are put together only where the question is the same.
    """
    row, statistic = PublishedQuestion, QuestionStatistic
    query = (
        statistic.select(
            row.questionnaire,
            row.same_key,
            statistic.relation,
            fn.COUNT(fn.DISTINCT(statistic.cycle)),
            *[fn.SUM(column) for column in SUMS],
        )
        .join(row, on=(statistic.version == row.version) & (statistic.code == row.code))
        .group_by(row.questionnaire, row.same_key, statistic.relation)
    )
    if wanted is not None:
        query = query.where(
            row.questionnaire.in_({home for home, _ in wanted}),
            row.same_key.in_({key for _, key in wanted}),
        )
    rows: Iterable[Any] = query.tuples()
    found: dict[Same, dict[Relation, Figures]] = {}
    for home, key, relation, *numbers in rows:
        if wanted is None or (home, key) in wanted:
            found.setdefault((home, key), {})[Relation(relation)] = Figures(*numbers)
    return found
