"""Sections and questionnaires of a result: one cell per section and group, and what they add to.

Takes groups that are already disclosed (`disclosure.py`): a withheld one has no submissions here.
Figures of confidential groups are in steps (`coarsening.py`); all that is reckoned from them, and
from named raters, is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from survei.cycle.plan import Scheme
from survei.cycle.relations import CONFIDENTIAL
from survei.figures import mean
from survei.questionnaire.document import Section
from survei.questionnaire.score_scale import ScoreScale
from survei.result.choices import Showing
from survei.result.document import Cell, InstrumentResult, SectionResult
from survei.result.inputs import Instrument, RaterGroup
from survei.result.rules import composite, shares


class Scales:
    """The scales of one result by key."""

    def __init__(self) -> None:
        self.by_key: dict[str, ScoreScale] = {}

    def key(self, scale: ScoreScale) -> str:
        """The key under which a scale is kept; empty for 0 to 100."""
        if not scale.levels:
            return ""
        for key, known in self.by_key.items():
            if known is scale or known == scale:
                return key
        key = str(len(self.by_key) + 1)
        self.by_key[key] = scale
        return key


def make_cell(group: RaterGroup, section: Section, scheme: Scheme) -> Cell:
    """One section as rated by one group, withheld where too few could rate it."""
    if group.instrument is None:
        return Cell(showing=Showing.ABSENT)
    if group.submissions and group.is_unproved(section.code):
        return Cell(showing=Showing.UNPROVED)
    scores = group.scores_of(section.code)
    least = group.least_of(section.code, scheme.least_submissions)
    showing = group.showing(n=len(scores), least=least)
    if showing != Showing.SHOWN:
        is_withheld = showing == Showing.WITHHELD
        return Cell(showing=showing, least=least if is_withheld else None)
    cell = Cell(showing=showing, n=len(scores), score=mean(scores))
    if group.relation in CONFIDENTIAL:
        _coarsen(cell, group, group.instrument, section)
    return cell


def _coarsen(cell: Cell, group: RaterGroup, instrument: Instrument, section: Section) -> None:
    assert cell.score is not None
    assert cell.n
    partition = group.partition(section.code, cell.n)
    assert partition
    figure = partition.figure(instrument.scales[section.code].exact(cell.score))
    cell.score, cell.step = figure.score, figure.step
    cell.above, cell.below = figure.above, figure.below


def make_section(
    instrument: Instrument,
    section: Section,
    groups: Sequence[RaterGroup],
    scheme: Scheme,
    scales: Scales,
) -> SectionResult:
    """One section with a cell per group and their weighted mean."""
    cells = {group.relation: make_cell(group, section, scheme) for group in groups}
    scores = {relation: cell.score for relation, cell in cells.items()}
    present = [relation for relation, score in scores.items() if score is not None]
    items = instrument.items[section.code]
    return SectionResult(
        code=section.code,
        title=str(section.title),
        title_en=section.title.get("en", ""),
        weight=instrument.shares[section.code],
        scale=scales.key(instrument.scales[section.code]),
        items=[text for _, text, _ in items],
        items_en=[text_en for _, _, text_en in items],
        cells=cells,
        score=composite(scheme.weights, scores),
        weights_used=shares(scheme.weights, present),
    )


def make_instrument(
    instrument: Instrument, groups: Sequence[RaterGroup], scheme: Scheme, scales: Scales
) -> InstrumentResult:
    """One questionnaire: its sections, and their weighted mean."""
    sections = [
        make_section(instrument, section, groups, scheme, scales) for section in instrument.sections
    ]
    scores = {section.code: section.score for section in sections}
    return InstrumentResult(
        version_id=instrument.version_id,
        title=str(instrument.document.title),
        title_en=instrument.document.title.get("en", ""),
        number=instrument.number,
        relations=[group.relation for group in groups],
        sections=sections,
        scale=scales.key(instrument.scale),
        score=composite(instrument.weights, scores),
    )


def group_score(group: RaterGroup, instruments: Sequence[InstrumentResult]) -> Fraction | None:
    """A group's mean over the sections that are shown, by section weight."""
    if group.instrument is None:
        return None
    version = group.instrument.version_id
    sections = next(part.sections for part in instruments if part.version_id == version)
    scores = {section.code: section.cells[group.relation].score for section in sections}
    return composite(group.instrument.weights, scores)
