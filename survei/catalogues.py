"""Languages of the interface: each is a row here and a catalogue in `translations/`.

Babel must know the language, too: it writes the dates. A questionnaire may speak languages that the
interface does not; around it stands Indonesian then. What is written without a request (paper,
sentences of results) asks the catalogue here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path

#: What is written in the code, and spoken where there is no catalogue.
MAIN = "id"
#: Code → what its speakers call it.
CATALOGUES = {MAIN: "Bahasa Indonesia", "en": "English"}
FOLDER = Path(__file__).parent / "translations"
#: From a text as it stands in the code to the reader's.
Translate = Callable[[str], str]


def interface_language(language: str) -> str:
    """The language of the interface for a reader of a language."""
    return language if language in CATALOGUES else MAIN


@lru_cache(maxsize=8)
def translations(language: str) -> NullTranslations:
    """The catalogue of a language; an empty one for Indonesian, and where there is none."""
    return translation("messages", FOLDER, languages=[language], fallback=True)


def translator(language: str) -> Translate:
    """Indonesian as it is, like any text that a language's catalogue lacks."""
    return translations(language).gettext
