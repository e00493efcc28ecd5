"""What a result is made of: values, not rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from survei.cycle.choices import Relation
from survei.cycle.plan import Scheme
from survei.cycle.relations import CONFIDENTIAL
from survei.figures import exact
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Rating
from survei.questionnaire.score_scale import ScoreScale, document_scale, section_scale
from survei.questionnaire.scoring import Scores, counting_items, scored_sections
from survei.result.choices import Showing
from survei.result.coarsening import (
    Grain,
    Partition,
    grain_of,
    least_answers,
    least_for_room,
    partition_of,
)
from survei.result.document import Period, Person
from survei.result.rules import composite, reliability_of, shares, showing_of


@dataclass(frozen=True)
class Submission:
    """One set of answers, without who gave it."""

    #: {question code: answer}
    answers: Mapping[str, object]
    #: {section code: 0..100 or None}
    scores: Scores


@dataclass(frozen=True)
class Instrument:
    """The questionnaire version that a relation answered; made once for many ratees."""

    version_id: int
    number: int
    document: Document

    @cached_property
    def sections(self) -> list[Section]:
        """Sections that are scored."""
        return scored_sections(self.document)

    @cached_property
    def weights(self) -> dict[str, Fraction]:
        """{section code: weight} of the scored sections."""
        return {section.code: exact(section.weight) for section in self.sections}

    @cached_property
    def shares(self) -> dict[str, Fraction]:
        """The same in percent of their sum."""
        return shares(self.weights, list(self.weights))

    @cached_property
    def scales(self) -> dict[str, ScoreScale]:
        """{section code: on what its scores are shown}."""
        return {section.code: section_scale(self.document, section) for section in self.sections}

    @cached_property
    def scale(self) -> ScoreScale:
        """On what its total is shown."""
        return document_scale(self.document)

    @cached_property
    def items(self) -> dict[str, list[tuple[str, str, str]]]:
        """{section code: [(key, text, English text)]} of the items that count."""
        return {
            section.code: [
                (item.code, str(item.text), item.text.get("en", ""))
                for item in counting_items(section)
            ]
            for section in self.sections
        }

    @cached_property
    def grains(self) -> dict[str, Grain]:
        """{section code: how finely it is asked}."""
        return {
            section.code: grain_of(
                [(item.weight, self._values(item)) for item in counting_items(section)]
            )
            for section in self.sections
        }

    def _values(self, item: Rating) -> list[int]:
        """The points of its scale as they count, turned round where the item is."""
        values = [point.value for point in self.document.scales[item.scale].points]
        ends = values[0] + values[-1]
        return [ends - value for value in reversed(values)] if item.reversed else values

    @cached_property
    def _partitions(self) -> dict[tuple[str, Relation, int], Partition | None]:
        return {}

    def partition(self, section: str, relation: Relation, raters: int) -> Partition | None:
        """The classes of means that so many raters of a confidential relation can give."""
        key = (section, relation, raters)
        if key not in self._partitions:
            self._partitions[key] = partition_of(
                self.scales[section],
                raters=raters,
                reliability=reliability_of(relation, 1) or Fraction(),
                grain=self.grains[section],
            )
        return self._partitions[key]

    @cached_property
    def _least(self) -> dict[tuple[str, Relation, int], int]:
        return {}

    def least_for(self, section: str, relation: Relation, least: int) -> int:
        """From how many answers of a confidential relation on a section is shown."""
        key = (section, relation, least)
        if key not in self._least:
            self._least[key] = least_for_room(
                self.scales[section],
                reliability=reliability_of(relation, 1) or Fraction(),
                grain=self.grains[section],
                least=least_answers(self.grains[section], least),
            )
        return self._least[key]


@dataclass(frozen=True)
class RaterGroup:
    """All submissions of one relation about one ratee."""

    relation: Relation
    #: None where nobody was asked.
    instrument: Instrument | None
    #: Raters drawn and not revoked.
    asked: int
    submissions: Sequence[Submission]
    #: By decision of an auditor; there are no submissions then.
    is_left_out: bool = False
    #: Whether something did not match what was sent, when the box was opened.
    has_unmatched: bool = False
    #: {section code: its classes in place of the usual ones; None where it is not shown}, by the
    #: proof before publishing.
    proved: Mapping[str, Partition | None] = field(default_factory=dict)

    def showing(self, *, n: int, least: int) -> Showing:
        """Whether figures from `n` of its submissions are shown."""
        if self.is_left_out:
            return Showing.LEFT_OUT
        return showing_of(self.relation, asked=self.asked, n=n, least=least)

    def is_unproved(self, section: str) -> bool:
        """Whether a section is not shown because nothing of it can be."""
        return section in self.proved and self.proved[section] is None

    def partition(self, section: str, raters: int) -> Partition | None:
        """The classes of a section's means."""
        if self.instrument is None or section in self.proved:
            return self.proved.get(section)
        return self.instrument.partition(section, self.relation, raters)

    def scores_of(self, section: str) -> list[Fraction]:
        """The scores of one section, one per submission that has it."""
        scores = (submission.scores.get(section) for submission in self.submissions)
        return [score for score in scores if score is not None]

    def least_of(self, section: str, least: int) -> int:
        """From how many answers on a section is shown, where a group is from `least` on."""
        if self.instrument is None or self.relation not in CONFIDENTIAL:
            return least
        return self.instrument.least_for(section, self.relation, least)

    def totals(self) -> list[Fraction]:
        """One total per submission: its sections by weight."""
        if self.instrument is None:
            return []
        weights = self.instrument.weights
        totals = (composite(weights, submission.scores) for submission in self.submissions)
        return [total for total in totals if total is not None]


@dataclass(frozen=True)
class RateeInputs:
    """Everything about one ratee."""

    period: Period
    ratee: Person
    scheme: Scheme
    #: One per relation of the plan.
    groups: Sequence[RaterGroup]
