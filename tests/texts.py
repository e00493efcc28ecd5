"""Texts in tests: `said(text="Halo", text_en="Hello")` gives members whose texts are such."""

from __future__ import annotations

from typing import Any

from survei.questionnaire.translated_text import NOTHING

MEMBERS = ("title", "intro", "label", "anchor", "text", "text_self", "hint", "unit")


def said(part: Any = None, /, **members: Any) -> dict[str, Any]:
    """The members, plain strings as texts; what the part says in other languages stays."""
    found = {
        name: getattr(part, name, NOTHING).having("id", value)
        if name in MEMBERS and isinstance(value, str)
        else value
        for name, value in members.items()
        if name.removesuffix("_en") == name
    }
    for name, value in members.items():
        member = name.removesuffix("_en")
        if member != name:
            text = found.get(member) or getattr(part, member, NOTHING)
            found[member] = text.having("en", value)
    return found
