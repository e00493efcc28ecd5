"""What pages show of one result document beside its figures: groups, cells, charts, titles.

The templates in `survei/web/templates/presentation` draw it, for the ratee and for who leads them.
"""

from __future__ import annotations

from survei.catalogues import translations
from survei.cycle.choices import Relation
from survei.cycle.relations import GROUP_LABELS, RELATION_LABELS, RELATIONS
from survei.presentation.chart_captions import finding_of_sections, finding_of_views
from survei.presentation.charts import Radar, radar_of
from survei.presentation.result_words import ResultWords
from survei.result.choices import AGREEMENT_WORDS, RELIABILITY_WORDS, Showing
from survei.result.document import Cell, Group, InstrumentResult, ResultDocument, SectionResult
from survei.result.note import Note
from survei.result.rules import word_for

#: All groups together, where one of them might stand.
COMBINED = "combined"
#: Why a figure is not there, in few words.
ABSENCE_LABELS = {
    Showing.SHOWN: "tidak ada penilaian",
    Showing.WITHHELD: "tidak ditampilkan untuk melindungi penilai",
    Showing.MISSING: "tidak ada penilaian",
    Showing.ABSENT: "tidak ada penilai",
    Showing.LEFT_OUT: "tidak dipakai, keputusan auditor",
    Showing.UNPROVED: "tidak ditampilkan untuk melindungi penilai",
}
#: Notes that speak to the appraiser, not to the person.
FOR_APPRAISER = frozenset({"advice_strength", "advice_improvement", "advice_gap", "advice_thin"})


class ResultPage(ResultWords):
    """One result as its pages say it."""

    def __init__(self, result: ResultDocument, language: str) -> None:
        super().__init__(result, language=language)

    def group(self, relation: Relation) -> str:
        """The name of a group of raters."""
        return self._translate(GROUP_LABELS[relation])

    def short_group(self, relation: Relation) -> str:
        """The name of a group, for the head of a narrow column."""
        return self._translate(RELATION_LABELS[relation])

    def letter(self, relation: str) -> str:
        """The letter in the marker of a group, or of all together."""
        return "G" if relation == COMBINED else RELATIONS[Relation(relation)].letter

    def shape(self, relation: str) -> str:
        """The shape of that marker, after which its styles are called."""
        return COMBINED if relation == COMBINED else RELATIONS[Relation(relation)].shape

    def raters(self, group: Group) -> str:
        """How many rated, or why that is not said."""
        if group.showing == Showing.SHOWN:
            count = group.n or 0
            plural = translations(self.language)
            return plural.ngettext("%(num)s penilaian", "%(num)s penilaian", count) % {"num": count}
        if group.showing == Showing.WITHHELD:
            words = self._translate("kurang dari %(least)s penilaian, tidak ditampilkan")
            return words % {"least": self.result.least_submissions}
        return self.absence(group.showing)

    def absence(self, showing: Showing) -> str:
        """Why there is no figure."""
        return self._translate(ABSENCE_LABELS[showing])

    def cell(self, section: SectionResult, cell: Cell, *, in_detail: bool = False) -> str:
        """What a figure means, or why there is none; in detail with what it rests on."""
        if cell.score is None:
            return self.absence(cell.showing)
        said = [self.bounded(cell, self.level(section, cell.score))]
        if in_detail and cell.n and cell.n > 1:
            said.append(self._translate("%(n)s penilai") % {"n": cell.n})
        if cell.consensus:
            said.append(self._translate(cell.consensus))
        elif cell.agreement is not None:
            said.append(self._translate(word_for(cell.agreement, AGREEMENT_WORDS)))
        return "; ".join(said)

    def reliability(self, group: Group) -> str:
        """ "tinggi (0,82)"; a dash where it cannot be told."""
        if group.reliability is None:
            return "–"
        word = self._translate(word_for(group.reliability, RELIABILITY_WORDS))
        return f"{word} ({self.decimal(group.reliability)})"

    @property
    def finding(self) -> str:
        """What the sections show, in a sentence without its full stop."""
        return self.say(finding_of_sections(self.result))

    def finding_of(self, instrument: InstrumentResult) -> str:
        """Where the views of one questionnaire part."""
        return self.say(finding_of_views(self.result, instrument))

    def radar(self, instrument: InstrumentResult) -> Radar | None:
        """The chart of its sections by group; None where it would mislead."""
        scale = self.result.scale_of(instrument)
        return radar_of(instrument, scale, english=self.language == "en")

    @property
    def flagged(self) -> str:
        """Sections to talk about, in a row."""
        gaps = (gap for gap in self.result.gaps if gap.is_flagged and gap.code)
        return ", ".join(self.named(gap) for gap in gaps)

    @property
    def advice_to_ratee(self) -> list[Note]:
        """What is recommended, without what speaks to the appraiser."""
        return [note for note in self.result.recommendation if note.code not in FOR_APPRAISER]
