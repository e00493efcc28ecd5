"""Names of a document's parts in the form: unique, and names that XML accepts."""

from __future__ import annotations

from survei.exchange.xlsform.relevance import Asked
from survei.exchange.xlsform.vocabulary import NAME
from survei.questionnaire.choices import OTHER
from survei.questionnaire.codes import slug
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import (
    Matrix,
    MultipleChoice,
    Question,
    QuestionBase,
    SingleChoice,
    kind_of,
)

#: Names that a form has itself.
TAKEN = ("data", "meta", "instanceid", "sipakainge_intro")


class Names:
    """Codes as names. Questions come first, so that theirs stay as they are."""

    def __init__(self, document: Document) -> None:
        self._taken = set(TAKEN)
        self._questions: dict[int, str] = {}
        self._sections: dict[int, str] = {}
        self._asked: dict[str, Asked] = {}
        for question in document.questions():
            self._questions[id(question)] = self._free(question.code, "butir")
            self._learn(document, question)
        for section in document.sections:
            self._sections[id(section)] = self._free(section.code, "aspek")

    def question(self, question: QuestionBase) -> str:
        """Name of a question; of a matrix, the name of its group."""
        return self._questions[id(question)]

    def section(self, section: Section) -> str:
        """Name of a section's group."""
        return self._sections[id(section)]

    def row(self, matrix: Matrix, code: str) -> str:
        """Name of a row of a matrix."""
        found = self._asked.get(f"{matrix.code}.{code}")
        return found.name if found else self._free(f"{matrix.code}.{code}", "baris")

    def other(self, question: SingleChoice | MultipleChoice) -> str:
        """Name of the text beside "lainnya"."""
        return self._free(question.other_key(), "lainnya")

    def intro(self, code: str = "") -> str:
        """Name of the note with an introduction."""
        return self._free(f"pengantar.{code}" if code else "pengantar", "pengantar")

    def asked(self, key: str) -> Asked | None:
        """The question behind the key of an answer, for expressions."""
        return self._asked.get(key)

    def _learn(self, document: Document, question: Question) -> None:
        ratings = question.ratings()
        for rating in ratings:
            name = self.question(question)
            if isinstance(question, Matrix):
                name = self._free(rating.code, "baris")
            self._asked.setdefault(rating.code, asked(document, rating, name))
        if not ratings:
            found = asked(document, question, self.question(question))
            self._asked.setdefault(question.code, found)

    def _free(self, code: str, otherwise: str) -> str:
        first = code if NAME.fullmatch(code) else slug(code, otherwise=otherwise)
        name, number = first, 1
        while name.lower() in self._taken:
            number += 1
            name = f"{first}_{number}"
        self._taken.add(name.lower())
        return name


def asked(document: Document, question: Question, name: str) -> Asked:
    """What expressions need to know of a question."""
    values = [value for value in question.values(document.scales) if value != OTHER]
    return Asked(
        key=question.code,
        name=name,
        kind=kind_of(question),
        has_na=question.na_is_option and question.allow_na,
        values={value: value for value in values},
        is_whole=not getattr(question, "decimals", 0),
    )
