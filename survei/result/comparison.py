"""What stands out in a result: differences between self and others, highest and lowest sections."""

from __future__ import annotations

from collections.abc import Sequence

from survei.cycle.choices import Relation
from survei.result.document import Gap, Highlight, InstrumentResult, SectionResult
from survei.result.rules import composite
from survei.result.yardsticks import TOTAL, Yardsticks

#: Sections closer together than this (points of 0..100) do not stand out from each other.
LEAST_CONTRAST = 3


def gaps_of(instruments: Sequence[InstrumentResult], yardsticks: Yardsticks) -> list[Gap]:
    """Self minus others where both answered the same questionnaire: the whole, then by section."""
    own = next((part for part in instruments if Relation.SELF in part.relations), None)
    if own is None:
        return []
    sections = [gap for section in own.sections if (gap := _section_gap(own, section, yardsticks))]
    total = _total_gap(own, sections, yardsticks)
    return [total, *sections] if total else []


def _others(section: SectionResult) -> dict[Relation, tuple[int, float]]:
    """{relation: (raters, score)} of the others that are shown."""
    return {
        relation: (cell.n, cell.score)
        for relation, cell in section.cells.items()
        if relation != Relation.SELF and cell.n and cell.score is not None
    }


def _section_gap(
    own: InstrumentResult, section: SectionResult, yardsticks: Yardsticks
) -> Gap | None:
    others, self_score = _others(section), section.cells[Relation.SELF].score
    if self_score is None or not others:
        return None
    raters = sum(n for n, _ in others.values())
    mean = round(sum(n * score for n, score in others.values()) / raters, 1)
    limit = yardsticks.limit(own.version_id, section.code, others=list(others), raters=raters)
    return _gap(section.code, section.title, section.title_en, self_score, mean, limit)


def _total_gap(own: InstrumentResult, gaps: Sequence[Gap], yardsticks: Yardsticks) -> Gap | None:
    weights = {section.code: section.weight for section in own.sections}
    self_score = composite(weights, {gap.code: gap.self_score for gap in gaps})
    mean = composite(weights, {gap.code: gap.others_score for gap in gaps})
    if self_score is None or mean is None:
        return None
    counts: dict[Relation, int] = {}
    for section in own.sections:
        for relation, (n, _) in _others(section).items():
            counts[relation] = max(n, counts.get(relation, 0))
    limit = yardsticks.limit(
        own.version_id, TOTAL, others=list(counts), raters=sum(counts.values())
    )
    return _gap(TOTAL, own.title, own.title_en, round(self_score, 1), round(mean, 1), limit)


def _gap(
    code: str, title: str, title_en: str, self_score: float, mean: float, limit: float | None
) -> Gap:
    return Gap(
        code=code,
        title=title,
        title_en=title_en,
        self_score=self_score,
        others_score=mean,
        difference=round(self_score - mean, 1),
        limit=None if limit is None else round(limit, 1),
    )


def highlights_of(
    instruments: Sequence[InstrumentResult],
) -> tuple[list[Highlight], list[Highlight]]:
    """Highest and lowest sections by their combined score: two each, one each below four.

    Empty when fewer than two sections have a score or they lie close together.
    """
    scored = [
        Highlight(title=section.title, title_en=section.title_en, score=section.score)
        for instrument in instruments
        for section in instrument.sections
        if section.score is not None
    ]
    scored.sort(key=lambda highlight: -highlight.score)
    if len(scored) < 2 or scored[0].score - scored[-1].score < LEAST_CONTRAST:
        return [], []
    count = 2 if len(scored) >= 4 else 1
    return scored[:count], scored[: -count - 1 : -1]
