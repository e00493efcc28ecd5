"""A text of a questionnaire in the languages in which somebody wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from survei.questionnaire.languages import MAIN, is_language


class Text(dict[str, str]):
    """{language: wording}: Indonesian first and always there, the others by their code.

    Never changed in place. A text without any wording is empty and false; as `str` it is the
    Indonesian wording.
    """

    __slots__ = ()

    def __init__(self, main: str = "", /, **others: str) -> None:
        super().__init__(_in_order({**others, MAIN: main}))

    @classmethod
    def of(cls, wordings: dict[str, str]) -> Text:
        """The text of {language: wording}."""
        text = dict.__new__(cls)
        text.update(_in_order(wordings))
        return text

    @classmethod
    def of_cells(cls, cells: dict[str, str], columns: Iterable[tuple[str, str]]) -> Text:
        """The text whose wordings stand in cells of a row, by (language, column).

        No cell is empty; the languages are in the order of a text.
        """
        text = dict.__new__(cls)
        for language, column in columns:
            if column in cells:
                text[language] = cells[column]
        return cls.of(text) if text and MAIN not in text else text

    def wording(self, language: str = MAIN) -> str:
        """What a reader of a language reads: Indonesian where it is not translated."""
        return self.get(language) or self.get(MAIN, "")

    def having(self, language: str, wording: str) -> Text:
        """The text with another wording in a language; an empty one takes it out."""
        return Text.of({**self, language: wording})

    def together(self, separator: str = "\n") -> str:
        """Every wording in one string, for those who look over all languages."""
        return separator.join(filter(None, self.values()))

    def __hash__(self) -> int:  # type: ignore[override]  # never changed, so it may be a key
        return hash(tuple(self.items()))

    def __str__(self) -> str:
        return self.get(MAIN, "")


def _in_order(wordings: dict[str, str]) -> dict[str, str]:
    """Indonesian, then what is written in others by their codes; nothing where nothing is."""
    if len(wordings) < 3 and all(wordings.values()) and next(iter(wordings), "") == MAIN:
        return wordings  # as most are, most of all when they are copied
    main = wordings.get(MAIN, "")
    codes = sorted(code for code in wordings if wordings[code] and code != MAIN)
    return {MAIN: main, **{code: wordings[code] for code in codes}} if main or codes else {}


def input_name(member: str, language: str) -> str:
    """How the input of a text in a language is named: "text", "text_en", "anchor_3_mak"."""
    return member if language == MAIN else f"{member}_{language}"


#: What a member holds by default: that same object is left out of JSON.
NOTHING = Text()


def read_text(kind: type, given: Any) -> Any:
    """What msgspec asks for a member that is a text: an object, or the Indonesian wording alone."""
    if kind is not Text:
        raise NotImplementedError(f"no document holds {kind}")
    if isinstance(given, str):
        given = {MAIN: given}
    if not isinstance(given, dict) or not _STRINGS.issuperset(map(type, given.values())):
        raise ValueError("Expected `str` or an object of language and wording")
    if given and not (MAIN in given and all(map(is_language, given))):
        raise ValueError(f"Expected the languages of a text, {MAIN} among them")
    return Text.of(given) or NOTHING


_STRINGS = frozenset({str})
