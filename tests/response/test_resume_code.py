"""What link and code make together: the same in the browser, and nothing without both."""

from __future__ import annotations

import pytest

from survei.response import resume_code
from survei.response.resume_code import (
    PADDING,
    access_in,
    key_of,
    make_code,
    sealed_body,
    tidy_resume_code,
    unsealed_body,
    without_codes,
    written_code,
)
from tests.devices import proof

TOKEN = "T" * 43


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", '{"saran":["ü😀"]}'.encode(), b"x" * 9000, b"sealed \x80\0 ", b"\x80" * PADDING],
    ids=len,
)
def test_a_body_opens_with_its_link_and_code_only(body: bytes) -> None:
    sealed = sealed_body(key_of(TOKEN, "K7QM2XHD9P"), body)
    assert unsealed_body(key_of(TOKEN, "K7QM2XHD9P"), sealed) == body
    assert unsealed_body(key_of(TOKEN, "K7QM2XHD9Q"), sealed) is None
    assert unsealed_body(key_of("U" * 43, "K7QM2XHD9P"), sealed) is None
    assert (len(sealed) - 28) % PADDING == 0


def test_the_row_is_found_by_who_proves_the_code() -> None:
    key = key_of(TOKEN, "K7QM2XHD9P")
    assert access_in(proof(TOKEN, "K7QM2-XHD9P")) == key.access
    assert key.seal.hex() not in (key.access, proof(TOKEN, "K7QM2-XHD9P"))
    for text in ("", "zz", "ab", "00" * 31, "00" * 33):
        assert access_in(text) is None


def test_a_code_is_slow_to_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    """OWASP's figure, and one that a browser of today reckons in a second."""
    monkeypatch.undo()
    assert resume_code.ROUNDS >= 600_000
    assert len({make_code() for _ in range(200)}) == 200


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("K7QM2-XHD9P", "K7QM2XHD9P"),
        (" k7qm2 xhd9p ", "K7QM2XHD9P"),
        ("O1lU2-xhd9p", "011V2XHD9P"),
        ("K7QM2-XHD9", None),
        ("K7QM2-XHD9PP", None),
        ("", None),
    ],
)
def test_codes_as_people_type_them(typed: str, code: str | None) -> None:
    assert tidy_resume_code(typed) == code
    assert code is None or written_code(code) == f"{code[:5]}-{code[5:]}"


def test_codes_are_hidden_in_letters_and_nothing_else() -> None:
    told = f"Kode lanjutan:\n{make_code()}\n<b>{make_code()}</b> sampai 2026-11-23"
    hidden = "Kode lanjutan:\n*****-*****\n<b>*****-*****</b> sampai 2026-11-23"
    assert without_codes(told) == hidden
