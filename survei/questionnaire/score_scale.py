"""On what a score is shown: the points of the one scale behind it, or 0 to 100.

A score is reckoned from 0 to 100. People read it on the scale that was answered: 3 of 5 means
"sesuai ekspektasi", while 50 of 100 is a fail in every school. Source: domain.md, Numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from survei.figures import exact, half_up
from survei.questionnaire.document import Document, Section
from survei.questionnaire.parts import Part, Scale
from survei.questionnaire.scoring import counting_items, scored_sections

#: Decimals on a scale's own points, and from 0 to 100: no more than ratings can support.
SCALE_PLACES, HUNDRED_PLACES = 1, 0


class Level(Part, kw_only=True):
    """A point of a scale in words."""

    value: int
    label: str
    label_en: str = ""


class ScoreScale(Part, kw_only=True):
    """Ends and levels of what a score is shown on; without levels: 0 to 100."""

    lowest: int = 0
    highest: int = 100
    #: Ascending.
    levels: list[Level] = []

    @property
    def places(self) -> int:
        """Decimals of a figure."""
        return SCALE_PLACES if self.levels else HUNDRED_PLACES

    def exact(self, score: Fraction) -> Fraction:
        """A score of 0..100 on this scale."""
        return self.lowest + score * (self.highest - self.lowest) / 100

    def figure(self, score: Fraction) -> Decimal:
        """The same as it is shown."""
        return half_up(self.exact(score), self.places)

    def width(self, difference: float, *, more_places: int = 0) -> Decimal:
        """A difference of 0..100 (an error, a spread) on this scale, as it is shown."""
        share = exact(difference) * (self.highest - self.lowest) / 100
        return half_up(share, self.places + more_places)

    def nearest(self, figure: Decimal) -> Level | None:
        """The level next to a figure as it is shown, the higher of two; None from 0 to 100."""
        return min(
            self.levels, key=lambda level: (abs(level.value - figure), -level.value), default=None
        )

    def share(self, figure: Decimal) -> Fraction:
        """Where a figure lies between the ends, 0 to 100, for drawing."""
        return (Fraction(figure) - self.lowest) * 100 / (self.highest - self.lowest)


#: Where several scales meet.
HUNDRED = ScoreScale()


def score_scale(scale: Scale | None) -> ScoreScale:
    """A scale of a questionnaire as scores are shown on it; 0 to 100 for one that cannot score."""
    levels = [
        Level(value=point.value, label=str(point.label), label_en=point.label.get("en", ""))
        for point in (scale.points if scale else ())
    ]
    if len({level.value for level in levels}) < 2:
        return HUNDRED
    return ScoreScale(lowest=levels[0].value, highest=levels[-1].value, levels=levels)


def section_scale(document: Document, section: Section) -> ScoreScale:
    """The scale of all counting items of a section, else 0 to 100."""
    keys = dict.fromkeys(item.scale for item in counting_items(section))
    return common_scale(score_scale(document.scales.get(key)) for key in keys)


def document_scale(document: Document) -> ScoreScale:
    """The scale of all scored sections, else 0 to 100."""
    return common_scale(section_scale(document, section) for section in scored_sections(document))


def common_scale(scales: Iterable[ScoreScale]) -> ScoreScale:
    """The scale that all of these are; 0 to 100 where they differ.

    Three levels and five are never put on one scale: "belum efektif" and "sesuai" would both
    be its middle.
    """
    found = list(scales)
    is_one = bool(found) and all(one == found[0] for one in found)
    return found[0] if is_one else HUNDRED
