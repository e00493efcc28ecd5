"""What a result is made of: values, not rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survei.cycle.choices import Relation
from survei.cycle.plan import Scheme
from survei.questionnaire.document import Document, Section
from survei.questionnaire.scoring import scored_sections
from survei.result.document import Period, Person
from survei.result.rules import composite


@dataclass(frozen=True)
class Submission:
    """One set of answers, without who gave it."""

    #: {question code: answer}
    answers: Mapping[str, object]
    #: {section code: 0..100 or None}
    scores: Mapping[str, float | None]


@dataclass(frozen=True)
class Instrument:
    """The questionnaire version that a relation answered."""

    version_id: int
    number: int
    document: Document

    @property
    def sections(self) -> list[Section]:
        """Sections that are scored."""
        return scored_sections(self.document)

    @property
    def weights(self) -> dict[str, float]:
        """{section code: weight} of the scored sections."""
        return {section.code: section.weight for section in self.sections}


@dataclass(frozen=True)
class RaterGroup:
    """All submissions of one relation about one ratee."""

    relation: Relation
    #: None where nobody was asked.
    instrument: Instrument | None
    #: Raters drawn and not revoked.
    asked: int
    submissions: Sequence[Submission]

    def scores_of(self, section: str) -> list[float]:
        """The scores of one section, one per submission that has it."""
        scores = (submission.scores.get(section) for submission in self.submissions)
        return [score for score in scores if score is not None]

    def totals(self) -> list[float]:
        """One total per submission: its sections by weight."""
        if self.instrument is None:
            return []
        weights = self.instrument.weights
        totals = (composite(weights, submission.scores) for submission in self.submissions)
        return [total for total in totals if total is not None]


@dataclass(frozen=True)
class Material:
    """Everything about one ratee."""

    period: Period
    ratee: Person
    scheme: Scheme
    #: One per relation of the plan.
    groups: Sequence[RaterGroup]
