"""The languages of a questionnaire: one more, one less, and how far each is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from msgspec.structs import replace

from survei.errors import NotFound, SurveiError
from survei.questionnaire.document import Document
from survei.questionnaire.languages import MAIN, is_language
from survei.questionnaire.parts import Part, Scale
from survei.questionnaire.translated_text import Text
from survei.questionnaire.wording import texts_of

P = TypeVar("P")
#: More than this no designer's page can show.
MOST_LANGUAGES = 10


class LanguageRefused(SurveiError):
    """No code of a language, or one that the questionnaire speaks already."""

    message = (
        "“%(code)s” bukan kode bahasa, atau kuesioner ini sudah memakainya. Tulis kode ISO 639, "
        "misalnya mak atau bug."
    )


class TooManyLanguages(SurveiError):
    """The limit, said before it hurts."""

    message = "Satu kuesioner memakai paling banyak %(most)s bahasa."


@dataclass(frozen=True)
class Translation:
    """How far a questionnaire is written in a language."""

    language: str
    #: Texts that are written, of how many.
    written: int
    texts: int


def translations(document: Document) -> list[Translation]:
    """Each language beside Indonesian, in order. The scales of the library are not counted."""
    texts = [text for text in texts_of(_counted(document)) if str(text).strip()]
    return [
        Translation(language, sum(bool(text.get(language)) for text in texts), len(texts))
        for language in document.languages
    ]


def _counted(document: Document) -> list[object]:
    own = [scale for scale in document.scales.values() if not scale.origin]
    return [document.title, document.intro, document.sections, own]


def add_language(document: Document, code: str) -> Document:
    """One more language, still without any text. Raises LanguageRefused, TooManyLanguages."""
    if not is_language(code) or code in (MAIN, *document.languages):
        raise LanguageRefused(code=code[:20])
    if len(document.languages) + 1 >= MOST_LANGUAGES:
        raise TooManyLanguages(most=MOST_LANGUAGES)
    return replace(document, languages=[*document.languages, code])


def remove_language(document: Document, code: str) -> Document:
    """Without a language and everything written in it; copies of library scales stay as they are.

    Raises NotFound.
    """
    if code not in document.languages:
        raise NotFound
    left = [language for language in document.languages if language != code]
    return replace(_without(document, code), languages=left)


def _without(part: P, language: str) -> P:
    found: Any = part
    if isinstance(part, Text):
        found = part.having(language, "") if language in part else part
    elif isinstance(part, Scale) and part.origin:
        found = part
    elif isinstance(part, Part):
        members = {name: getattr(part, name) for name in part.__struct_fields__}
        changes = {name: _without(member, language) for name, member in members.items()}
        found = replace(part, **changes)
    elif isinstance(part, list):
        found = [_without(one, language) for one in part]
    elif isinstance(part, dict):
        found = {key: _without(one, language) for key, one in part.items()}
    return found
