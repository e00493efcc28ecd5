"""Sections and questionnaires of a result: one cell per section and group, and what they add to.

Takes groups that are already disclosed (`disclosure.py`): a withheld one has no submissions here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

from survei.cycle.plan import Scheme
from survei.questionnaire.document import Rating, Scale, Section
from survei.questionnaire.scoring import counting_items, item_score
from survei.result.choices import Showing
from survei.result.document import Cell, InstrumentResult, SectionResult
from survei.result.material import Instrument, RaterGroup
from survei.result.rules import composite, is_spread_shown, shares, showing_of
from survei.result.statistics import r_wg_items


def rounded(score: float | None) -> float | None:
    """A score as it is published: one decimal."""
    return None if score is None else round(score, 1)


def one_scale(instrument: Instrument, section: Section) -> Scale | None:
    """The scale that serves every counting item of the section, if it is a single one."""
    keys = {item.scale for item in counting_items(section)}
    return instrument.document.scales[keys.pop()] if len(keys) == 1 else None


def make_cell(group: RaterGroup, section: Section, scheme: Scheme) -> Cell:
    """One section as rated by one group, withheld where too few could rate it."""
    if group.instrument is None:
        return Cell(showing=Showing.ABSENT)
    scores = group.scores_of(section.code)
    least = scheme.least_submissions
    showing = showing_of(group.relation, asked=group.asked, n=len(scores), least=least)
    if showing != Showing.SHOWN:
        return Cell(showing=showing)
    score = fmean(scores)
    cell = Cell(showing=showing, n=len(scores), score=rounded(score))
    _say_on_scale(cell, score, one_scale(group.instrument, section))
    if is_spread_shown(len(scores)):
        cell.agreement = _agreement(group, group.instrument, section)
    return cell


def _say_on_scale(cell: Cell, score: float, scale: Scale | None) -> None:
    if scale is None:
        return
    low, high = scale.points[0].value, scale.points[-1].value
    exact = low + score / 100 * (high - low)
    nearest = min(scale.points, key=lambda point: (abs(point.value - exact), -point.value))
    cell.points = round(exact, 1)
    cell.meaning, cell.meaning_en = nearest.label, nearest.label_en


def _agreement(group: RaterGroup, instrument: Instrument, section: Section) -> float | None:
    scale = one_scale(instrument, section)
    if scale is None:
        return None
    steps = len(scale.points) - 1
    rated = [sub for sub in group.submissions if sub.scores.get(section.code) is not None]
    items = [
        [step for sub in rated if (step := _step(scale, item, sub.answers, steps)) is not None]
        for item in counting_items(section)
    ]
    items = [ratings for ratings in items if is_spread_shown(len(ratings))]
    value = r_wg_items(items, steps + 1)
    return None if value is None else round(value, 2)


def _step(scale: Scale, item: Rating, answers: Mapping[str, object], steps: int) -> float | None:
    score = item_score(scale, item, answers.get(item.code))
    return None if score is None else score / 100 * steps


def make_section(
    instrument: Instrument, section: Section, groups: Sequence[RaterGroup], scheme: Scheme
) -> SectionResult:
    """One section with a cell per group and their weighted mean."""
    cells = {group.relation: make_cell(group, section, scheme) for group in groups}
    scores = {relation: cell.score for relation, cell in cells.items()}
    present = [relation for relation, score in scores.items() if score is not None]
    scale = one_scale(instrument, section)
    items = counting_items(section)
    return SectionResult(
        code=section.code,
        title=section.title,
        title_en=section.title_en,
        weight=round(shares(instrument.weights, list(instrument.weights))[section.code], 1),
        lowest=scale.points[0].value if scale else None,
        highest=scale.points[-1].value if scale else None,
        items=[item.text for item in items],
        items_en=[item.text_en for item in items],
        cells=cells,
        score=rounded(composite(scheme.weights, scores)),
        weights_used={
            relation: round(share, 1) for relation, share in shares(scheme.weights, present).items()
        },
    )


def make_instrument(
    instrument: Instrument, groups: Sequence[RaterGroup], scheme: Scheme
) -> InstrumentResult:
    """One questionnaire: its sections, and their weighted mean."""
    sections = [
        make_section(instrument, section, groups, scheme) for section in instrument.sections
    ]
    scores = {section.code: section.score for section in sections}
    return InstrumentResult(
        version_id=instrument.version_id,
        title=instrument.document.title,
        title_en=instrument.document.title_en,
        number=instrument.number,
        relations=[group.relation for group in groups],
        sections=sections,
        score=rounded(composite(instrument.weights, scores)),
    )


def group_score(group: RaterGroup, instruments: Sequence[InstrumentResult]) -> float | None:
    """A group's mean over the sections that are shown, by section weight."""
    if group.instrument is None:
        return None
    version = group.instrument.version_id
    sections = next(part.sections for part in instruments if part.version_id == version)
    scores = {section.code: section.cells[group.relation].score for section in sections}
    return composite(group.instrument.weights, scores)
