"""A text of a questionnaire in the languages in which somebody wrote it."""

from __future__ import annotations

from typing import Any

from survei.questionnaire.languages import MAIN, is_language


class Text(dict[str, str]):
    """{language: wording}: Indonesian first and always there, the others by their code.

    Never changed in place. A text without any wording is empty and false; as `str` it is the
    Indonesian wording.
    """

    __slots__ = ()

    def __init__(self, main: str = "", /, **others: str) -> None:
        super().__init__()
        self._write(main, others)

    @classmethod
    def of(cls, wordings: dict[str, str]) -> Text:
        """The text of {language: wording}."""
        text = cls.__new__(cls)
        text._write(wordings.get(MAIN, ""), wordings)
        return text

    def _write(self, main: str, others: dict[str, str]) -> None:
        codes = [code for code in others if others[code] and code != MAIN]
        if main or codes:
            self[MAIN] = main
            for code in sorted(codes):
                self[code] = others[code]

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


def copied_text(kind: type, given: str | dict[str, str]) -> Text:
    """The same for what this process has as a text: nothing is asked again."""
    return (Text(given) if isinstance(given, str) else Text.of(given)) or NOTHING
