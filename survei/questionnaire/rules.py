"""Rules of questionnaires: codes, wording, and the check before publication."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from survei.questionnaire.checks import check
from survei.questionnaire.codes import LONGEST_CODE, is_code
from survei.questionnaire.finding import DocumentInvalid, Finding, Severity
from survei.questionnaire.wording import anchor_of, wording

__all__ = [
    "DocumentInvalid",
    "Finding",
    "Severity",
    "anchor_of",
    "check",
    "errors_of",
    "is_code",
    "slug",
    "unique_code",
    "wording",
]


def errors_of(findings: Collection[Finding]) -> list[Finding]:
    """Those that stop a publication."""
    return [finding for finding in findings if finding.is_error]


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
