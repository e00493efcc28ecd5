"""Codes, the names of form fields and stored answers: what one may look like, how one is made from
words, and what is wrong with those of a document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

from survei.questionnaire.finding import Finding, Place, error
from survei.questionnaire.places import short

LONGEST_CODE = 60
PATTERN = re.compile(rf"[a-z][a-z0-9_-]{{0,{LONGEST_CODE - 1}}}")

#: Names that the form uses itself, and properties of an HTML form that an input of the same name
#: would hide from scripts.
RESERVED = frozenset(
    {"yakin", "na", "reason", "note", "kode", "token", "revision"}
    | {"action", "method", "target", "name", "id", "title", "style", "lang", "dir", "dataset"}
    | {"elements", "length", "submit", "reset", "children", "matches", "closest", "data"}
)

INVALID = "Kode “%(code)s” tidak dapat dipakai."
INVALID_REMEDY = (
    "Gunakan huruf kecil, angka, tanda hubung atau garis bawah, diawali huruf, paling panjang "
    "%(longest)s karakter, dan bukan kata khusus seperti “na” atau “yakin”."
)
REPEATED = "Kode “%(code)s” sudah dipakai pada %(first)s."
REPEATED_REMEDY = "Beri kode lain; setiap jawaban disimpan di bawah kodenya."


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


def code_findings(named: Iterable[tuple[Place, str]]) -> Iterator[Finding]:
    """One finding for each that is no code or was there before."""
    first: dict[str, str] = {}
    for place, code in named:
        if not is_code(code):
            yield error(place, INVALID, INVALID_REMEDY, code=short(code), longest=LONGEST_CODE)
        elif code in first:
            yield error(place, REPEATED, REPEATED_REMEDY, code=code, first=first[code])
        first.setdefault(code, place.label)
