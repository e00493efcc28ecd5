"""Reading documents of older formats.

Format 1 had a text as plain JSON text and its English beside it: `"title": "…", "title_en": "…"`.
Format 2 has one member for all languages: `"title": {"id": "…", "en": "…"}`. What is stored is
never changed: it is read as if it had been written today.
"""

from __future__ import annotations

from typing import Any

#: The format that is written now.
FORMAT = 2
ENGLISH = "_en"
#: Where translations come with a scale of the library, whatever the questionnaire speaks.
SCALES = "scales"


def upgraded(raw: Any) -> Any:
    """JSON of any format, as `json` reads it, in the form of format 2; the given one stays."""
    if not isinstance(raw, dict) or raw.get("format", 1) != 1:
        return raw
    own = {name: value for name, value in raw.items() if name != SCALES}
    speaks = {"languages": ["en"]} if _has_english(own) else {}
    return {**speaks, **joined(raw), "format": FORMAT}


def joined(raw: Any) -> Any:
    """A part of format 1 in which every text holds its English."""
    if isinstance(raw, list):
        return [joined(one) for one in raw]
    if not isinstance(raw, dict):
        return raw
    found = {name: joined(value) for name, value in raw.items() if not _is_english(name, value)}
    for name, value in raw.items():
        if _is_english(name, value):
            member = name.removesuffix(ENGLISH)
            text = found.get(member, "")
            is_plain = isinstance(text, str)  # else it stays, an unknown member that is told
            found |= {member: {"id": text, "en": value}} if is_plain else {name: value}
    return found


def _is_english(name: str, value: Any) -> bool:
    return name.endswith(ENGLISH) and isinstance(value, str)


def _has_english(raw: Any) -> bool:
    if isinstance(raw, list):
        return any(map(_has_english, raw))
    return isinstance(raw, dict) and any(
        bool(value) if _is_english(name, value) else _has_english(value)
        for name, value in raw.items()
    )
