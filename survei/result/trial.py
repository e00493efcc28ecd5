"""What one set of answers would come to: shown beside the preview of a questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from survei.questionnaire.document import Document, Section
from survei.questionnaire.scoring import scored_sections, section_scores
from survei.questionnaire.wording import text_in
from survei.result.rules import composite


@dataclass(frozen=True)
class TrialRow:
    """One scored section."""

    title: str
    #: Percent of the total, as the questionnaire says.
    weight: float
    #: 0 to 100; None where too few of its questions are answered.
    score: float | None


@dataclass(frozen=True)
class Trial:
    """Every scored section and the total over those that have a score."""

    rows: tuple[TrialRow, ...]
    total: float | None


def trial(document: Document, answers: Mapping[str, object], language: str = "id") -> Trial | None:
    """Scores by the rule that scores submissions; None while a scale of the draft is unfinished."""
    sections = scored_sections(document)
    if not all(is_scorable(document, section) for section in sections):
        return None
    scores = section_scores(document, answers)
    weights = {section.code: section.weight for section in sections}
    rows = tuple(
        TrialRow(text_in(section, "title", language), section.weight, scores[section.code])
        for section in sections
    )
    return Trial(rows, composite(weights, scores))


def is_scorable(document: Document, section: Section) -> bool:
    """Whether each of its ratings has a scale with two different points."""
    scales = (document.scales.get(rating.scale) for rating in section.ratings())
    return all(scale and len({point.value for point in scale.points}) > 1 for scale in scales)
