"""A result in words and figures as every page and file shows it, in the language of the reader.

The one reader of `ResultDocument` figures: what is rounded, in what unit, with which sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from msgspec.structs import replace

from survei.catalogues import translator
from survei.cycle.choices import Relation
from survei.cycle.relations import GROUP_LABELS
from survei.figures import apportioned, percent, signed, written_as_is
from survei.presentation.sums import OF, NamedSum, sums_of
from survei.questionnaire.score_scale import ScoreScale
from survei.result.document import (
    Cell,
    Gap,
    Group,
    InstrumentResult,
    ResultDocument,
    Scaled,
    SectionResult,
)
from survei.result.note import Note
from survei.result.sentences import note

#: A part of a document, with a text in two languages.
Named = Any
#: Where the axis of a chart begins, and its length: markers at its ends stay inside the drawing.
#: Decimals of a weight as HR may set it.
AS_SET = 6
AXIS_START, AXIS_LENGTH = 6, 88
#: What a sum is called; each is a msgid.
SUM_LABELS = {
    "total": "Nilai gabungan",
    "questionnaire": "Gabungan kuesioner “%(part)s”",
    "group": "%(group)s: seluruh aspek",
    "section": "Gabungan aspek “%(part)s”",
    "self": "Penilaian diri: seluruh kuesioner",
    "others": "Penilai lain: aspek “%(part)s”",
    "others_whole": "Penilai lain: seluruh kuesioner",
}


def level_note(scale: ScoreScale, score: Fraction) -> Note:
    """ "3,1 dari 5, mendekati “Sesuai ekspektasi”", or "52 pada skala 0–100"."""
    figure = scale.figure(score)
    nearest = scale.nearest(figure)
    figures = {"figure": figure}
    if nearest is None:
        return note("level_hundred", figures)
    if not nearest.label:
        return note("level_unnamed", figures, highest=scale.highest)
    return note("level", figures, highest=scale.highest, level=nearest.label)


class ResultWords:
    """What a page or a file says of one result, in one language."""

    def __init__(self, result: ResultDocument, *, language: str = "id") -> None:
        self.result = result
        self.language = language
        self._translate = translator(language)
        self._names = result.english_names() if language == "en" else {}

    def say(self, sentence: Note) -> str:
        """A sentence of the result."""
        return sentence.said(self._translate, self.language, self._names)

    def named(self, part: Named, member: str = "title") -> str:
        """A text of a part."""
        english: str = getattr(part, f"{member}_en", "") if self.language == "en" else ""
        return english or str(getattr(part, member))

    def indicators(self, section: SectionResult) -> list[str]:
        """The wording of a section's indicators."""
        pairs = zip(section.items, section.items_en, strict=True)
        return [(self.language == "en" and english) or text for text, english in pairs]

    def gap_sentence(self, gap: Gap) -> str:
        """The one sentence about a difference."""
        return f"{self.say(gap.size)} {self.say(gap.certainty)}"

    def figure(self, part: Scaled, score: Fraction | None) -> str:
        """ "3,1" on the scale of the part; a dash for nothing."""
        return "–" if score is None else self._as_is(self.result.scale_of(part).figure(score))

    def level(self, part: Scaled, score: Fraction) -> str:
        """The figure with its scale and the level next to it."""
        return self.say(level_note(self.result.scale_of(part), score))

    def bounded(self, cell: Cell, level: str = "") -> str:
        """ "di atas 4,5", with what it counts as where that is given; otherwise only that."""
        for code, limit in (("above", cell.above), ("below", cell.below)):
            if limit is not None:
                form = note(f"level_{code}" if level else f"only_{code}", {"limit": limit})
                return self.say(replace(form, params={"level": level} if level else {}))
        return level

    def cell_figure(self, section: SectionResult, cell: Cell) -> str:
        """The figure of one group, or that it lies above or below one; a dash for nothing."""
        return self.bounded(cell) or self.figure(section, cell.score)

    def unit(self, part: Scaled) -> str:
        """ "dari 5", or "pada skala 0–100"."""
        scale = self.result.scale_of(part)
        if not scale.levels:
            return self._translate("pada skala 0–100")
        return self._translate(OF) % {"highest": scale.highest}

    def ends(self, part: Scaled) -> str:
        """ "skala 1–5"."""
        scale = self.result.scale_of(part)
        return self._translate("skala %(ends)s") % {"ends": f"{scale.lowest}–{scale.highest}"}

    def key(self, part: Scaled) -> list[str]:
        """The levels of the scale, "3 Sesuai ekspektasi"; nothing from 0 to 100."""
        levels = self.result.scale_of(part).levels
        return [f"{one.value}\u00a0{self.named(one, 'label')}" for one in levels if one.label]

    def ticks(self, part: Scaled) -> list[tuple[float, str]]:
        """(where, number) along the axis of a chart, in percent of the drawing's width."""
        scale = self.result.scale_of(part)
        values = [level.value for level in scale.levels] or [0, 25, 50, 75, 100]
        return [(_along(scale, Decimal(value)), str(value)) for value in values]

    def place(self, part: Scaled, score: Fraction) -> float:
        """Where a figure lies along that axis."""
        scale = self.result.scale_of(part)
        return _along(scale, scale.figure(score))

    def decimal(self, value: Decimal | None) -> str:
        """A rounded number with its own decimals; a dash for nothing."""
        return "–" if value is None else self._as_is(value)

    def difference(self, gap: Gap) -> str:
        """ "+1,0" or "−1,0"."""
        return signed(gap.difference, self.language)

    def group_weight(self, group: Group) -> str:
        """The weight of a group as it was set: "60%", "33,3%"."""
        return percent(group.weight, self.language, AS_SET)

    @cached_property
    def group_shares(self) -> dict[Relation, str]:
        """Shares of the groups in the total; as they are shown they add up to 100."""
        used = {group.relation: group.weight_used for group in self.result.groups}
        return self._shares(used)

    def group_share(self, group: Group) -> str:
        """The share of one group: "70,6%"."""
        return self.group_shares[group.relation]

    def section_share(self, instrument: InstrumentResult, section: SectionResult) -> str:
        """The share of a section in its questionnaire."""
        return self._shares({part.code: part.weight for part in instrument.sections})[section.code]

    def instrument_share(self, instrument: InstrumentResult) -> str:
        """The share of a questionnaire in the total: that of its groups, as they are shown."""
        used = [group.weight_used for group in self.result.groups]
        shown = apportioned(used, _places(used)) if any(used) else [Decimal(0)] * len(used)
        of = zip(self.result.groups, shown, strict=True)
        total = sum(
            (part for group, part in of if group.relation in instrument.relations), Decimal(0)
        )
        return percent(total, self.language)

    def section_shares(self, section: SectionResult) -> str:
        """ "Atasan 70,6%, Rekan sejawat 29,4%": whose figures a section's mean is made of."""
        shares = self._shares(section.weights_used)
        return ", ".join(
            f"{self._translate(GROUP_LABELS[relation])} {share}"
            for relation, share in shares.items()
        )

    def sums(self) -> list[tuple[str, str]]:
        """(what, the sum in signs) for every mean."""
        of = self._translate(OF)
        return [
            (self._sum_label(one), one.sum.text(self.language, of)) for one in sums_of(self.result)
        ]

    def _sum_label(self, one: NamedSum) -> str:
        is_whole = one.kind == "others" and one.part is None
        label = self._translate(SUM_LABELS["others_whole" if is_whole else one.kind])
        if one.part is not None:
            return label % {"part": self.named(one.part)}
        if one.relation is not None:
            return label % {"group": self._translate(GROUP_LABELS[one.relation])}
        return label

    def _shares(self, shares: dict[Any, Fraction]) -> dict[Any, str]:
        values = list(shares.values())
        if not any(values):
            return dict.fromkeys(shares, percent(0, self.language))
        shown = apportioned(values, _places(values))
        return {key: percent(part, self.language) for key, part in zip(shares, shown, strict=True)}

    def _as_is(self, value: Decimal) -> str:
        return written_as_is(value, self.language)


def _along(scale: ScoreScale, figure: Decimal) -> float:
    return round(AXIS_START + float(scale.share(figure)) * AXIS_LENGTH / 100, 2)


def _places(shares: Sequence[Fraction]) -> int:
    """Decimals of percents that stand together: none where all are whole."""
    return 0 if all(share == int(share) for share in shares) else 1
