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
from survei.cycle.relations import ONESELF
from survei.figures import half_up, places_of, plain, written_as_is
from survei.questionnaire.score_scale import ScoreScale
from survei.result.document import InstrumentResult, ResultDocument, SectionResult

#: The unit of a figure on a scale.
OF = "dari %(highest)s"
#: Most decimals of a weight and of a term; beyond these nobody reckons.
MOST_PLACES = 6
#: (weight, score of 0..100, on what the score is shown by itself).
Term = tuple[Fraction, Fraction, ScoreScale]


@dataclass(frozen=True)
class ShownTerm:
    """A weight and a figure as they stand in a sum."""

    weight: Decimal
    figure: Decimal
    #: The figure on its own scale, where the sum is on another one.
    origin: Decimal | None
    highest: int

    def text(self, language: str, of: str) -> str:
        """ "60 × 61,3 (= 2,226 dari 3)"; `of` is the msgid in the language of the page."""
        text = f"{written_as_is(self.weight, language)} × {written_as_is(self.figure, language)}"
        if self.origin is None:
            return text
        unit = of % {"highest": self.highest}
        return f"{text} (= {written_as_is(self.origin, language)} {unit})"


@dataclass(frozen=True)
class Sum:
    """A weighted mean with its terms as shown."""

    terms: tuple[ShownTerm, ...]
    result: Decimal

    def text(self, language: str = "id", of: str = OF) -> str:
        """The sum in signs."""
        terms = " + ".join(term.text(language, of) for term in self.terms)
        whole = sum((term.weight for term in self.terms), Decimal(0))
        total = sum((term.weight * term.figure for term in self.terms), Decimal(0))
        sign = "=" if total == self.result * whole else "≈"
        shown = written_as_is(plain(whole), language)
        return f"({terms}) ÷ {shown} {sign} {written_as_is(self.result, language)}"


def sum_of(terms: Sequence[Term], result: Fraction, scale: ScoreScale) -> Sum | None:
    """The sum with the fewest decimals with which it comes out; None where none does.

    A term that is rounded further is the figure that stands elsewhere on the page.
    """
    weights = [plain(weight, MOST_PLACES) for weight, _, _ in terms]
    exact = [scale.exact(score) for _, score, _ in terms]
    goals = [half_up(value, scale.places) for value in exact]
    goal, whole = scale.figure(result), sum(map(Fraction, weights))
    for places in range(scale.places, MOST_PLACES + 1) if whole else ():
        figures = [half_up(value, places) for value in exact]
        pairs = zip(map(Fraction, weights), map(Fraction, figures), strict=True)
        mean = sum(weight * figure for weight, figure in pairs) / whole
        again = [half_up(figure, scale.places) for figure in figures]
        if half_up(mean, scale.places) == goal and again == goals:
            rows = zip(weights, figures, terms, strict=True)
            return Sum(tuple(_shown(*row, scale) for row in rows), goal)
    return None


def _shown(weight: Decimal, figure: Decimal, term: Term, scale: ScoreScale) -> ShownTerm:
    own = term[2]
    origin = None if own == scale else _origin(figure, term[1], own)
    return ShownTerm(weight, figure, origin, own.highest)


def _origin(figure: Decimal, score: Fraction, own: ScoreScale) -> Decimal:
    """The figure on its own scale, with the fewest decimals that lead to the one in the sum."""
    exact = own.exact(score)
    for places in range(own.places, MOST_PLACES):
        origin = half_up(exact, places)
        is_own = half_up(origin, own.places) == own.figure(score)
        if is_own and half_up(own.share(origin), places_of(figure)) == figure:
            return origin
    return half_up(exact, MOST_PLACES)


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
    parts = [
        (
            sum((weights.get(relation, Fraction()) for relation in part.relations), Fraction()),
            part.score,
            result.scale_of(part),
        )
        for part in result.instruments
    ]
    yield from _named("total", parts, result.score, result.scale_of(result))
    for instrument in result.instruments:
        parts = [(one.weight, one.score, result.scale_of(one)) for one in instrument.sections]
        scale = result.scale_of(instrument)
        yield from _named("questionnaire", parts, instrument.score, scale, part=instrument)


def _groups(result: ResultDocument) -> Iterator[NamedSum]:
    for group in result.groups:
        served = (part for part in result.instruments if group.relation in part.relations)
        sections = next((part.sections for part in served), [])
        parts = [
            (part.weight, part.cells[group.relation].score, result.scale_of(part))
            for part in sections
        ]
        scale = result.scale_of(group)
        yield from _named("group", parts, group.score, scale, relation=group.relation)


def _sections(result: ResultDocument) -> Iterator[NamedSum]:
    weights = {group.relation: group.weight for group in result.groups}
    for section in result.sections():
        scale = result.scale_of(section)
        parts = [(weights[relation], cell.score, scale) for relation, cell in section.cells.items()]
        yield from _named("section", parts, section.score, scale, part=section)


def _comparison(result: ResultDocument) -> Iterator[NamedSum]:
    by_code = {gap.code: gap for gap in result.gaps}
    own = next((part for part in result.instruments if ONESELF in part.relations), None)
    whole = by_code.pop("", None)
    if own is None or whole is None:
        return
    compared = [section for section in own.sections if section.code in by_code]
    for kind, member in (("self", "self_score"), ("others", "others_score")):
        parts = [
            (part.weight, getattr(by_code[part.code], member), result.scale_of(part))
            for part in compared
        ]
        yield from _named(kind, parts, getattr(whole, member), result.scale_of(whole))
    for section in compared:
        scale = result.scale_of(section)
        parts = [
            (Fraction(cell.n or 0), cell.score, scale)
            for relation, cell in section.cells.items()
            if relation != ONESELF
        ]
        yield from _named("others", parts, by_code[section.code].others_score, scale, part=section)


def _named(
    kind: str,
    parts: Iterable[tuple[Fraction, Fraction | None, ScoreScale]],
    score: Fraction | None,
    scale: ScoreScale,
    *,
    part: SectionResult | InstrumentResult | None = None,
    relation: Relation | None = None,
) -> Iterator[NamedSum]:
    """Nothing where there is a single term, or none."""
    terms = [(weight, of, own) for weight, of, own in parts if of is not None and weight]
    if score is None or len(terms) < 2:
        return
    if found := sum_of(terms, score, scale):
        yield NamedSum(kind, found, part, relation)
