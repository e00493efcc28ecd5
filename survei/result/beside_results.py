"""What the bank may tell of small groups beside their results: collected while groups are pooled.

`pooled_proof.py` decides about each question and each section at the end of a cycle. Memory grows
with the kinds of groups, not with people.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from survei.cycle.choices import Relation
from survei.cycle.plan import Scheme
from survei.figures import exact, mean
from survei.questionnaire.document import Section
from survei.questionnaire.kinds import Rating
from survei.questionnaire.scoring import counting_items
from survei.result.coarsening import Coarse
from survei.result.inputs import Instrument, RaterGroup
from survei.result.narrowing import Item
from survei.result.pooled_coarsening import EDGE
from survei.result.pooled_proof import ONE, ZERO, Bounds, Known, Range
from survei.result.proof import are_all_rated, items_of, told_by

#: (version id, relation, code of a question).
Key = tuple[int, Relation, str]
#: (answers, their sum) as the bank tells them; no answers where it tells nothing.
Ratings = tuple[int, float]


@dataclass(frozen=True)
class Classes:
    """The classes of means of groups of one size."""

    known: Mapping[Coarse, Known]
    #: The same, ascending, and their upper ends, 0 to 1.
    each: Sequence[Known]
    ends: Sequence[Fraction]


class Question:
    """A question that counts, as one relation rated it."""

    def __init__(self, instrument: Instrument, rating: Rating, item: Item) -> None:
        self.rating, self.item = rating, item
        self.bounds = Bounds()
        values = [point.value for point in instrument.document.scales[rating.scale].points]
        self._low, self._width = min(values), max(values) - min(values)
        self._known: dict[Known, Known] = {}

    def add(self, section: Known, values: Sequence[int]) -> None:
        """Takes in the ratings about one ratee, of whose section so much is known."""
        if section not in self._known:
            self._known[section] = section.of_question(self.item.weight)
        lowest = (min(values) - self._low) / self._width
        highest = (max(values) - self._low) / self._width
        if self.rating.reversed:
            lowest, highest = 1 - highest, 1 - lowest
        self.bounds.add(self._known[section], len(values), lowest, highest)

    def mean(self, ratings: Ratings) -> Range:
        """Between what the bank tells the mean to lie, as it counts."""
        answers, total = ratings
        if not answers:
            return Range(ZERO, ONE)
        told = (exact(total) / answers - self._low) / self._width
        least = ZERO if told <= EDGE else told
        most = ONE if told >= 1 - EDGE else told
        return Range(1 - most, 1 - least) if self.rating.reversed else Range(least, most)


@dataclass
class Pooled:
    """A section as one relation rated it."""

    items: tuple[Item, ...]
    questions: Mapping[str, Question]
    are_all_rated: bool
    raters: int = 0
    bounds: Bounds = field(default_factory=Bounds)

    def add(self, known: Known, scores: Sequence[Fraction]) -> None:
        """Takes in the scores that one ratee was given."""
        self.raters += len(scores)
        lowest, highest = float(min(scores)) / 100, float(max(scores)) / 100
        self.bounds.add(known, len(scores), lowest, highest)

    def add_ratings(self, code: str, known: Known, values: Sequence[int]) -> None:
        """The same of one question, if it counts."""
        if code in self.questions:
            self.questions[code].add(known, values)

    def does_leave_enough(self, told: Mapping[str, Ratings]) -> bool:
        """Whether what the bank would tell of its questions narrows no group too much."""
        least = most = ZERO
        for code, question in self.questions.items():
            ratings = told.get(code, (0, 0))
            answers, known = ratings[0], question.mean(ratings)
            least += question.item.weight * known.least
            most += question.item.weight * known.most
            total = Range(known.least * answers, known.most * answers)
            alone = (Item(ONE, question.item.points),)
            if answers and not question.bounds.does_leave_enough(total, alone, are_all_rated=True):
                return False
        total = Range(least * self.raters, most * self.raters)
        return self.bounds.does_leave_enough(total, self.items, are_all_rated=self.are_all_rated)


class BesideResults:
    """The small groups of a cycle by what their results tell, fed ratee by ratee."""

    def __init__(self) -> None:
        self._classes: dict[tuple[int, str, Relation, int], Classes] = {}
        self._pooled: dict[tuple[int, Relation, str], Pooled] = {}

    def take(self, group: RaterGroup, scheme: Scheme) -> dict[str, tuple[Pooled, Known]]:
        """{section: where its ratings belong, and what is known of it} of a disclosed group."""
        assert group.instrument
        found = {}
        for section in group.instrument.sections:
            scores = group.scores_of(section.code)
            if scores:
                key = (group.instrument.version_id, group.relation, section.code)
                if key not in self._pooled:
                    self._pooled[key] = _pooled(group.instrument, section, scheme)
                known = self._known(group, section.code, scores)
                self._pooled[key].add(known, scores)
                found[section.code] = self._pooled[key], known
        return found

    def _known(self, group: RaterGroup, section: str, scores: Sequence[Fraction]) -> Known:
        assert group.instrument
        partition = group.partition(section, len(scores))
        assert partition  # else it would not be disclosed
        key = (group.instrument.version_id, section, group.relation, len(scores))
        if key not in self._classes:
            known = {figure: Known(told) for figure, told in told_by(partition).items()}
            each = list(known.values())
            self._classes[key] = Classes(known, each, [one.told.most for one in each])
        classes, score = self._classes[key], mean(scores)
        place = bisect_left(classes.ends, score / 100)
        if classes.ends[place] * 100 != score:
            return classes.each[place]
        # On the end between two classes: the rule says which one.
        return classes.known[partition.figure(group.instrument.scales[section].exact(score))]

    def narrowing(self, told: Mapping[Key, Ratings]) -> set[Key]:
        """Questions of which the bank must not tell a mean beside results."""
        found = set()
        for (version, relation, _), pooled in self._pooled.items():
            means = {code: told.get((version, relation, code), (0, 0)) for code in pooled.questions}
            if not pooled.does_leave_enough(means):
                found |= {(version, relation, code) for code, one in means.items() if one[0]}
        return found


def _pooled(instrument: Instrument, section: Section, scheme: Scheme) -> Pooled:
    items = items_of(instrument.document, section)
    questions = {
        rating.code: Question(instrument, rating, item)
        for rating, item in zip(counting_items(section), items, strict=True)
    }
    return Pooled(items, questions, are_all_rated(section, scheme.least_answered))
