"""The NIP: what is refused, what is odd, what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survei.staff.choices import EmploymentKind
from survei.staff.rules.nip import (
    employment_of,
    format_nip,
    is_scientific,
    nip_error,
    nip_warning,
    strip_nip,
)
from tests.staff.lists import TODAY, nip

PNS = "198609262015051001"
PPPK = "199203212023211012"


@pytest.mark.parametrize(
    ("digits", "kind"),
    [
        (PNS, EmploymentKind.PNS),
        (PPPK, EmploymentKind.PPPK),
        ("198609262015151001", None),
    ],
    ids=["pns", "pppk", "month 15"],
)
def test_a_number_says_how_somebody_is_employed(digits: str, kind: EmploymentKind | None) -> None:
    assert employment_of(digits) == kind


@pytest.mark.parametrize("text", [PNS, "19860926 201505 1 001", "19860926.201505.1.001", f"'{PNS}"])
def test_marks_between_the_digits_are_dropped(text: str) -> None:
    assert strip_nip(text) == PNS


ERRORS = {
    "seventeen digits": (PNS[:-1], "nip_length"),
    "nineteen digits": (PNS + "1", "nip_length"),
    "letters": ("19860926201505100A", "nip_letters"),
    "arabic digits": ("١٩٨٦٠٩٢٦٢٠١٥٠٥١٠٠١", "nip_letters"),
    "empty": ("", "nip_length"),
    "31 February": ("198602312015051001", "nip_birth"),
    "month 13": ("198613012015051001", "nip_birth"),
    "born tomorrow": ("202611242015051001", "nip_birth"),
    "born 1066": ("106609262015051001", "nip_birth"),
    "sex 3": ("198609262015053001", "nip_sex"),
    "sex 0": ("198609262015050001", "nip_sex"),
}


@pytest.mark.parametrize(("digits", "code"), ERRORS.values(), ids=ERRORS)
def test_hard_errors(digits: str, code: str) -> None:
    assert nip_error(digits, TODAY) == code


WARNINGS = {
    "plain PNS": (PNS, None),
    "plain PPPK": (PPPK, None),
    "month 13": ("198609262015131001", "nip_month"),
    "code 00": ("198609262015001001", "nip_month"),
    "code 20": ("198609262015201001", "nip_month"),
    "code 21": ("198609262015211001", None),
    "appointed next year": ("198609262027051001", "nip_future"),
    "appointed at 15": ("198609262001051001", "nip_age"),
    "appointed at 61": ("194009262001051001", "nip_age"),
    "sequence 000": ("198609262015051000", "nip_sequence"),
}


@pytest.mark.parametrize(("digits", "code"), WARNINGS.values(), ids=WARNINGS)
def test_odd_numbers_only_warn(digits: str, code: str | None) -> None:
    assert nip_error(digits, TODAY) is None
    assert nip_warning(digits, TODAY) == code


@pytest.mark.parametrize("text", ["1.98609E+17", "1,98609E+17", "1.98609e17", "2E+17"])
def test_a_spreadsheet_number_is_recognised(text: str) -> None:
    assert is_scientific(text)


@given(st.text(max_size=30))
def test_any_text_is_either_refused_or_readable(text: str) -> None:
    digits = strip_nip(text)
    if nip_error(digits, TODAY) is None:
        assert format_nip(digits).replace(" ", "") == digits
        employment_of(digits)
    else:
        assert not is_scientific(text) or len(digits) != 18


@given(st.integers(0, 15_000))
def test_printing_and_stripping_are_inverse(number: int) -> None:
    assert strip_nip(format_nip(nip(number))) == nip(number)
