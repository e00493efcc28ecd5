"""A result document in words, for the person it is about."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, ngettext

from survei.presentation.chart_captions import finding_of_sections
from survei.presentation.result_words import ResultWords
from survei.result.choices import AGREEMENT_WORDS, GROUP_LABELS, Showing
from survei.result.document import Cell, Group, ResultDocument, SectionResult
from survei.result.rules import word_for

#: Notes that speak to the appraiser, not to the person.
FOR_APPRAISER = frozenset({"advice_strength", "advice_improvement", "advice_gap", "advice_thin"})


def words_of(result: ResultDocument, language: str) -> dict[str, Any]:
    """What the template of the page needs beside dates."""
    words = ResultWords(result, language=language, translate=gettext)
    return {
        "result": result,
        "labels": GROUP_LABELS,
        "words": words,
        "cell_words": lambda section, cell: "; ".join(cell_words(words, section, cell)),
        "group_words": group_words,
        "finding": words.say(finding_of_sections(result)),
        "advice": [note for note in result.recommendation if note.code not in FOR_APPRAISER],
        "flagged": ", ".join(
            words.named(gap) for gap in result.gaps if gap.is_flagged and gap.code
        ),
    }


def group_words(group: Group, least: int) -> str:
    """Who rated, in a few words."""
    if group.showing == Showing.SHOWN:
        return str(ngettext("%(num)s penilaian", "%(num)s penilaian", group.n or 0))
    if group.showing == Showing.WITHHELD:
        return str(gettext("kurang dari %(least)s penilaian, tidak ditampilkan", least=least))
    if group.showing == Showing.MISSING:
        return str(gettext("tidak ada penilaian"))
    return str(gettext("tidak ada penilai"))


def cell_words(words: ResultWords, section: SectionResult, cell: Cell) -> list[str]:
    """What a figure means, or why there is none."""
    if cell.score is None:
        return [_absence(cell.showing)]
    said = [words.level(section, cell.score)]
    if cell.agreement is not None:
        said.append(str(gettext(word_for(cell.agreement, AGREEMENT_WORDS))))
    return said


def _absence(showing: Showing) -> str:
    if showing == Showing.WITHHELD:
        return str(gettext("tidak ditampilkan untuk melindungi penilai"))
    return str(gettext("tidak ada penilaian"))
