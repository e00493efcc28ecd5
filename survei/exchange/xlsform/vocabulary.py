"""Words that both directions use: columns, list names, our own columns."""

from __future__ import annotations

import re
from typing import TypeAlias

from survei.questionnaire.choices import CANNOT_RATE, NO, OTHER, YES

#: {column: text}; empty texts are left out when written.
Row: TypeAlias = dict[str, str]

#: Columns of texts in our two languages.
ID, EN = "Indonesian (id)", "English (en)"
LABEL_ID, LABEL_EN = f"label::{ID}", f"label::{EN}"
HINT_ID, HINT_EN = f"hint::{ID}", f"hint::{EN}"
#: Before the columns of the survey sheet that only we have. In the other sheets an underscore
#: follows: pyxform writes the columns of choices into the form as XML elements.
OURS, OURS_ELSEWHERE = "sipakainge::", "sipakainge_"

#: Names of lists.
SCALE_LIST, CHOICE_LIST, YES_NO_LIST, NA_SUFFIX = "skala.", "pilihan.", "ya_tidak", ".na"

NA = (CANNOT_RATE, "Tidak dapat menilai", "Cannot rate")
OTHER_CHOICE = (OTHER, "Lainnya", "Other")
OTHER_TEXT = ("Sebutkan yang lainnya.", "Please specify the other.")
YES_CHOICE, NO_CHOICE = (YES, "Ya", "Yes"), (NO, "Tidak", "No")
UNIT = ("Satuan: ", "Unit: ")
#: What `sipakainge::part` says of rows that belong to something else.
PART_INTRO, PART_OTHER = "intro", "other"
#: A reference in a text would be calculated by others; a word joiner inside keeps it text.
REFERENCE, INERT_REFERENCE = "${", "$\u2060{"

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def outward(text: str) -> str:
    """A text as a label: nothing in it is a reference."""
    return text.replace(REFERENCE, INERT_REFERENCE)


def inward(text: str) -> str:
    """A label as our text."""
    return text.replace(INERT_REFERENCE, REFERENCE) if INERT_REFERENCE in text else text
