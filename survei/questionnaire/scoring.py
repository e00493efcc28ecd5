"""Scores of one submission: what each aspect comes to, exactly, between 0 and 100."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

from survei.figures import exact
from survei.questionnaire.choices import CANNOT_RATE
from survei.questionnaire.conditions import has_conditions, shown
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Rating
from survei.questionnaire.parts import Scale

#: Source: domain.md, Composite: a section counts when at least two thirds are answered.
LEAST_ANSWERED = 2 / 3
#: Plans say that share as a float or in percent; no share that is meant has more than this.
_LARGEST_SHARE = 1000
#: Scores of releases before fractions were floats. None of them came from a larger denominator.
_LARGEST_DENOMINATOR = 1_000_000

#: {section code: 0..100, None where too little was answered}.
Scores = Mapping[str, Fraction | None]


def counting_items(section: Section) -> list[Rating]:
    """The ratings of a section that count, rows of matrices among them, in order."""
    return [item for item in section.ratings() if item.weight > 0]


def scored_sections(document: Document) -> list[Section]:
    """The sections that have a score: a weight above 0 and at least one counting rating."""
    return [part for part in document.sections if part.weight > 0 and counting_items(part)]


def is_conditional(section: Section) -> bool:
    """Whether it depends on answers if the section, or something that counts in it, is asked."""
    counting = {item.code.partition(".")[0] for item in counting_items(section)}
    return bool(section.show_if) or any(
        question.show_if for question in section.questions if question.code in counting
    )


#: (key of the answer, code of the question, weight, {answer as text: weight × share}) of an item.
_Item = tuple[str, str, int, dict[str, int]]


@dataclass(frozen=True)
class SectionTable:
    """What every possible answer to one section gives, in whole numbers."""

    items: list[_Item]
    #: What 1 of the sums of shares stands for is 1/unit of the sums of weights.
    unit: int


@dataclass(frozen=True)
class ScoreTable:
    """What every possible answer scores; made once for many submissions."""

    #: By code of the scored section.
    sections: Mapping[str, SectionTable]
    #: The document where conditions decide which items are asked; None without any.
    conditional: Document | None


def score_table(document: Document) -> ScoreTable:
    """What every possible answer scores."""
    sections = {
        section.code: _section_table(document, counting_items(section))
        for section in scored_sections(document)
    }
    return ScoreTable(sections, document if has_conditions(document) else None)


def _section_table(document: Document, items: list[Rating]) -> SectionTable:
    """Weights and shares over their common denominators: sums of whole numbers are quick."""
    points = [_points(document.scales.get(item.scale), item) for item in items]
    unit = lcm(*(score.denominator for given in points for score in given.values()))
    whole = lcm(*(exact(item.weight).denominator for item in items))
    rows = []
    for item, given in zip(items, points, strict=True):
        weight = int(exact(item.weight) * whole)
        reached = {answer: int(score * unit) * weight for answer, score in given.items()}
        rows.append((item.code, item.code.partition(".")[0], weight, reached))
    return SectionTable(rows, unit)


def _points(scale: Scale | None, item: Rating) -> dict[str, Fraction]:
    """{answer as text: 0..100}; nothing where a draft's scale cannot be reckoned with."""
    values = [point.value for point in scale.points] if scale else []
    scores = {str(value): item_score(scale, item, value) for value in values} if scale else {}
    return {answer: score for answer, score in scores.items() if score is not None}


def section_scores(
    document: Document, answers: Mapping[str, object], *, least_answered: float = LEAST_ANSWERED
) -> dict[str, Fraction | None]:
    """Score of each scored section, 0 to 100, exact: {section code: score}.

    Each rating is brought to 0..100 over its scale (reversed ones turned round) and weighted
    inside the section. "na", absent and foreign answers are missing, never zero. None where
    fewer than `least_answered` (a share) of the counting items that were asked are answered.
    """
    return scores_by(score_table(document), answers, least_answered=least_answered)


def scores_by(
    table: ScoreTable, answers: Mapping[str, object], *, least_answered: float = LEAST_ANSWERED
) -> dict[str, Fraction | None]:
    """`section_scores` with a table made before."""
    asked = shown(table.conditional, answers).questions if table.conditional else None
    least = share_of(least_answered)
    return {
        code: _section_score(_asked(section.items, asked), section.unit, answers, least)
        for code, section in table.sections.items()
    }


def _asked(items: list[_Item], questions: frozenset[str] | None) -> list[_Item]:
    return items if questions is None else [item for item in items if item[1] in questions]


def _section_score(
    items: list[_Item], unit: int, answers: Mapping[str, object], least: Fraction
) -> Fraction | None:
    total = weights = answered = 0
    for key, _, weight, points in items:
        reached = points.get(str(answers.get(key)))
        if reached is not None:
            total += reached
            weights += weight
            answered += 1
    if not answered or answered * least.denominator < least.numerator * len(items):
        return None
    return Fraction(total, unit * weights)


@lru_cache(maxsize=64)
def share_of(least_answered: float) -> Fraction:
    """The share that a plan means: 0.6666… is two thirds."""
    return Fraction(least_answered).limit_denominator(_LARGEST_SHARE)


def item_score(scale: Scale, item: Rating, answer: object) -> Fraction | None:
    """One answer brought to 0..100, or None when it is missing. Takes 4 and "4" alike.

    None too where a draft's scale has no two different points.
    """
    if answer is None or answer == CANNOT_RATE:
        return None
    values = [point.value for point in scale.points]
    value = next((value for value in values if str(value) == str(answer)), None)
    if value is None or min(values) == max(values):
        return None
    share = Fraction((value - min(values)) * 100, max(values) - min(values))
    return 100 - share if item.reversed else share


def written_scores(scores: Scores) -> dict[str, str | None]:
    """Scores as they are stored, as JSON: "75", "250/3"."""
    return {code: None if score is None else str(score) for code, score in scores.items()}


def read_scores(stored: Mapping[str, str | float | None]) -> dict[str, Fraction | None]:
    """Stored scores, also those that an older release stored as floats."""
    return {code: _read_score(score) for code, score in stored.items()}


@lru_cache(maxsize=4096)
def _read_score(stored: str | float | None) -> Fraction | None:
    if isinstance(stored, float):
        return Fraction(stored).limit_denominator(_LARGEST_DENOMINATOR)
    return None if stored is None else Fraction(stored)
