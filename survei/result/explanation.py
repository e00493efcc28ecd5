"""The explanation inside a result: what was withheld, which rules applied, what it suggests."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from survei.cycle.choices import Relation
from survei.cycle.plan import Scheme
from survei.cycle.relations import CONFIDENTIAL, GROUP_LABELS, ONESELF
from survei.figures import plain
from survei.questionnaire.scoring import share_of
from survei.result.choices import Showing
from survei.result.coarsening import LEAST_FOR_QUESTION
from survei.result.document import InstrumentResult, ResultDocument, SectionResult
from survei.result.note import Note
from survei.result.room import OPEN
from survei.result.rules import LEAST_FOR_NORM, are_comments_shown
from survei.result.sentences import note

_GROUP_NOTES = {
    Showing.WITHHELD: "group_withheld",
    Showing.MISSING: "group_missing",
    Showing.ABSENT: "group_absent",
    Showing.LEFT_OUT: "group_left_out",
}


def explain(result: ResultDocument, scheme: Scheme) -> None:
    """Fills in the notes of a result from its own figures alone."""
    result.withheld = [
        *_groups(result, scheme),
        *_sections(result),
        *_comments(result),
        *_reweighting(result),
    ]
    result.rules = list(_rules(result, scheme))
    result.recommendation = list(_recommendation(result))


def _groups(result: ResultDocument, scheme: Scheme) -> Iterator[Note]:
    for group in result.groups:
        label = GROUP_LABELS[group.relation]
        if group.showing in _GROUP_NOTES:
            code = _GROUP_NOTES[group.showing]
            if group.showing == Showing.WITHHELD:
                code = "group_withheld_own" if scheme.least_by_own_links else code
                yield note(code, group=label, least=result.least_submissions)
            else:
                yield note(code, group=label)
        elif group.score is None:
            yield note("group_unscored", group=label)
        if group.has_unmatched:
            yield note("group_unmatched", group=label)


def _sections(result: ResultDocument) -> Iterator[Note]:
    shown = {group.relation for group in result.groups if group.showing == Showing.SHOWN}
    for section in result.sections():
        for relation, cell in section.cells.items():
            if relation in shown and cell.showing == Showing.WITHHELD:
                yield note(
                    "cell_withheld",
                    section=section.title,
                    group=GROUP_LABELS[relation],
                    least=cell.least or result.least_submissions,
                )
            elif cell.showing == Showing.UNPROVED:
                label = GROUP_LABELS[relation]
                yield note("cell_unproved", section=section.title, group=label)


def _comments(result: ResultDocument) -> Iterator[Note]:
    for group in result.groups:
        if group.relation not in CONFIDENTIAL or group.n is None:
            continue
        label = GROUP_LABELS[group.relation]
        if not are_comments_shown(group.relation, n=group.n, least=result.least_comments):
            yield note("comments_withheld", group=label, least=result.least_comments)


def _reweighting(result: ResultDocument) -> Iterator[Note]:
    if result.score is None:
        yield note("no_total")
        return
    weighted = [group for group in result.groups if group.weight]
    if any(group.score is None for group in weighted):
        yield note("reweighted")
    scored = {group.relation for group in weighted if group.score is not None}
    counted = (part.sections for part in result.instruments if part.weight_used)
    for section in chain.from_iterable(counted):
        if section.score is None:
            yield note("section_unscored", section=section.title)
        elif _lacks(section, scored):
            yield note("section_reweighted", section=section.title)


def _lacks(section: SectionResult, scored: set[Relation]) -> bool:
    return any(cell.score is None for relation, cell in section.cells.items() if relation in scored)


def _rules(result: ResultDocument, scheme: Scheme) -> Iterator[Note]:
    yield from _scales(result)
    yield note("rule_answered", share=str(share_of(scheme.least_answered)))
    yield note("rule_section")
    yield note("rule_exact")
    if len(result.instruments) > 1:
        yield note("rule_instruments")
    own = result.group(ONESELF)
    if own and own.weight:
        yield note("rule_self_counts", figures={"weight": plain(own.weight)})
    elif own:
        yield note("rule_self")
    least, comments = result.least_submissions, result.least_comments
    yield note("rule_confidential", least=least, comments=comments)
    if scheme.least_by_own_links:
        yield note("rule_own_links", least=least)
    yield from _steps(result)
    yield note("rule_reliability")
    if result.norms:
        yield note("rule_margin")
    if any(gap.limit is not None for gap in result.gaps):
        yield note("rule_gap")
    if not result.norms:
        yield note("rule_no_margin", least=LEAST_FOR_NORM)
    yield note("rule_once")
    if result.period.box_root:
        yield note("rule_box", root=result.period.box_root)


def _steps(result: ResultDocument) -> Iterator[Note]:
    """Why figures of confidential groups are no finer, with the steps that this result has."""
    yield note("rule_question", least=LEAST_FOR_QUESTION)
    steps: dict[tuple[int, int], set[Decimal]] = {}
    for section in result.sections():
        scale = result.scale_of(section)
        for cell in section.cells.values():
            if cell.step is not None:
                steps.setdefault((scale.lowest, scale.highest), set()).add(cell.step)
    for (lowest, highest), found in steps.items():
        figures = {"step": max(found)}
        yield note("rule_steps", figures, lowest=lowest, highest=highest)
    if steps:
        yield note("rule_outer", share=str(OPEN))
        yield note("rule_no_consensus")


def _scales(result: ResultDocument) -> Iterator[Note]:
    """On what figures stand; 0 to 100 is explained where it is shown, and only there."""
    for scale in result.scales.values():
        first, last = scale.levels[0], scale.levels[-1]
        yield note(
            "rule_points",
            lowest=first.value,
            first=first.label,
            highest=last.value,
            last=last.label,
        )
    scored: list[ResultDocument | InstrumentResult | SectionResult]
    scored = [result, *result.instruments, *result.sections()]
    if any(part.score is not None and not part.scale for part in scored):
        yield note("rule_hundred")
        yield note("rule_scale")


def _recommendation(result: ResultDocument) -> Iterator[Note]:
    for highlight in result.strengths:
        yield note("advice_strength", section=highlight.title)
    for highlight in result.improvements:
        yield note("advice_improvement", section=highlight.title)
    for gap in result.gaps:
        if gap.is_flagged and gap.code:
            yield note("advice_gap", section=gap.title)
    counted = [group for group in result.groups if group.score is not None and group.weight]
    if len(counted) < 2:
        yield note("advice_thin", groups=len(counted))
    yield note("advice_person")
