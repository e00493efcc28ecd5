"""Texts made fit for paper: no control characters, and long words that may break."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

#: Control characters, and marks that turn the direction of what follows.
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
#: Longer words may break anywhere; a column of a scale is narrower than a line.
LONGEST_WORD = 40
LONGEST_IN_CELL = 12
LONGEST_IN_NARROW_CELL = 8
#: More columns than this are narrow.
MOST_WIDE_COLUMNS = 6
_BREAK = "\u200b"


def clean(value: Any) -> Any:
    """The same structure with every text in it cleaned."""
    if isinstance(value, dict):
        return {key: clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [clean(item) for item in value]
    return tidy(value) if isinstance(value, str) else value


def tidy(text: str, longest: int = LONGEST_WORD) -> str:
    """NFC, line ends as one character, and room to break words longer than `longest`."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROLS.sub("", text.replace("\t", " "))
    pattern = rf"[^\s\u200b]{{{longest + 1},}}"
    return re.sub(pattern, lambda word: breakable(word[0], longest), text)


def breakable(word: str, longest: int) -> str:
    """The word with places to break, every `longest` characters."""
    return _BREAK.join(word[at : at + longest] for at in range(0, len(word), longest))


def in_cell(text: str, columns: int) -> str:
    """A text for one of so many columns."""
    return tidy(text, LONGEST_IN_CELL if columns <= MOST_WIDE_COLUMNS else LONGEST_IN_NARROW_CELL)


def paragraphs(text: str) -> list[str]:
    """The lines of a text that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
