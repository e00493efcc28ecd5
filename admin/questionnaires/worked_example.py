"""How three made-up raters' answers become scores, reckoned by the rules that score real ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from admin.questionnaires.fields import show_number
from survei.questionnaire.document import Document, Section
from survei.questionnaire.made_up_raters import (
    Level,
    first_levels,
    made_up_answers,
    without_conditions,
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
    #: {section: "(2 × 100 + 3 × 0) ÷ 5 = 40"}.
    sums: Mapping[str, str]
    total: str
    sum: str


def raters(document: Document, form: Mapping[str, str]) -> list[Rater]:
    """The three raters with the levels posted, else with those to begin with."""
    plain = without_conditions(document)
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
    weights = {section.code: section.weight for section in scored_sections(document)}
    total = composite(weights, scores)
    parts = [(weights[code], score) for code, score in scores.items() if score is not None]
    return Rater(
        name=NAMES[number],
        levels=levels,
        scores={code: _shown(scores.get(code)) for code in levels},
        sums=dict.fromkeys(levels, "")
        | {
            section.code: _section_sum(document, section, answers, scores[section.code])
            for section in scored_sections(document)
        },
        total=_shown(total),
        sum=_in_words(parts, total),
    )


def _section_sum(
    document: Document, section: Section, answers: Mapping[str, int], score: float | None
) -> str:
    """The sum inside a section; equal scores stand together."""
    weights: dict[float, float] = {}
    for item in counting_items(section):
        reached = item_score(document.scales[item.scale], item, answers[item.code]) or 0
        weights[reached] = weights.get(reached, 0) + item.weight
    return _in_words([(weight, reached) for reached, weight in weights.items()], score)


def _in_words(parts: list[tuple[float, float]], result: float | None) -> str:
    """ "(60 × 100 + 40 × 50) ÷ 100 = 80"."""
    terms = " + ".join(f"{show_number(weight)} × {_shown(score)}" for weight, score in parts)
    whole = show_number(round(sum(weight for weight, _ in parts), 6))
    return f"({terms}) ÷ {whole} = {_shown(result)}" if parts else ""


def _shown(score: float | None) -> str:
    return "–" if score is None else show_number(round(score, 1))


def outputs(document: Document, form: Mapping[str, str]) -> dict[str, str]:
    """{id of an output: what it shows}, for the page's script."""
    found: dict[str, str] = {}
    for number, rater in enumerate(raters(document, form)):
        found |= {f"w-{number}-{code}": score for code, score in rater.scores.items()}
        found |= {f"w-{number}-{code}-sum": words for code, words in rater.sums.items()}
        found[f"w-{number}-total"] = rater.total
        found[f"w-{number}-sum"] = rater.sum
    return found
