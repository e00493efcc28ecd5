"""Keys and codes: valid, and each only once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from survei.questionnaire import places
from survei.questionnaire.checks.walk import Walk
from survei.questionnaire.codes import LONGEST_CODE, is_code
from survei.questionnaire.finding import Finding, Place, error

INVALID = "Kode “%(code)s” tidak dapat dipakai."
INVALID_REMEDY = (
    "Gunakan huruf kecil, angka, tanda hubung atau garis bawah, diawali huruf, paling panjang "
    "%(longest)s karakter, dan bukan kata khusus seperti “na” atau “yakin”."
)
REPEATED = "Kode “%(code)s” sudah dipakai pada %(first)s."
REPEATED_REMEDY = "Beri kode lain; setiap jawaban disimpan di bawah kodenya."


def valid_key(walk: Walk) -> Iterator[Finding]:
    """The key of the questionnaire is a code."""
    yield from codes_among([(places.WHOLE, walk.document.key)])


def valid_section_codes(walk: Walk) -> Iterator[Finding]:
    """Section codes are codes and unique."""
    yield from codes_among((place, section.code) for place, section in walk.sections)


def valid_question_codes(walk: Walk) -> Iterator[Finding]:
    """Question codes are codes and unique in the whole document."""
    yield from codes_among((place, question.code) for place, question in walk.questions)


def valid_scale_keys(walk: Walk) -> Iterator[Finding]:
    """Scale keys are codes; a mapping keeps them unique."""
    yield from codes_among((place, place.scale) for place, _ in walk.scales)


def codes_among(named: Iterable[tuple[Place, str]]) -> Iterator[Finding]:
    """One finding for each that is no code or was there before."""
    first: dict[str, str] = {}
    for place, code in named:
        if not is_code(code):
            shown = places.short(code)
            yield error(place, INVALID, INVALID_REMEDY, code=shown, longest=LONGEST_CODE)
        elif code in first:
            yield error(place, REPEATED, REPEATED_REMEDY, code=code, first=first[code])
        first.setdefault(code, place.label)
