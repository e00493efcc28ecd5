"""A result document in words, for the person it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel.numbers import format_decimal
from flask_babel import gettext, ngettext

from survei.result.choices import AGREEMENT_WORDS, GROUP_LABELS, Showing
from survei.result.document import Cell, Gap, Group, Note, ResultDocument, SectionResult
from survei.result.findings import finding_of_sections
from survei.result.rules import word_for

#: Notes that speak to the appraiser, not to the person.
FOR_APPRAISER = frozenset({"advice_strength", "advice_improvement", "advice_gap", "advice_thin"})
#: Differences below it are called "sejalan" where no limit could be computed.
SMALL_GAP = 3


def words_of(result: ResultDocument, language: str) -> dict[str, Any]:
    """What the template of the page needs beside dates."""

    def number(value: float, decimals: int = 0) -> str:
        pattern = "0." + "0" * decimals if decimals else "0"
        return format_decimal(value, format=pattern, locale=language)

    def cell_words(section: SectionResult, cell: Cell) -> str:
        return "; ".join(_cell_words(section, cell, number, language))

    names = result.english_titles() if language == "en" else {}
    return {
        "result": result,
        "labels": GROUP_LABELS,
        "say": lambda note: say(note, names),
        "number": number,
        "cell_words": cell_words,
        "group_words": group_words,
        "gap_words": gap_words,
        "named": lambda part, member="title": _in(part, member, language),
        "indicators": lambda section: [
            (language == "en" and english) or text
            for text, english in zip(section.items, section.items_en, strict=True)
        ],
        "finding": say(finding_of_sections(result), names),
        "advice": [note for note in result.recommendation if note.code not in FOR_APPRAISER],
        "flagged": ", ".join(
            _in(gap, "title", language) for gap in result.gaps if gap.is_flagged and gap.code
        ),
    }


def say(note: Note, names: Mapping[str, str]) -> str:
    """A note in the language of the page; its labels are msgids too."""
    params = {
        name: (names.get(value) or gettext(value)) if isinstance(value, str) and value else value
        for name, value in note.params.items()
    }
    return str(gettext(note.text, **params))


def group_words(group: Group, least: int) -> str:
    """Who rated, in a few words."""
    if group.showing == Showing.SHOWN:
        return str(ngettext("%(num)s penilaian", "%(num)s penilaian", group.n or 0))
    if group.showing == Showing.WITHHELD:
        return str(gettext("kurang dari %(least)s penilaian, tidak ditampilkan", least=least))
    if group.showing == Showing.MISSING:
        return str(gettext("tidak ada penilaian"))
    return str(gettext("tidak ada penilai"))


def gap_words(gap: Gap) -> str:
    """What a difference means."""
    if gap.is_flagged or (gap.limit is None and abs(gap.difference) > SMALL_GAP):
        if gap.difference > 0:
            return str(gettext("Anda menilai diri lebih tinggi daripada penilai lain"))
        return str(gettext("Anda menilai diri lebih rendah daripada penilai lain"))
    return str(gettext("pandangan Anda dan penilai lain sejalan"))


def _cell_words(section: SectionResult, cell: Cell, number: Any, language: str) -> list[str]:
    if cell.score is None:
        return [_absence(cell.showing)]
    words = []
    if cell.points is not None:
        words.append(
            str(
                gettext(
                    "%(points)s dari %(highest)s, mendekati “%(meaning)s”",
                    points=number(cell.points, 1),
                    highest=section.highest,
                    meaning=_in(cell, "meaning", language),
                )
            )
        )
    if cell.agreement is not None:
        words.append(str(gettext(word_for(cell.agreement, AGREEMENT_WORDS))))
    return words


def _absence(showing: Showing) -> str:
    if showing == Showing.WITHHELD:
        return str(gettext("tidak ditampilkan untuk melindungi penilai"))
    return str(gettext("tidak ada penilaian"))


def _in(part: Any, member: str, language: str) -> str:
    english: str = getattr(part, f"{member}_en", "") if language == "en" else ""
    return english or str(getattr(part, member))
