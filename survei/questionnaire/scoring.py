"""Scores of one submission: what each aspect comes to, between 0 and 100."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from survei.questionnaire.choices import CANNOT_RATE
from survei.questionnaire.conditions import has_conditions, shown
from survei.questionnaire.document import Document, Rating, Scale, Section

#: Source: domain.md, Composite: a section counts when at least two thirds are answered.
LEAST_ANSWERED = 2 / 3
_ROUNDING = 1e-9


def counting_items(section: Section) -> list[Rating]:
    """The ratings of a section that count, rows of matrices among them, in order."""
    return [item for item in section.ratings() if item.weight > 0]


def scored_sections(document: Document) -> list[Section]:
    """The sections that have a score: a weight above 0 and at least one counting rating."""
    return [part for part in document.sections if part.weight > 0 and counting_items(part)]


#: (key of the answer, code of the question, weight, {answer as text: 0..100}) of each rating.
Scores = list[tuple[str, str, float, dict[str, float | None]]]


@dataclass(frozen=True)
class ScoreTable:
    """What every possible answer scores; made once for many submissions."""

    #: By code of the scored section.
    sections: Mapping[str, Scores]
    #: The document where conditions decide which items are asked; None without any.
    conditional: Document | None


def score_table(document: Document) -> ScoreTable:
    """What every possible answer scores."""
    scales = document.scales
    sections = {
        section.code: [
            (item.code, item.code.partition(".")[0], item.weight, _points(scales[item.scale], item))
            for item in counting_items(section)
        ]
        for section in scored_sections(document)
    }
    return ScoreTable(sections, document if has_conditions(document) else None)


def _points(scale: Scale, item: Rating) -> dict[str, float | None]:
    return {str(point.value): item_score(scale, item, point.value) for point in scale.points}


def section_scores(
    document: Document, answers: Mapping[str, object], *, least_answered: float = LEAST_ANSWERED
) -> dict[str, float | None]:
    """Score of each scored section, 0 to 100, unrounded: {section code: score}.

    Each rating is brought to 0..100 over its scale (reversed ones turned round) and weighted
    inside the section. "na", absent and foreign answers are missing, never zero. None where
    fewer than `least_answered` (a share) of the counting items that were asked are answered.
    """
    return scores_by(score_table(document), answers, least_answered=least_answered)


def scores_by(
    table: ScoreTable, answers: Mapping[str, object], *, least_answered: float = LEAST_ANSWERED
) -> dict[str, float | None]:
    """`section_scores` with a table made before."""
    asked = shown(table.conditional, answers).questions if table.conditional else None
    return {
        code: _section_score(_asked(items, asked), answers, least_answered)
        for code, items in table.sections.items()
    }


def _asked(items: Scores, questions: frozenset[str] | None) -> Scores:
    return items if questions is None else [item for item in items if item[1] in questions]


def _section_score(
    items: Scores,
    answers: Mapping[str, object],
    least_answered: float,
) -> float | None:
    answered = [
        (weight, score)
        for key, _, weight, points in items
        if (score := points.get(str(answers.get(key)))) is not None
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
