"""Sums as a reader can follow them: "(60 × 4,0 + 25 × 3,3) ÷ 85 ≈ 3,8".

A figure is made from exact fractions and rounded once. Who reckons with the rounded figures beside
it may land next to it. So a sum shows its terms with as many decimals as make it come out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from survei.cycle.choices import Relation
from survei.figures import half_up, plain, written_as_is
from survei.questionnaire.score_scale import ScoreScale
from survei.result.document import InstrumentResult, ResultDocument, SectionResult

#: Most decimals of a weight and of a term; beyond these nobody reckons.
MOST_PLACES = 6
#: (weight, score of 0..100).
Term = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Sum:
    """A weighted mean with its terms as shown."""

    terms: tuple[tuple[Decimal, Decimal], ...]
    result: Decimal

    def text(self, language: str = "id") -> str:
        """The sum in signs."""
        terms = " + ".join(
            f"{written_as_is(weight, language)} × {written_as_is(figure, language)}"
            for weight, figure in self.terms
        )
        whole = sum((weight for weight, _ in self.terms), Decimal(0))
        total = sum((weight * figure for weight, figure in self.terms), Decimal(0))
        sign = "=" if total == self.result * whole else "≈"
        shown = written_as_is(plain(whole), language)
        return f"({terms}) ÷ {shown} {sign} {written_as_is(self.result, language)}"


def sum_of(terms: Sequence[Term], result: Fraction, scale: ScoreScale) -> Sum | None:
    """The sum with the fewest decimals with which it comes out; None where none does.

    A term that is rounded further is the figure that stands elsewhere on the page.
    """
    weights = [_weight(weight) for weight, _ in terms]
    exact = [scale.exact(score) for _, score in terms]
    goals = [half_up(value, scale.places) for value in exact]
    goal, whole = scale.figure(result), sum(map(Fraction, weights))
    for places in range(scale.places, MOST_PLACES + 1) if whole else ():
        figures = [half_up(value, places) for value in exact]
        pairs = zip(map(Fraction, weights), map(Fraction, figures), strict=True)
        mean = sum(weight * figure for weight, figure in pairs) / whole
        again = [half_up(figure, scale.places) for figure in figures]
        if half_up(mean, scale.places) == goal and again == goals:
            return Sum(tuple(zip(weights, figures, strict=True)), goal)
    return None


def _weight(weight: Fraction) -> Decimal:
    return plain(weight, MOST_PLACES)


@dataclass(frozen=True)
class NamedSum:
    """What of a result a sum comes to."""

    #: "section", "group", "questionnaire", "total", "others" or "self".
    kind: str
    sum: Sum
    #: Title of the section or questionnaire; empty for the whole.
    part: SectionResult | InstrumentResult | None = None
    relation: Relation | None = None


def sums_of(result: ResultDocument) -> list[NamedSum]:
    """Every mean of a result that is made of figures shown on it, in the order of the page."""
    return [*_totals(result), *_groups(result), *_sections(result), *_comparison(result)]


def _totals(result: ResultDocument) -> Iterator[NamedSum]:
    weights = {group.relation: group.weight for group in result.groups if group.score is not None}
    terms = [
        (sum((weights.get(relation, Fraction()) for relation in part.relations), Fraction()), part)
        for part in result.instruments
    ]
    parts = [(weight, part.score) for weight, part in terms if weight]
    yield from _named("total", parts, result.score, result.scale_of(result))
    for instrument in result.instruments:
        parts = [(section.weight, section.score) for section in instrument.sections]
        scale = result.scale_of(instrument)
        yield from _named("questionnaire", parts, instrument.score, scale, part=instrument)


def _groups(result: ResultDocument) -> Iterator[NamedSum]:
    for group in result.groups:
        served = (part for part in result.instruments if group.relation in part.relations)
        sections = next((part.sections for part in served), [])
        parts = [(part.weight, part.cells[group.relation].score) for part in sections]
        scale = result.scale_of(group)
        yield from _named("group", parts, group.score, scale, relation=group.relation)


def _sections(result: ResultDocument) -> Iterator[NamedSum]:
    weights = {group.relation: group.weight for group in result.groups}
    for section in result.sections():
        parts = [
            (weights[relation], cell.score)
            for relation, cell in section.cells.items()
            if weights.get(relation)
        ]
        yield from _named("section", parts, section.score, result.scale_of(section), part=section)


def _comparison(result: ResultDocument) -> Iterator[NamedSum]:
    by_code = {gap.code: gap for gap in result.gaps}
    own = next((part for part in result.instruments if Relation.SELF in part.relations), None)
    whole = by_code.pop("", None)
    if own is None or whole is None:
        return
    compared = [section for section in own.sections if section.code in by_code]
    for kind, member in (("self", "self_score"), ("others", "others_score")):
        parts = [(part.weight, getattr(by_code[part.code], member)) for part in compared]
        scale = result.scale_of(whole)
        yield from _named(kind, parts, getattr(whole, member), scale)
    for section in compared:
        parts = [
            (Fraction(cell.n or 0), cell.score)
            for relation, cell in section.cells.items()
            if relation != Relation.SELF
        ]
        score, scale = by_code[section.code].others_score, result.scale_of(section)
        yield from _named("others", parts, score, scale, part=section)


def _named(
    kind: str,
    parts: Iterable[tuple[Fraction, Fraction | None]],
    score: Fraction | None,
    scale: ScoreScale,
    *,
    part: SectionResult | InstrumentResult | None = None,
    relation: Relation | None = None,
) -> Iterator[NamedSum]:
    """Nothing where there is a single term, or none."""
    terms = [(weight, of) for weight, of in parts if of is not None and weight]
    if score is None or len(terms) < 2:
        return
    if found := sum_of(terms, score, scale):
        yield NamedSum(kind, found, part, relation)
