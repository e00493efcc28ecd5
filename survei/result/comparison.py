"""What stands out in a result: differences between self and others, highest and lowest sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from survei.cycle.choices import Relation
from survei.cycle.relations import ONESELF
from survei.questionnaire.score_scale import HUNDRED, ScoreScale
from survei.result.document import Gap, Highlight, InstrumentResult, SectionResult
from survei.result.gaps import gap_notes
from survei.result.norms import TOTAL, Norms
from survei.result.rules import composite
from survei.result.section_scores import Scales

#: Sections closer together than this share of the scale do not stand out from each other.
LEAST_CONTRAST = Fraction(3, 100)


def gaps_of(instruments: Sequence[InstrumentResult], norms: Norms, scales: Scales) -> list[Gap]:
    """Self minus others where both answered the same questionnaire: the whole, then by section."""
    own = next((part for part in instruments if ONESELF in part.relations), None)
    if own is None:
        return []
    return list(_Comparison(own, norms, scales).gaps())


@dataclass(frozen=True)
class _Comparison:
    """The questionnaire that self and others answered."""

    own: InstrumentResult
    norms: Norms
    scales: Scales

    def gaps(self) -> Iterator[Gap]:
        """The whole first; nothing where nothing can be compared."""
        sections = [gap for section in self.own.sections if (gap := self._of_section(section))]
        total = self._of_total(sections)
        if total:
            yield total
            yield from sections

    def _of_section(self, section: SectionResult) -> Gap | None:
        others, self_score = _others(section), section.cells[ONESELF].score
        if self_score is None or not others:
            return None
        counts = {relation: n for relation, (n, _) in others.items()}
        total = sum((n * score for n, score in others.values()), Fraction())
        return self._gap(section, section.code, self_score, total / sum(counts.values()), counts)

    def _of_total(self, gaps: Sequence[Gap]) -> Gap | None:
        weights = {section.code: section.weight for section in self.own.sections}
        self_score = composite(weights, {gap.code: gap.self_score for gap in gaps})
        mean = composite(weights, {gap.code: gap.others_score for gap in gaps})
        if self_score is None or mean is None:
            return None
        counts: dict[Relation, int] = {}
        for section in self.own.sections:
            for relation, (n, _) in _others(section).items():
                counts[relation] = max(n, counts.get(relation, 0))
        return self._gap(self.own, TOTAL, self_score, mean, counts)

    def _gap(
        self,
        part: SectionResult | InstrumentResult,
        code: str,
        self_score: Fraction,
        mean: Fraction,
        counts: dict[Relation, int],
    ) -> Gap:
        scale, raters = self._scale(part), sum(counts.values())
        limit = self.norms.limit(self.own.version_id, code, others=list(counts), raters=raters)
        shown_limit = None if limit is None else scale.width(limit)
        difference = scale.figure(self_score) - scale.figure(mean)
        size, certainty = gap_notes(difference, limit=shown_limit, raters=raters, scale=scale)
        return Gap(
            code=code,
            title=part.title,
            title_en=part.title_en,
            scale=part.scale,
            self_score=self_score,
            others_score=mean,
            raters=raters,
            difference=difference,
            limit=shown_limit,
            size=size,
            certainty=certainty,
        )

    def _scale(self, part: SectionResult | InstrumentResult) -> ScoreScale:
        return self.scales.by_key.get(part.scale, HUNDRED)


def _others(section: SectionResult) -> dict[Relation, tuple[int, Fraction]]:
    """{relation: (raters, score)} of the others that are shown."""
    return {
        relation: (cell.n, cell.score)
        for relation, cell in section.cells.items()
        if relation != ONESELF and cell.n and cell.score is not None
    }


def highlights_of(
    instruments: Sequence[InstrumentResult], scales: Scales
) -> tuple[list[Highlight], list[Highlight]]:
    """Highest and lowest sections by their combined score: two each, one each below four.

    Sections are compared only inside a questionnaire and on one scale. Empty where fewer than
    two have a score or they lie close together, as they are shown.
    """
    highest: list[Highlight] = []
    lowest: list[Highlight] = []
    for instrument in instruments:
        for key in dict.fromkeys(section.scale for section in instrument.sections):
            scored = _scored(instrument, key)
            if _contrast(scored, scales.by_key.get(key, HUNDRED)):
                count = 2 if len(scored) >= 4 else 1
                highest += scored[:count]
                lowest += scored[: -count - 1 : -1]
    return highest, lowest


def _scored(instrument: InstrumentResult, scale: str) -> list[Highlight]:
    """The sections on one scale, highest first."""
    scored = [
        Highlight(title=part.title, title_en=part.title_en, scale=scale, score=part.score)
        for part in instrument.sections
        if part.score is not None and part.scale == scale
    ]
    return sorted(scored, key=lambda highlight: -highlight.score)


def _contrast(scored: Sequence[Highlight], scale: ScoreScale) -> bool:
    if len(scored) < 2:
        return False
    difference = scale.figure(scored[0].score) - scale.figure(scored[-1].score)
    return difference >= LEAST_CONTRAST * (scale.highest - scale.lowest)
