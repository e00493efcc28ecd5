"""Whether every figure of a document follows from those of its sections and groups. Pure.

Reckoned again without the arithmetic that made it. So whatever a document says of a small group,
in a total, a mean over groups or a difference, is in the classes of its sections and in nothing
else, and it is enough to prove these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import lcm
from operator import mul

from survei.cycle.choices import Relation
from survei.cycle.relations import ONESELF
from survei.result.document import Cell, InstrumentResult, ResultDocument

#: A weight and what it weighs, if there is something.
_Part = tuple[Fraction, Fraction | None]


def follows(document: ResultDocument) -> bool:
    """Whether nothing in it is more than sums of the figures of its sections by group."""
    return all(_checks(document))


def _checks(document: ResultDocument) -> Iterator[bool]:
    weights = {group.relation: group.weight for group in document.groups}
    for part in document.instruments:
        yield part.score == _mean((one.weight, one.score) for one in part.sections)
        for section in part.sections:
            cells = section.cells.items()
            yield section.score == _mean((weights[by], cell.score) for by, cell in cells)
        for relation in part.relations:
            group = document.group(relation)
            yield group is not None and group.score in (None, _of_group(part, relation))
    totals = ((part.weight_used, part.score) for part in document.instruments)
    yield document.score == _mean(totals)
    yield from _of_gaps(document)
    scores = {(one.title, one.score) for one in document.sections()}
    yield all(
        (one.title, one.score) in scores for one in [*document.strengths, *document.improvements]
    )


def _mean(parts: Iterable[_Part]) -> Fraction | None:
    there = [(weight, score) for weight, score in parts if score is not None and weight > 0]
    if not there:
        return None
    # Whole numbers over common denominators: many documents are looked at.
    weights, _ = _over_one([weight for weight, _ in there])
    scores, unit = _over_one([score for _, score in there])
    return Fraction(sum(map(mul, weights, scores)), sum(weights) * unit)


def _over_one(values: Sequence[Fraction]) -> tuple[list[int], int]:
    """Numerators, and the denominator that all of them have."""
    unit = lcm(*(value.denominator for value in values))
    return [value.numerator * (unit // value.denominator) for value in values], unit


def _of_group(part: InstrumentResult, relation: Relation) -> Fraction | None:
    return _mean((one.weight, one.cells[relation].score) for one in part.sections)


def _of_gaps(document: ResultDocument) -> Iterator[bool]:
    """The whole stands first, and is that of the sections behind it."""
    if not document.gaps:
        return
    whole, *parts = document.gaps
    sections = {one.code: one for one in _own(document).sections}
    for gap in parts:
        others = [cell for by, cell in sections[gap.code].cells.items() if by != ONESELF]
        yield gap.others_score == _mean((_counted(cell), cell.score) for cell in others)
        yield gap.self_score == sections[gap.code].cells[ONESELF].score
    yield whole.others_score == _mean(
        (sections[gap.code].weight, gap.others_score) for gap in parts
    )
    scale = document.scale_of
    yield all(
        gap.difference == scale(gap).figure(gap.self_score) - scale(gap).figure(gap.others_score)
        for gap in document.gaps
    )


def _own(document: ResultDocument) -> InstrumentResult:
    return next(part for part in document.instruments if ONESELF in part.relations)


def _counted(cell: Cell) -> Fraction:
    return Fraction(cell.n or 0)
