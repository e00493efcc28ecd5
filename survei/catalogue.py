"""Texts in the language of a reader, for what is written without a request: paper, sentences."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path

FOLDER = Path(__file__).parent / "translations"
#: From a text as it stands in the code to the reader's.
Translate = Callable[[str], str]


@lru_cache(maxsize=8)
def translations(language: str) -> NullTranslations:
    """The catalogue of a language; an empty one for Indonesian, and where there is none."""
    return translation("messages", FOLDER, languages=[language], fallback=True)


def translator(language: str) -> Translate:
    """Indonesian as it is, like any text that a language's catalogue lacks."""
    return translations(language).gettext
