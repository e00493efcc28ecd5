"""What a page needs to show one result document: words for figures, charts, titles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from survei.cycle.choices import RELATION_LABELS, Relation
from survei.result.charts import Radar, radar_of
from survei.result.choices import AGREEMENT_WORDS, GROUP_LABELS, RELIABILITY_WORDS, Showing
from survei.result.document import InstrumentResult, Note, ResultDocument, SectionResult
from survei.result.findings import finding_of_sections, finding_of_views
from survei.result.rules import word_for

#: Marker of each group in charts: shape and letter, never colour alone.
LETTERS = {
    Relation.SELF: "D",
    Relation.SUPERVISOR: "A",
    Relation.PEER: "R",
    Relation.SUBORDINATE: "B",
}
#: Why a figure is not there, in a word.
ABSENCES = {
    Showing.WITHHELD: "tidak ditampilkan",
    Showing.MISSING: "tidak ada penilaian",
    Showing.ABSENT: "tidak ada penilai",
}


def presented(result: ResultDocument) -> dict[str, Any]:
    """Context of the `results/document.html` macros."""
    names = names_in(result)
    return {
        "result": result,
        "labels": GROUP_LABELS,
        "short_labels": RELATION_LABELS,
        "letters": LETTERS,
        "absences": ABSENCES,
        "say": lambda note: say(note, names),
        "named": named,
        "indicators": indicators,
        "agreement_word": lambda value: _(word_for(value, AGREEMENT_WORDS)),
        "reliability_word": lambda value: _(word_for(value, RELIABILITY_WORDS)),
        "sections_title": say(finding_of_sections(result), names),
        "charts": [_chart(result, instrument, names) for instrument in result.instruments],
    }


def names_in(result: ResultDocument) -> dict[str, str]:
    """What sections are called in the language of the page, where that differs."""
    return result.english_titles() if str(get_locale()) == "en" else {}


def say(note: Note, names: Mapping[str, str] = {}) -> str:
    """A note in the language of the page; its labels are msgids too."""
    params = {
        name: (names.get(value) or _(value)) if isinstance(value, str) and value else value
        for name, value in note.params.items()
    }
    return str(_(note.text, **params)) if params else str(_(note.text))


def named(part: Any, member: str = "title") -> str:
    """A text of the document in the language of the page."""
    english = getattr(part, f"{member}_en", "") if str(get_locale()) == "en" else ""
    return english or getattr(part, member)


def indicators(section: SectionResult) -> list[str]:
    """The wording of a section's indicators in the language of the page."""
    is_english = str(get_locale()) == "en"
    pairs = zip(section.items, section.items_en, strict=True)
    return [(is_english and english) or text for text, english in pairs]


def _chart(
    result: ResultDocument, instrument: InstrumentResult, names: Mapping[str, str]
) -> tuple[InstrumentResult, Radar | None, str]:
    radar = radar_of(instrument, english=str(get_locale()) == "en")
    return instrument, radar, say(finding_of_views(result, instrument), names)
