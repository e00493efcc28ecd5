"""Tokens, codes and receipts. Source: security.md B1, rows 1 and 7, and D.3."""

from __future__ import annotations

import re

import pytest

from survei.invitation.rules import (
    code_hash,
    make_code,
    make_nonce,
    make_token,
    receipt_number,
    tidy_code,
    tidy_token,
    token_hash,
)

KEY = b"k" * 32
NONCE = "00112233445566778899aabbccddeeff"
TOKEN = make_token(KEY, "form", 17, NONCE)


def test_a_token_is_43_url_safe_characters() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", TOKEN)


def test_the_same_inputs_give_the_same_token() -> None:
    assert make_token(KEY, "form", 17, NONCE) == TOKEN


@pytest.mark.parametrize(
    "other",
    [
        (b"x" * 32, "form", 17, NONCE),
        (KEY, "list", 17, NONCE),
        (KEY, "form", 18, NONCE),
        (KEY, "form", 17, make_nonce()),
    ],
    ids=["key", "purpose", "subject", "nonce"],
)
def test_any_other_input_gives_another_token(other: tuple[bytes, str, int, str]) -> None:
    assert make_token(*other) != TOKEN


def test_a_thousand_tokens_share_nothing() -> None:
    tokens = [make_token(KEY, "form", number, make_nonce()) for number in range(1000)]
    assert len(set(tokens)) == 1000
    assert len({token[:5] for token in tokens}) > 990
    assert len({token[0] for token in tokens}) > 50
    assert tokens != sorted(tokens)


@pytest.mark.parametrize("tail", ["", ".", ",", ")", ">", '"', "%3D", "=", ").", " ", "&gt;", "»"])
def test_punctuation_behind_a_token_is_dropped(tail: str) -> None:
    assert tidy_token(TOKEN + tail) == TOKEN


@pytest.mark.parametrize(
    "mangled",
    [TOKEN[:-1], TOKEN + "x", TOKEN[:20] + "\n" + TOKEN[20:], "\0" + TOKEN, "", "x" * 10_000],
    ids=["cut", "longer", "wrapped", "nul", "empty", "10 kB"],
)
def test_what_is_no_token_stays_none(mangled: str) -> None:
    assert tidy_token(mangled) is None


def test_the_hash_is_the_sha256_of_the_token_and_never_fails() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", token_hash(TOKEN))
    assert re.fullmatch(r"[0-9a-f]{64}", token_hash("\ud800\0"))


def test_a_code_is_grouped_and_its_hash_forgives_the_way_it_is_typed() -> None:
    code = make_code(KEY, 5, NONCE)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}", code)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert code_hash(KEY, typed) == code_hash(KEY, code)
    assert code_hash(b"x" * 32, code) != code_hash(KEY, code)


@pytest.mark.parametrize("typed", ["", "K7QM", "K7QM-2XHD-9PR*", "K7QM-2XHD-9PRAA", "\0" * 12])
def test_what_is_no_code_stays_none(typed: str) -> None:
    assert tidy_code(typed) is None


def test_a_receipt_number_is_short_and_stable() -> None:
    number = receipt_number(KEY, 17, NONCE)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", number)
    assert receipt_number(KEY, 17, NONCE) == number
    assert receipt_number(KEY, 18, NONCE) != number


def test_a_very_long_address_is_read_only_at_its_beginning() -> None:
    long = "A" * 43 + "%3D" * 4000 + "!"
    assert tidy_token(long) == tidy_token(long[:123])
