"""What a paper form shows, as plain data: texts stay texts, the template only places them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from survei.catalogues import interface_language
from survei.paper.bodies import BODIES, Reader
from survei.paper.information_text import blocks_of
from survei.paper.printable_text import clean, paragraphs
from survei.paper.printed_version import SHORT_HASH, Edition
from survei.paper.printed_words import Say, words_in
from survei.presentation.condition_words import (
    WHEN_ASKED,
    WHEN_REQUIRED,
    ByNumber,
    ConditionWords,
)
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Question
from survei.questionnaire.parts import Condition
from survei.questionnaire.wording import wording

#: A question with more characters than this may break across pages.
MOST_UNBROKEN = 2500


@dataclass(frozen=True)
class Speaker:
    """How one form speaks: its language, and the numbers of its questions."""

    document: Document
    #: {code of a question: its number}.
    numbers: Mapping[str, int]
    is_self: bool
    language: str
    say: Say

    def when(self, pattern: str, condition: Condition | None) -> str:
        """The sentence of a condition; empty for none."""
        page = interface_language(self.language)
        naming = ByNumber(self.numbers, self.is_self, page, text_language=self.language)
        words = ConditionWords(self.document, naming, page, self.language)
        return words.sentence(pattern, condition)


def sheet_of(document: Document, edition: Edition) -> dict[str, Any]:
    """Everything on the form, cleaned of control characters, in the order of display."""
    say = words_in(edition.language)
    asked = {question.code for question in document.questions() if is_asked(question, edition)}
    speaker = Speaker(document, numbers_of(document, asked), edition.is_self, edition.language, say)
    sections = [part for part in document.sections if _has_any(part, asked)]
    sheet = {
        "lang": edition.language.partition("-")[0],
        "title": document.title.wording(edition.language),
        "form": say(f"form_{edition.relation}"),
        "organisation": edition.organisation,
        "mark": "" if edition.version else say("draft"),
        "edition": _edition_line(edition, say),
        "page_words": say("page", number="\0", total="\0").split("\0"),
        "intro": paragraphs(document.intro.wording(edition.language)),
        "blanks": [say(word) for word in _blanks(edition)],
        "privacy_title": say("privacy"),
        "privacy": say("kept_confidential" if edition.is_confidential else _kept(edition)),
        "how": say("how") if edition.is_self else f"{say('how')} {say('how_others')}",
        "end": say("end"),
        "sections": [
            _section(part, place, len(sections), speaker, asked)
            for place, part in enumerate(sections, start=1)
        ],
    }
    cleaned: dict[str, Any] = clean(sheet)
    return cleaned


def is_asked(question: Question, edition: Edition) -> bool:
    """A file would name a confidential rater, so they are not asked for one."""
    return question.is_asked_of_all or not edition.is_confidential


def numbers_of(document: Document, asked: set[str]) -> dict[str, int]:
    """{code: number} as on the page: information has none."""
    codes = [
        question.code
        for question in document.questions()
        if question.code in asked and question.is_asked
    ]
    return {code: number for number, code in enumerate(codes, start=1)}


def _has_any(section: Section, asked: set[str]) -> bool:
    return any(question.code in asked for question in section.questions)


def _edition_line(edition: Edition, say: Say) -> str:
    name = say("edition", number=edition.version) if edition.version else say("edition_draft")
    return f"{name} · SHA-256 {edition.sha256[:SHORT_HASH]}"


def _blanks(edition: Edition) -> Iterator[str]:
    """Lines to fill in by hand; a confidential rater leaves neither a name nor a date."""
    yield from ("own_name" if edition.is_self else "ratee", "unit", "period")
    if not edition.is_confidential:
        yield from () if edition.is_self else ("rater",)
        yield "filled_on"


def _kept(edition: Edition) -> str:
    return "kept_self" if edition.is_self else "kept_supervisor"


def _section(
    section: Section, place: int, total: int, speaker: Speaker, asked: set[str]
) -> dict[str, Any]:
    language = speaker.language
    return {
        "place": speaker.say("section", number=place, total=total),
        "title": section.title.wording(language),
        "only_if": speaker.when(WHEN_ASKED, section.show_if),
        "intro": paragraphs(section.intro.wording(language)),
        "questions": [
            _question(question, speaker) for question in section.questions if question.code in asked
        ],
    }


def _question(question: Question, speaker: Speaker) -> dict[str, Any]:
    say, language = speaker.say, speaker.language
    text = wording(question, speaker.is_self, language)
    shared = {
        "only_if": speaker.when(WHEN_ASKED, question.show_if),
        "hint": question.hint.wording(language),
    }
    if not question.is_asked:
        return {
            **shared,
            "shape": "prose",
            "blocks": blocks_of(text),
            "keep": len(text) < MOST_UNBROKEN,
        }
    reader = Reader(speaker.document, speaker.is_self, language, say)
    body = BODIES[type(question)](question, reader)
    return {
        **shared,
        "number": speaker.numbers[question.code],
        "text": text,
        "must_if": "" if question.required else speaker.when(WHEN_REQUIRED, question.required_if),
        "optional": "" if question.required else say("optional"),
        "na": say(reader.na_word(question)) if question.allow_na else "",
        "keep": len(text) + len(str(body)) < MOST_UNBROKEN,
        **body,
    }
