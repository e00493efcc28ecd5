"""What a code may look like, and codes made from words: names of form fields and stored answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

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


def slug(text: str, *, otherwise: str = "butir") -> str:
    """A valid code made from words: "Keteraturan kelas!" gives "keteraturan-kelas"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    code = words if words[:1].isalpha() else f"{otherwise}-{words}".strip("-")
    return code[: LONGEST_CODE - 20].strip("-")


def unique_code(text: str, taken: Collection[str], *, otherwise: str = "butir") -> str:
    """A code from words that is valid and not in `taken`; numbered from 2 where needed."""
    first = slug(text, otherwise=otherwise)
    code, number = first, 1
    while code in taken or not is_code(code):
        number += 1
        code = f"{first}-{number}"
    return code
