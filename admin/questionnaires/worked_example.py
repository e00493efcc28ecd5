"""How three made-up raters' answers become scores, reckoned by the rules that score real ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import get_locale
from flask_babel import gettext as _

from survei.figures import exact
from survei.presentation.result_words import level_note
from survei.presentation.sums import OF, Term, sum_of
from survei.questionnaire.document import Document, Section
from survei.questionnaire.example_raters import (
    Level,
    first_levels,
    made_up_answers,
    with_usable_scales,
    without_conditions,
)
from survei.questionnaire.score_scale import (
    HUNDRED,
    ScoreScale,
    document_scale,
    section_scale,
)
from survei.questionnaire.scoring import (
    counting_items,
    item_score,
    scored_sections,
    section_scores,
)
from survei.result.rules import composite

NAMES = ("A", "B", "C")


@dataclass(frozen=True)
class Rater:
    """One made-up rater: what is chosen, and what it comes to, all as shown."""

    name: str
    levels: Mapping[str, Level]
    scores: Mapping[str, str]
    #: {section: "(2 × 5 + 3 × 1) ÷ 5 = 2,6"}.
    sums: Mapping[str, str]
    total: str
    sum: str


def raters(document: Document, form: Mapping[str, str]) -> list[Rater]:
    """The three raters with the levels posted, else with those to begin with."""
    plain = with_usable_scales(without_conditions(document))
    return [
        _rater(plain, number, _chosen(form, number, starts))
        for number, starts in enumerate(first_levels(plain))
    ]


def level_name(number: int, code: str) -> str:
    """Name of the menu of a rater and a section."""
    return f"e-{number}-{code}"


def _chosen(form: Mapping[str, str], number: int, starts: Mapping[str, Level]) -> dict[str, Level]:
    return {code: _level(form, number, code, start) for code, start in starts.items()}


def _level(form: Mapping[str, str], number: int, code: str, start: Level) -> Level:
    try:
        return Level(form.get(level_name(number, code), start))
    except ValueError:
        return start


def _rater(document: Document, number: int, levels: Mapping[str, Level]) -> Rater:
    answers = made_up_answers(document, levels)
    scores = section_scores(document, answers)
    sections = {section.code: section for section in scored_sections(document)}
    total = composite({code: part.weight for code, part in sections.items()}, scores)
    whole = document_scale(document)
    scales = {code: section_scale(document, section) for code, section in sections.items()}
    terms = [
        (exact(sections[code].weight), score, scales[code])
        for code, score in scores.items()
        if score is not None
    ]
    return Rater(
        name=NAMES[number],
        levels=levels,
        scores={code: _shown(scores.get(code), scales.get(code, HUNDRED)) for code in levels},
        sums=dict.fromkeys(levels, "")
        | {
            code: _in_words(
                _terms(document, section, answers, scales[code]), scores[code], scales[code]
            )
            for code, section in sections.items()
        },
        total=_shown(total, whole),
        sum=_in_words(terms, total, whole),
    )


def _terms(
    document: Document, section: Section, answers: Mapping[str, int], scale: ScoreScale
) -> list[Term]:
    """(weight, score) inside a section; equal scores stand together."""
    weights: dict[Fraction, Fraction] = {}
    for item in counting_items(section):
        reached = item_score(document.scales[item.scale], item, answers[item.code]) or Fraction()
        weights[reached] = weights.get(reached, Fraction()) + exact(item.weight)
    return [(weight, reached, scale) for reached, weight in weights.items()]


def _in_words(terms: list[Term], result: Fraction | None, scale: ScoreScale) -> str:
    """ "(60 × 5 + 40 × 3) ÷ 100 = 4,2", on the scale."""
    found = sum_of(terms, result, scale) if result is not None else None
    return found.text(_language(), _(OF)) if found else ""


def _shown(score: Fraction | None, scale: ScoreScale) -> str:
    """The figure with its scale and level, as results show it."""
    if score is None:
        return "–"
    return level_note(scale, score).said(_, _language())


def _language() -> str:
    return str(get_locale() or "id")


def outputs(document: Document, form: Mapping[str, str]) -> dict[str, str]:
    """{id of an output: what it shows}, for the page's script."""
    found: dict[str, str] = {}
    for number, rater in enumerate(raters(document, form)):
        found |= {f"w-{number}-{code}": score for code, score in rater.scores.items()}
        found |= {f"w-{number}-{code}-sum": words for code, words in rater.sums.items()}
        found[f"w-{number}-total"] = rater.total
        found[f"w-{number}-sum"] = rater.sum
    return found
