"""Texts as they are kept: composed Unicode, one kind of line end, no white space around."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from survei.questionnaire.document import Document
from survei.questionnaire.parts import Part
from survei.questionnaire.translated_text import NOTHING, Text

P = TypeVar("P", bound=Part)


def tidy_text(text: str) -> str:
    """NFC, line feeds only, no space at line ends and none around. Source: security.md, row 51.

    Unpaired surrogates, which no JSON can hold, become the replacement character.
    """
    if is_plain(text):
        return text.strip()
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    lines = unicodedata.normalize("NFC", whole).replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[ \t\u00a0]+\n", "\n", lines).strip()


def is_plain(text: str) -> bool:
    """Whether a text, and so every part of it, is tidy but for white space around it."""
    return text.isprintable() and (text.isascii() or unicodedata.is_normalized("NFC", text))


def tidy(document: Document) -> Document:
    """The document with every text tidied and no number that JSON cannot hold.

    The given one stays as it is. Most are tidy already, which one look at their JSON tells.
    """
    return document if are_tidy(document) else tidy_part(document)


def are_tidy(texts: Document | Sequence[Sequence[str]]) -> bool:
    """Whether all texts are: as JSON nothing is escaped and no space stands beside a quote.

    Numbers that JSON cannot hold are written as null there, which nothing else is.
    """
    try:
        text = msgspec.json.encode(texts)
    except UnicodeEncodeError:
        return False
    is_bare = not any(sign in text for sign in (b"\\", b'" ', b' "', b"null", b"\x7f"))
    return is_bare and (text.isascii() or is_plain(text.decode()))


def tidy_part(part: P) -> P:
    """A part with every text in it tidied, those of its parts included; itself when it was tidy."""
    changes = {}
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if value and (clean := _tidy_value(value)) is not value:  # most members are empty
            changes[name] = clean
    return msgspec.structs.replace(part, **changes) if changes else part


def _tidy_value(value: object) -> object:
    if isinstance(value, str):
        return tidy_text(value)
    if isinstance(value, Part):
        return tidy_part(value)
    if isinstance(value, Text):
        clean = Text.of({language: tidy_text(wording) for language, wording in value.items()})
        return value if clean == value else clean or NOTHING
    if isinstance(value, list):
        items = [_tidy_value(item) for item in value]
        return value if _are_same(items, value) else items
    if isinstance(value, dict):
        pairs = {key: _tidy_value(item) for key, item in value.items()}
        return value if _are_same(pairs.values(), value.values()) else pairs
    if isinstance(value, float) and not math.isfinite(value):
        return 0.0
    return value


def _are_same(some: Iterable[object], others: Iterable[object]) -> bool:
    return all(one is other for one, other in zip(some, others, strict=True))
