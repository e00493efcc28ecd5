"""What a page needs to show one result document: words for figures, charts, titles."""

from __future__ import annotations

from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from survei.cycle.choices import RELATION_LABELS, Relation
from survei.presentation.chart_captions import finding_of_sections, finding_of_views
from survei.presentation.charts import Radar, radar_of
from survei.presentation.result_words import ResultWords
from survei.result.choices import AGREEMENT_WORDS, GROUP_LABELS, RELIABILITY_WORDS, Showing
from survei.result.document import InstrumentResult, ResultDocument
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
    words = ResultWords(result, language=str(get_locale() or "id"), translate=_)
    return {
        "result": result,
        "words": words,
        "labels": GROUP_LABELS,
        "short_labels": RELATION_LABELS,
        "letters": LETTERS,
        "absences": ABSENCES,
        "say": words.say,
        "named": words.named,
        "indicators": words.indicators,
        "agreement_word": lambda value: _(word_for(value, AGREEMENT_WORDS)),
        "reliability_word": lambda value: _(word_for(value, RELIABILITY_WORDS)),
        "sections_title": words.say(finding_of_sections(result)),
        "charts": [_chart(words, instrument) for instrument in result.instruments],
    }


def _chart(
    words: ResultWords, instrument: InstrumentResult
) -> tuple[InstrumentResult, Radar | None, str]:
    scale = words.result.scale_of(instrument)
    radar = radar_of(instrument, scale, english=words.language == "en")
    return instrument, radar, words.say(finding_of_views(words.result, instrument))
