"""The NIP: 18 digits that say who somebody is.

Source: Peraturan Kepala BKN 22/2007 (PNS) and its use for PPPK; `domain.md`, Identity.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from survei.staff.choices import EmploymentKind

#: What NIPs are typed with between the digits; removed, and said.
_SEPARATORS = re.compile(r"[\s.\-'`’\u00a0\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
#: What a spreadsheet makes of a NIP that it takes for a number.
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
#: From this code on, the two digits after the year are a PPPK code and not a month.
FIRST_PPPK_CODE = 21
#: Age at appointment outside of these is possible but odd.
YOUNGEST, OLDEST = 16, 60


def strip_nip(text: str) -> str:
    """The text without the spaces, dots and dashes that people put into a NIP."""
    return text if text.isdigit() else _SEPARATORS.sub("", text)


def is_scientific(text: str) -> bool:
    """Whether a spreadsheet has turned the NIP into a number like 1,98609E+17."""
    return _SCIENTIFIC.fullmatch(text.strip()) is not None


def nip_error(digits: str, today: date) -> str | None:
    """Code of the reason why this cannot be a NIP; None when it can.

    Takes the stripped text. The codes are keys of `issues.ISSUES`.
    """
    if digits and not (digits.isascii() and digits.isdecimal()):
        return "nip_letters"
    if len(digits) != 18:
        return "nip_length"
    if digits[14] not in "12":
        return "nip_sex"
    birth = _date(digits[:8])
    return None if birth and birth <= today else "nip_birth"


def nip_warning(digits: str, today: date) -> str | None:
    """Code of what is odd about a valid NIP; None when nothing is. Old records hold mistakes."""
    if digits[15:] == "000":
        return "nip_sequence"
    return _appointment_warning(digits[:4], digits[8:14], today)


def employment_of(digits: str) -> EmploymentKind | None:
    """What a valid NIP says of the kind of employment; None where it says neither."""
    return _kind(int(digits[12:14]))


def format_nip(digits: str) -> str:
    """ "19860926 201505 1 001", the way it is printed."""
    return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"


def _kind(code: int) -> EmploymentKind | None:
    if 1 <= code <= 12:
        return EmploymentKind.PNS
    return EmploymentKind.PPPK if code >= FIRST_PPPK_CODE else None


@lru_cache(maxsize=40_000)
def _date(digits: str) -> date | None:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if day.year >= 1900 else None


@lru_cache(maxsize=40_000)
def _appointment_warning(birth_year: str, appointed: str, today: date) -> str | None:
    year, code = int(appointed[:4]), int(appointed[4:])
    if _kind(code) is None:
        return "nip_month"
    if year > today.year:
        return "nip_future"
    return None if YOUNGEST <= year - int(birth_year) <= OLDEST else "nip_age"
