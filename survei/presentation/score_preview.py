"""What one set of answers would come to: shown beside the preview of a questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from survei.catalogues import translator
from survei.figures import exact
from survei.presentation.result_words import level_note
from survei.questionnaire.document import Document, Section
from survei.questionnaire.score_scale import ScoreScale, document_scale, section_scale
from survei.questionnaire.scoring import scored_sections, section_scores
from survei.result.rules import composite


@dataclass(frozen=True)
class ScorePreviewRow:
    """One scored section."""

    title: str
    #: Percent of the total, as the questionnaire says.
    weight: Fraction
    #: Its mean on its scale and the level next to it, or that too little is answered.
    level: str


@dataclass(frozen=True)
class ScorePreview:
    """Every scored section and the total over those that have a score."""

    rows: tuple[ScorePreviewRow, ...]
    total: str
    #: Whether several scales meet in the total, which then stands on 0 to 100.
    is_mixed: bool


def score_preview(
    document: Document, answers: Mapping[str, object], language: str = "id"
) -> ScorePreview | None:
    """Scores by the rule that scores submissions; None while a scale of the draft is unfinished."""
    sections = scored_sections(document)
    if not all(is_scorable(document, section) for section in sections):
        return None
    scores = section_scores(document, answers)
    weights = {section.code: exact(section.weight) for section in sections}
    total, scale = composite(weights, scores), document_scale(document)
    say = _Levels(language, _english(document) if language == "en" else {})
    rows = tuple(
        ScorePreviewRow(
            section.title.wording(language),
            weights[section.code],
            say(section_scale(document, section), scores[section.code]),
        )
        for section in sections
    )
    return ScorePreview(
        rows=rows,
        total=say(scale, total),
        is_mixed=not scale.levels,
    )


@dataclass(frozen=True)
class _Levels:
    """Says levels in one language."""

    language: str
    #: {label of a level: its English}.
    names: Mapping[str, str]

    def __call__(self, scale: ScoreScale, score: Fraction | None) -> str:
        translate = translator(self.language)
        if score is None:
            return translate("belum cukup jawaban")
        return level_note(scale, score).said(translate, self.language, self.names)


def _english(document: Document) -> dict[str, str]:
    points = (point for scale in document.scales.values() for point in scale.points)
    return {str(point.label): point.label["en"] for point in points if "en" in point.label}


def is_scorable(document: Document, section: Section) -> bool:
    """Whether each of its ratings has a scale with two different points."""
    scales = (document.scales.get(rating.scale) for rating in section.ratings())
    return all(scale and len({point.value for point in scale.points}) > 1 for scale in scales)
