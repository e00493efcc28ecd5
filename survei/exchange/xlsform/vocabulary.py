"""Words that both directions use: columns, list names, our own columns."""

from __future__ import annotations

import re
from typing import TypeAlias

from survei.questionnaire.choices import CANNOT_RATE, NO, OTHER, YES
from survei.questionnaire.kinds.with_choices import OTHER_LABEL
from survei.questionnaire.languages import IN_XLSFORMS, MAIN, name_of
from survei.questionnaire.translated_text import Text

#: {column: text}; empty texts are left out when written.
Row: TypeAlias = dict[str, str]

#: Before the columns of the survey sheet that only we have. In the other sheets an underscore
#: follows: pyxform writes the columns of choices into the form as XML elements.
OURS, OURS_ELSEWHERE = "sipakainge::", "sipakainge_"

#: Names of lists.
SCALE_LIST, CHOICE_LIST, YES_NO_LIST, NA_SUFFIX = "skala.", "pilihan.", "ya_tidak", ".na"

NA = (CANNOT_RATE, Text("Tidak dapat menilai", en="Cannot rate"))
OTHER_CHOICE = (OTHER, OTHER_LABEL)
OTHER_TEXT = Text("Sebutkan yang lainnya.", en="Please specify the other.")
YES_CHOICE, NO_CHOICE = (YES, Text("Ya", en="Yes")), (NO, Text("Tidak", en="No"))
UNIT = Text("Satuan: ", en="Unit: ")
#: What `sipakainge::part` says of rows that belong to something else.
PART_INTRO, PART_OTHER = "intro", "other"
#: A reference in a text would be calculated by others; a word joiner inside keeps it text.
REFERENCE, INERT_REFERENCE = "${", "$\u2060{"

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def language_column(language: str) -> str:
    """How a column says its language: "English (en)"."""
    return f"{IN_XLSFORMS.get(language) or name_of(language)} ({language})"


def translated_column(column: str, language: str) -> str:
    """The column of a text in a language: "label::English (en)"."""
    return f"{column}::{language_column(language)}"


def own_column(column: str, language: str) -> str:
    """A column of ours for a language: "sipakainge::self", "sipakainge::self_en"."""
    return column if language == MAIN else f"{column}_{language}"


def translated_cells(column: str, text: Text, otherwise: str = "") -> Row:
    """The cells of a text in the columns of XLSForm; the Indonesian one is never empty."""
    cells = {translated_column(column, language): wording for language, wording in text.items()}
    main = translated_column(column, MAIN)
    return {**cells, main: cells.get(main) or otherwise}


def own_cells(column: str, text: Text) -> Row:
    """The cells of a text in columns of ours."""
    return {own_column(column, language): wording for language, wording in text.items()}


def outward(text: str) -> str:
    """A text as a label: nothing in it is a reference."""
    return text.replace(REFERENCE, INERT_REFERENCE)


def inward(text: str) -> str:
    """A label as our text."""
    return text.replace(INERT_REFERENCE, REFERENCE) if INERT_REFERENCE in text else text
