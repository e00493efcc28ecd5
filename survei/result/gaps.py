"""The one sentence about a difference between self and others: how large, and how sure.

A difference within what chance can do is not agreement, and none at all may be chance too: with
few raters one cannot tell. Source: domain.md, Numbers and Rating science, Self-other gap.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from survei.questionnaire.score_scale import ScoreScale
from survei.result.note import Note
from survei.result.sentences import note

#: Smallest share of a scale's width from which a difference is called so, largest first: one of
#: four steps on a scale of five is large.
SIZES = ((Fraction(1, 4), "large"), (Fraction(1, 10), "clear"), (Fraction(0), "small"))


def is_beyond_chance(difference: Decimal, limit: Decimal | None) -> bool:
    """Whether it is "bahan dialog": larger than chance explains, as both are shown."""
    return limit is not None and abs(difference) > limit


def gap_notes(
    difference: Decimal, *, limit: Decimal | None, raters: int, scale: ScoreScale
) -> tuple[Note, Note]:
    """The size in words and number, and whether so few raters allow to be sure."""
    return _size(difference, scale), _certainty(difference, limit, raters)


def _size(difference: Decimal, scale: ScoreScale) -> Note:
    if not difference:
        return note("gap_none")
    share = abs(Fraction(difference)) / (scale.highest - scale.lowest)
    size = next(word for least, word in SIZES if share >= least)
    direction = "higher" if difference > 0 else "lower"
    return note(f"gap_{direction}_{size}", figures={"difference": abs(difference)})


def _certainty(difference: Decimal, limit: Decimal | None, raters: int) -> Note:
    if limit is None:
        return note("gap_unknown")
    if is_beyond_chance(difference, limit):
        return note("gap_beyond_chance", figures={"limit": limit})
    code = "gap_chance" if difference else "gap_none_chance"
    return note(code, figures={"limit": limit} if difference else {}, raters=raters)
