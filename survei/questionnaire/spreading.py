"""Weights of sections shared out evenly; `designer-weights.js` does the same in the browser."""

from __future__ import annotations

import math

from msgspec.structs import replace

from survei.questionnaire.document import Document
from survei.questionnaire.scoring import counting_items


def spread_weights(document: Document) -> Document:
    """Sections with counting ratings share 100 percent evenly, the last takes the rounding."""
    codes = [section.code for section in document.sections if counting_items(section)]
    share = _share(100, len(codes)) if codes else 0.0
    weights = dict.fromkeys(codes, share)
    if codes:
        weights[codes[-1]] = round(100 - share * (len(codes) - 1), 1)
    changed = [replace(part, weight=weights.get(part.code, 0.0)) for part in document.sections]
    return replace(document, sections=changed)


def spread_rest(document: Document) -> Document:
    """What is missing to 100 goes evenly to scored sections without a weight, else to all.

    Nothing changes where nothing is missing or no section is scored.
    """
    scored = [section for section in document.sections if counting_items(section)]
    rest = round(100 - sum(section.weight for section in scored), 6)
    given = [section for section in scored if not section.weight] or scored
    if rest <= 0 or not given:
        return document
    share = _share(rest, len(given))
    added = dict.fromkeys((section.code for section in given), share)
    added[given[-1].code] = rest - share * (len(given) - 1)
    changed = [
        replace(part, weight=round(part.weight + added.get(part.code, 0), 6))
        for part in document.sections
    ]
    return replace(document, sections=changed)


def _share(whole: float, count: int) -> float:
    """Equal parts with one decimal, never more than the whole."""
    return math.floor(round(whole * 10 / count, 6)) / 10
