"""Scores of one submission: what each aspect comes to, between 0 and 100."""

from __future__ import annotations

from collections.abc import Mapping

from survei.questionnaire.choices import CANNOT_RATE
from survei.questionnaire.document import Document, Rating, Scale, Section

#: Source: domain.md, Composite: a section counts when at least two thirds are answered.
LEAST_ANSWERED = 2 / 3
_ROUNDING = 1e-9


def counting_items(section: Section) -> list[Rating]:
    """The ratings of a section that count, in order."""
    return [item for item in section.questions if isinstance(item, Rating) and item.weight > 0]


def scored_sections(document: Document) -> list[Section]:
    """The sections that have a score: a weight above 0 and at least one counting rating."""
    return [part for part in document.sections if part.weight > 0 and counting_items(part)]


#: {section code: [(question code, weight, {answer as text: 0..100})]} of the scored sections.
ScoreTable = Mapping[str, list[tuple[str, float, dict[str, float | None]]]]


def score_table(document: Document) -> ScoreTable:
    """What every possible answer scores; made once for many submissions."""
    return {
        section.code: [
            (item.code, item.weight, _points(document.scales[item.scale], item))
            for item in counting_items(section)
        ]
        for section in scored_sections(document)
    }


def _points(scale: Scale, item: Rating) -> dict[str, float | None]:
    return {str(point.value): item_score(scale, item, point.value) for point in scale.points}


def section_scores(
    document: Document, answers: Mapping[str, object], *, least_answered: float = LEAST_ANSWERED
) -> dict[str, float | None]:
    """Score of each scored section, 0 to 100, unrounded: {section code: score}.

    Each rating is brought to 0..100 over its scale (reversed ones turned round) and weighted
    inside the section. "na", absent and foreign answers are missing, never zero. None where
    fewer than `least_answered` (a share) of the counting items are answered.
    """
    return scores_by(score_table(document), answers, least_answered=least_answered)


def scores_by(
    table: ScoreTable, answers: Mapping[str, object], *, least_answered: float = LEAST_ANSWERED
) -> dict[str, float | None]:
    """`section_scores` with a table made before."""
    return {code: _section_score(items, answers, least_answered) for code, items in table.items()}


def _section_score(
    items: list[tuple[str, float, dict[str, float | None]]],
    answers: Mapping[str, object],
    least_answered: float,
) -> float | None:
    answered = [
        (weight, score)
        for code, weight, points in items
        if (score := points.get(str(answers.get(code)))) is not None
    ]
    if not answered or len(answered) / len(items) < least_answered - _ROUNDING:
        return None
    return sum(weight * score for weight, score in answered) / sum(w for w, _ in answered)


def item_score(scale: Scale, item: Rating, answer: object) -> float | None:
    """One answer brought to 0..100, or None when it is missing. Takes 4 and "4" alike."""
    if answer is None or answer == CANNOT_RATE:
        return None
    values = [point.value for point in scale.points]
    value = next((value for value in values if str(value) == str(answer)), None)
    if value is None:
        return None
    share = (value - min(values)) / (max(values) - min(values)) * 100
    return 100 - share if item.reversed else share
