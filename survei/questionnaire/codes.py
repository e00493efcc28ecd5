"""What a code may look like. Codes are names of form fields, columns and stored answers."""

from __future__ import annotations

import re

LONGEST_CODE = 60
PATTERN = re.compile(rf"[a-z][a-z0-9_-]{{0,{LONGEST_CODE - 1}}}")

#: Names that the form uses itself, and properties of an HTML form that an input of the same name
#: would hide from scripts.
RESERVED = frozenset(
    {"yakin", "na", "reason", "note", "kode", "token", "revision"}
    | {"action", "method", "target", "name", "id", "title", "style", "lang", "dir", "dataset"}
    | {"elements", "length", "submit", "reset", "children", "matches", "closest", "data"}
)


def is_code(text: str) -> bool:
    """Lowercase letter, then lowercase letters, digits, "-" and "_"; not reserved."""
    return bool(PATTERN.fullmatch(text)) and text not in RESERVED
