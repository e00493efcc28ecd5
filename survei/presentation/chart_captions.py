"""What the charts of a result show, as a sentence above each."""

from __future__ import annotations

from survei.result.document import InstrumentResult, ResultDocument
from survei.result.note import Note
from survei.result.sentences import note


def finding_of_sections(result: ResultDocument) -> Note:
    """Title of the bars: which sections stand out."""
    if all(section.score is None for section in result.sections()):
        return note("finding_none")
    if not result.strengths:
        return note("finding_even")
    best, least = result.strengths[0].title, result.improvements[0].title
    return note("finding_contrast", best=best, least=least)


def finding_of_views(result: ResultDocument, instrument: InstrumentResult) -> Note:
    """Title of the radar: where self and others part."""
    codes = {section.code for section in instrument.sections}
    gaps = [gap for gap in result.gaps if gap.code in codes]
    if not gaps or "self" not in instrument.relations:
        return note("finding_groups")
    higher = sum(gap.difference > 0 for gap in gaps)
    lower = sum(gap.difference < 0 for gap in gaps)
    if not higher and not lower:
        return note("finding_self_same")
    if higher and lower:
        return note("finding_self_both", higher=higher, lower=lower, total=len(gaps))
    code = "finding_self_higher" if higher >= lower else "finding_self_lower"
    return note(code, count=max(higher, lower), total=len(gaps))
