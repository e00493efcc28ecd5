"""Codes in a document: valid, and each only once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from survei.questionnaire.codes import LONGEST_CODE, is_code
from survei.questionnaire.finding import Finding, Place, error
from survei.questionnaire.places import short

INVALID = "Kode “%(code)s” tidak dapat dipakai."
INVALID_REMEDY = (
    "Gunakan huruf kecil, angka, tanda hubung atau garis bawah, diawali huruf, paling panjang "
    "%(longest)s karakter, dan bukan kata khusus seperti “na” atau “yakin”."
)
REPEATED = "Kode “%(code)s” sudah dipakai pada %(first)s."
REPEATED_REMEDY = "Beri kode lain; setiap jawaban disimpan di bawah kodenya."


def code_findings(named: Iterable[tuple[Place, str]]) -> Iterator[Finding]:
    """One finding for each that is no code or was there before."""
    first: dict[str, str] = {}
    for place, code in named:
        if not is_code(code):
            yield error(place, INVALID, INVALID_REMEDY, code=short(code), longest=LONGEST_CODE)
        elif code in first:
            yield error(place, REPEATED, REPEATED_REMEDY, code=code, first=first[code])
        first.setdefault(code, place.label)
