"""What the raters of a cycle made of each question, pooled over ratees and fit to be shown.

The unit is a row: one question of one version, one relation, one cycle. The rows part the
submissions of a cycle, no submission is in two, and each row is stored only where it could be
shown alone. So whatever page adds rows up, and whatever reader takes one sum from another, what
is left is again a sum of rows that may be shown.

Source: domain.md, Rating science (confidential groups from three submissions, spread from five);
dominance and the least number of contributors after Hundepool et al. 2012, Statistical
Disclosure Control, chapter 4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import mul
from typing import NamedTuple

from survei.cycle.choices import Relation
from survei.cycle.plan import Scheme
from survei.cycle.relations import CONFIDENTIAL
from survei.questionnaire.choices import CANNOT_RATE
from survei.questionnaire.document import Document
from survei.questionnaire.scoring import scored_sections
from survei.result.beside_results import BesideResults, Key
from survei.result.coarsening import LEAST_FOR_QUESTION
from survei.result.disclosure import disclosed
from survei.result.inputs import RateeInputs, RaterGroup
from survei.result.pooled_coarsening import (
    LEAST_FOR_DEVIATION,
    LEAST_FOR_POOLED_AGREEMENT,
    held_total,
    least_for_mean,
)
from survei.result.rules import LEAST_FOR_NORM, LEAST_FOR_SPREAD
from survei.result.statistics import uniform_variance

#: Fewest answers and fewest ratees behind a figure of the bank. With two ratees, whoever knows
#: the one would know the other.
LEAST_ANSWERS, LEAST_RATEES = LEAST_FOR_QUESTION, 3


@dataclass
class Pool:
    """Sums over ratees; memory does not grow with them."""

    ratees: int = 0
    answers: int = 0
    total: float = 0
    squares: float = 0
    #: Most answers about one ratee.
    largest: int = 0

    def add(self, answers: int, total: float, squares: float) -> None:
        """Takes in one ratee; nothing for none."""
        if answers:
            self.ratees += 1
            self.answers += answers
            self.total += total
            self.squares += squares
            self.largest = max(self.largest, answers)

    def __add__(self, other: Pool) -> Pool:
        return Pool(
            self.ratees + other.ratees,
            self.answers + other.answers,
            self.total + other.total,
            self.squares + other.squares,
            max(self.largest, other.largest),
        )


def is_pool_shown(pool: Pool, relation: Relation) -> bool:
    """Whether a figure over this pool may be shown.

    From five answers and three ratees on, and only where no ratee gives more than half of the
    answers, or the figure would be his. Of named raters from ten ratees on: who knows his own
    ratings must not be left with a single other one.
    """
    least = LEAST_RATEES if relation in CONFIDENTIAL else LEAST_FOR_NORM
    return (
        pool.answers >= LEAST_ANSWERS
        and pool.ratees >= least
        and (pool.largest * 2 <= pool.answers)
    )


def least_counts(points: Sequence[int]) -> dict[str, int]:
    """From how many on figures of a question on these points are counted, for who reads them."""
    return {
        "answers": LEAST_ANSWERS,
        "ratees": LEAST_RATEES,
        "named": LEAST_FOR_NORM,
        "mean": least_for_mean(tuple(sorted(points))) if points else 0,
        "deviation": LEAST_FOR_DEVIATION,
        "agreement": LEAST_FOR_POOLED_AGREEMENT,
    }


@dataclass
class Tally:
    """One question of one version in one relation."""

    scale: Scale | None = None
    #: All answers, "tidak dapat menilai" counted as 1 and anything else as 0.
    asked: Pool = field(default_factory=Pool)
    #: Ratings of ratees whom enough raters rated on this question.
    rated: Pool = field(default_factory=Pool)
    #: The same, of ratees with five ratings or more, and of those with fewer.
    wide: Pool = field(default_factory=Pool)
    narrow: Pool = field(default_factory=Pool)
    #: r_wg of the ratees with five ratings or more.
    agreements: Pool = field(default_factory=Pool)

    def add(self, answers: Sequence[object], *, least: int) -> list[int]:
        """Takes in the answers about one ratee whose group is shown; the ratings that count."""
        scale = self.scale
        given = [answer for answer in answers if answer not in (None, "", [])]
        cannot = given.count(CANNOT_RATE)
        self.asked.add(len(given), cannot, cannot)
        if scale is None:
            return []
        points = scale.values
        values = [points[text] for answer in given if (text := str(answer)) in points]
        n = len(values)
        if n < least:
            return []
        sums = (n, sum(values), sum(map(mul, values, values)))
        self.rated.add(*sums)
        if n < LEAST_FOR_SPREAD:
            self.narrow.add(*sums)
        else:
            self.wide.add(*sums)
            self.agreements.add(1, agreement_of(*sums, scale), 0)
        return values

    def spread(self, relation: Relation) -> Pool:
        """The ratings that may tell how they differ.

        Groups below five enter only where there are three of them: one alone could be had by
        taking away the others, whose agreement is published.
        """
        is_named = relation not in CONFIDENTIAL
        with_narrow = is_named or self.narrow.ratees >= LEAST_RATEES
        return self.wide + self.narrow if with_narrow else self.wide


@dataclass(frozen=True)
class Scale:
    """{answer: point}, the points between one step and the next, and the variance by chance."""

    values: Mapping[str, int]
    step: float
    uniform: float


def agreement_of(n: int, total: float, squares: float, scale: Scale) -> float:
    """r_wg of at least two ratings from their sums: quick enough for a city.

    Source: James, Demaree & Wolf 1984.
    """
    variance = max(0.0, squares - total * total / n) / (n - 1) / scale.step**2
    return max(0.0, 1 - variance / scale.uniform)


@dataclass(frozen=True)
class Asked:
    """A key of an answer: its section where that is scored, and its scale where it has one."""

    code: str
    section: str
    scale: Scale | None


class QuestionTallies:
    """Every question of a cycle, fed ratee by ratee."""

    def __init__(self) -> None:
        self._tallies: dict[Key, Tally] = {}
        self._asked: dict[int, list[Asked]] = {}
        self._beside = BesideResults()
        #: Once rows are made: (version id, code) of questions whose mean is not told in a relation,
        #: lest it narrows a small group.
        self.narrowing: set[tuple[int, str]] = set()

    def add(self, inputs: RateeInputs) -> None:
        """Takes in one ratee: only what is disclosed of him."""
        for group in disclosed(inputs.groups, inputs.scheme):
            if group.instrument and group.submissions:
                self._add(group, inputs.scheme)

    def _add(self, group: RaterGroup, scheme: Scheme) -> None:
        assert group.instrument
        version = group.instrument.version_id
        if version not in self._asked:
            self._asked[version] = list(asked_in(group.instrument.document))
        is_small = group.relation in CONFIDENTIAL
        least = scheme.least_submissions if is_small else 1
        beside = self._beside.take(group, scheme) if is_small else {}
        shown = group.submissions[0].scores
        for item in self._asked[version]:
            if item.section and item.section not in shown:
                continue
            answers = [submission.answers.get(item.code) for submission in group.submissions]
            key = (version, group.relation, item.code)
            ratings = self._tallies.setdefault(key, Tally(item.scale)).add(answers, least=least)
            if ratings and item.section in beside:
                pooled, known = beside[item.section]
                pooled.add_ratings(item.code, known, ratings)

    def rows(self) -> Iterator[tuple[object, ...]]:
        """(version id, relation, code, and the sums in the order of `QuestionStatistic`)."""
        for (version, relation, code), sums in sorted(self._shown().items()):
            yield (version, str(relation), code, *sums)

    def _shown(self) -> dict[Key, Sums]:
        shown = {
            key: sums for key, tally in self._tallies.items() if (sums := shown_sums(tally, key[1]))
        }
        told = {key: (sums.ratings, sums.total) for key, sums in shown.items()}
        for key in self._beside.narrowing(told):
            shown[key] = Sums(shown[key].asked, shown[key].na)
            self.narrowing.add((key[0], key[2]))
        return shown


class Sums(NamedTuple):
    """What is stored of a question, in the order of `QuestionStatistic`; 0 where withheld."""

    asked: int
    na: float
    ratings: int = 0
    total: float = 0
    spread_ratings: int = 0
    spread_total: float = 0
    spread_squares: float = 0
    agreement_groups: int = 0
    agreement_total: float = 0


def shown_sums(tally: Tally, relation: Relation) -> Sums | None:
    """What of a tally is stored, each figure for itself; None for nothing."""
    if not is_pool_shown(tally.asked, relation):
        return None
    rated, spread, agreed = Pool(), Pool(), Pool()
    if tally.scale and is_pool_shown(tally.rated, relation):
        is_named = relation not in CONFIDENTIAL
        named = (tally.rated, tally.spread(relation), tally.agreements)
        rated, spread, agreed = named if is_named else coarse_pools(tally, relation, tally.scale)
        spread = spread if is_pool_shown(spread, relation) else Pool()
        agreed = agreed if agreed.ratees >= LEAST_RATEES else Pool()
    return Sums(
        tally.asked.answers,
        tally.asked.total,
        rated.answers,
        rated.total,
        spread.answers,
        spread.total,
        spread.squares,
        agreed.ratees,
        agreed.total,
    )


def coarse_pools(tally: Tally, relation: Relation, scale: Scale) -> tuple[Pool, Pool, Pool]:
    """Ratings, those that tell how they differ, and agreements of a confidential relation."""
    points = tuple(sorted(scale.values.values()))
    rated, spread, agreed = tally.rated, tally.spread(relation), tally.agreements
    if rated.answers < least_for_mean(points):
        return Pool(), Pool(), Pool()
    total, is_at_end = held_total(points, rated.answers, rated.total)
    if is_at_end or spread.answers < LEAST_FOR_DEVIATION:
        spread = Pool()
    if is_at_end or agreed.ratees < LEAST_FOR_POOLED_AGREEMENT:
        agreed = Pool()
    return replace(rated, total=total), spread, agreed


def asked_in(document: Document) -> Iterator[Asked]:
    """Every key of an answer in the order of display."""
    scored = {section.code for section in scored_sections(document)}
    for section in document.sections:
        home = section.code if section.code in scored else ""
        for question in section.questions:
            scales = {rating.code: rating.scale for rating in question.ratings()}
            for code in question.own_keys():
                yield Asked(code, home, _scale(document, scales[code]) if scales else None)


def _scale(document: Document, key: str) -> Scale:
    points = [point.value for point in document.scales[key].points]
    step = (max(points) - min(points)) / (len(points) - 1)
    uniform = float(uniform_variance(len(points)))
    return Scale({str(point): point for point in points}, step, uniform)
