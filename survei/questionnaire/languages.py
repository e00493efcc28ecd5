"""Languages in which a questionnaire can speak: the one table of their names.

A questionnaire may use others, too: any code of ISO 639, which then also serves as the name.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: The language that every text has.
MAIN = "id"
#: Code → what its speakers call it. Source: ISO 639-1, else 639-3.
NAMES = {
    MAIN: "Bahasa Indonesia",
    "en": "English",
    "mak": "Basa Mangkasara’",
    "bug": "Basa Ugi",
    "mdr": "Basa Mandar",
    "sda": "Basa Toraya",
    "jv": "Basa Jawa",
    "su": "Basa Sunda",
    "mad": "Bhâsa Madhurâ",
    "ban": "Basa Bali",
    "min": "Baso Minangkabau",
    "ace": "Bahsa Acèh",
    "bjn": "Basa Banjar",
    "sas": "Base Sasak",
    "ms": "Bahasa Melayu",
    "ar": "العربية",
    "zh": "中文",
}
#: What XLSForms usually call a language; others are called as their speakers do.
IN_XLSFORMS = {MAIN: "Indonesian", "en": "English"}
#: Other names that people give a language, in lower case.
CALLED = {
    "indonesia": MAIN,
    "indonesian": MAIN,
    "inggris": "en",
    "makassar": "mak",
    "makasar": "mak",
    "makassarese": "mak",
    "bugis": "bug",
    "buginese": "bug",
    "mandar": "mdr",
    "toraja": "sda",
    "jawa": "jv",
    "javanese": "jv",
    "sunda": "su",
    "sundanese": "su",
    "madura": "mad",
    "bali": "ban",
    "minang": "min",
    "minangkabau": "min",
    "aceh": "ace",
    "banjar": "bjn",
    "sasak": "sas",
    "melayu": "ms",
    "malay": "ms",
    "arab": "ar",
    "arabic": "ar",
    "mandarin": "zh",
    "chinese": "zh",
}
_OWN = {name.casefold(): code for code, name in NAMES.items()}
CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


def name_of(language: str) -> str:
    """What a language is called by its speakers; its code where the table does not know it."""
    return NAMES.get(language, language)


@lru_cache(maxsize=256)
def is_language(code: str) -> bool:
    """Whether this can be the code of a language."""
    return CODE.fullmatch(code) is not None


def code_of(name: str) -> str:
    """The code of a language by one of its names; empty for one that nobody knows."""
    plain = name.strip().casefold().removeprefix("bahasa ").removeprefix("basa ")
    return _OWN.get(name.strip().casefold()) or CALLED.get(plain, "")
