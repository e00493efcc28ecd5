"""Numbers that people type, read and written back: digits 0 to 9 alone, with a decimal comma.

Python's own `int` and `float` take more than a person means: "٣", "1_0", "1e3", "+1", "NaN".
"""

from __future__ import annotations

import math
import re

from survei.figures import Number
from survei.figures import plain as rounded

#: Decimals that are written back; a question takes at most four.
_MOST_DECIMALS = 10
#: Digits of a key, a revision, a page.
MOST_DIGITS = 9
#: "1.250,5", "1250,5", "-3" …
_INDONESIAN = re.compile(r"[-−]?([1-9]\d{0,2}(\.\d{3})+|\d{1,15})(,\d{1,15})?", re.ASCII)
#: "3.5" as some keyboards give it; never three places, which are thousands.
_POINT = re.compile(r"[-−]?\d{1,15}\.(\d{1,2}|\d{4,15})", re.ASCII)


def digits(text: str, most: int = MOST_DIGITS) -> int | None:
    """A number written in at most `most` digits and nothing else; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= most else None


def plain(text: str) -> str | None:
    """A typed number in Python's writing; None for what is none.

    "1.500" is one thousand five hundred, "0.125" is neither that nor an eighth: it is asked again.
    """
    text = text.strip()
    if _INDONESIAN.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif not _POINT.fullmatch(text):
        return None
    return text.replace("−", "-")


def whole(text: str) -> int | None:
    """A typed whole number; None for what is none."""
    written = plain(text)
    return None if written is None or "." in written else int(written)


def decimal(text: str) -> float | None:
    """A typed number with or without decimals; None for what is none."""
    written = plain(text)
    return None if written is None else float(written)


def written(number: Number, language: str = "id") -> str:
    """A number as one would type it: "12,5" (English: "12.5"), all its digits, no others.

    What a damaged document calls a number and is none is written as it is.
    """
    if isinstance(number, float) and not math.isfinite(number):
        return str(number)
    text = f"{rounded(number, _MOST_DECIMALS):f}"
    return text if language == "en" else text.replace(".", ",")
