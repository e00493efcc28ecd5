"""E-mail addresses and WhatsApp numbers in one form."""

from __future__ import annotations

import re

#: Longest address that mail servers take (RFC 5321).
LONGEST_EMAIL = 254
_ADDRESS = re.compile(
    r"(?=.{1,64}@)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?"
)
_PHONE_MARKS = re.compile(r"[\s().\-/\u00a0\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
#: Indonesian mobile numbers, country code included. Source: numbering plan of Kominfo.
_MOBILE = re.compile(r"628[0-9]{8,11}")


def normalise_email(text: str) -> str | None:
    """The address trimmed and in lower case; None when it is not exactly one ASCII address.

    Look-alikes (full-width "＠", Cyrillic letters) are refused and never translated, so that two
    different texts never become the same mailbox by accident. Source: security.md, row 56.
    """
    address = text.strip().lower()
    if len(address) > LONGEST_EMAIL or not address.isascii():
        return None
    return address if _ADDRESS.fullmatch(address) else None


def normalise_whatsapp(text: str) -> str | None:
    """The number in international form without "+": "0812 …" and "+62 812 …" give "62812…".

    None when the text holds anything else than one number of 8 to 15 digits.
    """
    digits = _PHONE_MARKS.sub("", text)
    international = digits.startswith("+")
    digits = digits.removeprefix("+")
    if not (digits.isascii() and digits.isdecimal()):
        return None
    if not international:
        digits = _with_country(digits)
    if digits.startswith("620"):
        digits = "62" + digits[3:]
    return digits if 8 <= len(digits) <= 15 else None


def is_mobile(number: str) -> bool:
    """Whether a normalised number looks like an Indonesian mobile one."""
    return _MOBILE.fullmatch(number) is not None


def _with_country(digits: str) -> str:
    if digits.startswith("00"):
        return digits[2:]
    if digits.startswith("0"):
        return "62" + digits[1:]
    # A spreadsheet that takes the number for one drops the leading zero.
    return "62" + digits if digits.startswith("8") else digits
