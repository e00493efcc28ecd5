"""What a button of the outline leads to, and what all of them ask about the document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from survei.errors import NotFound, SurveiError
from survei.questionnaire.document import MOST_QUESTIONS, Document, Section
from survei.questionnaire.kinds import QuestionKind


class TooManyQuestions(SurveiError):
    """The limit, said before it hurts."""

    message = "Satu kuesioner berisi paling banyak %(most)s indikator."


@dataclass(frozen=True)
class Outcome:
    """The changed document, what to say, and where to go: a part's page or the outline."""

    document: Document
    said: str
    #: (word of the part's page, code) to open; None stays where the button was.
    opens: tuple[str, str] | None = None
    #: `do` value of the button that gets the focus.
    focus: str = ""


Posted = Any
Operation = Callable[[Document, str, Posted], Outcome]


def kind_named(text: str | None) -> QuestionKind:
    """The kind; rating unless one is named. Raises NotFound."""
    try:
        return QuestionKind(text or QuestionKind.RATING)
    except ValueError:
        raise NotFound from None


def index_of(document: Document, code: str) -> int:
    """Which section it is, from 0. Raises NotFound."""
    codes = [section.code for section in document.sections]
    if code not in codes:
        raise NotFound
    return codes.index(code)


def place_of(document: Document, code: str) -> tuple[Section, int]:
    """Section of a question, and which one in it. Raises NotFound."""
    section = document.section_of(code)
    if section is None:
        raise NotFound
    return section, [item.code for item in section.questions].index(code)


def make_room(document: Document, count: int) -> None:
    """Raises TooManyQuestions when that many more are too many."""
    if sum(1 for _item in document.questions()) + count > MOST_QUESTIONS:
        raise TooManyQuestions(most=MOST_QUESTIONS)
