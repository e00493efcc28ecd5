"""Text as people type it into staff lists, made one form without losing what it says."""

from __future__ import annotations

import re
import unicodedata

#: Longest name of a person, unit or job role, in characters. Source: security.md, row 49.
LONGEST_NAME = 200

#: Invisible characters that reorder or split a name: bidi controls, zero width, soft hyphen, BOM.
INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
#: Controls that never belong in a name; tab and line ends count as spaces.
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


def is_plain(text: str) -> bool:
    """Whether the text needs no cleaning: nearly all texts do not, and this is ten times faster."""
    return text.isascii() and text.isprintable() and "  " not in text and text == text.strip()


def clean_text(text: str) -> str:
    """The text in NFC, without invisible characters, with single spaces inside and none around.

    Control characters stay, so that `has_control` can refuse them.
    """
    if is_plain(text):
        return text
    return _SPACES.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def has_control(text: str) -> bool:
    """Whether the text holds a NUL or another control character, or half a character."""
    return not text.isprintable() and CONTROL.search(text) is not None


def fold(text: str) -> str:
    """The key under which two spellings of a unit or job role are the same.

    Case, width, spaces and punctuation at the ends are ignored; nothing else is guessed.
    """
    return clean_text(unicodedata.normalize("NFKC", text)).casefold().strip(" .,;:-")
