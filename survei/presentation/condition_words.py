"""Conditions in words: the one rendering, for the form, the designer, paper and the codebook.

A clause is looked up once (`Comparison`), which says nothing in any language yet; `ConditionWords`
says it. How a question is named is the reader's: by its text, by its number on paper, by its code
in a data set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from survei import numerals
from survei.catalogues import translator
from survei.clock import format_date
from survei.questionnaire.choices import CANNOT_RATE, NO, OTHER, YES, Match, Operator
from survei.questionnaire.conditions import number_in
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import Question, Rating
from survei.questionnaire.parts import Clause, Condition
from survei.questionnaire.places import short
from survei.questionnaire.translated_text import Text
from survei.questionnaire.wording import wording

#: What a clause says; each is a msgid. `answer` and `question` are how the reader is told of it.
PATTERNS = {
    Operator.IS: "%(answer)s adalah %(value)s",
    Operator.IS_NOT: "%(answer)s bukan %(value)s",
    Operator.AT_LEAST: "%(answer)s paling sedikit %(value)s",
    Operator.AT_MOST: "%(answer)s paling banyak %(value)s",
    Operator.INCLUDES: "%(answer)s memuat %(value)s",
    Operator.EXCLUDES: "%(answer)s tidak memuat %(value)s",
    Operator.EXTREME: "%(answer)s berada di ujung skala",
    Operator.ANSWERED: "%(question)s dijawab",
    Operator.UNANSWERED: "%(question)s tidak dijawab",
}
DAY_PATTERNS = PATTERNS | {
    Operator.AT_LEAST: "%(answer)s pada %(value)s atau sesudahnya",
    Operator.AT_MOST: "%(answer)s pada %(value)s atau sebelumnya",
}
#: Sentences about a condition, to who answers and to who designs; each is a msgid.
WHEN_ASKED = "Diisi hanya bila %(condition)s."
WHEN_REQUIRED = "Wajib diisi bila %(condition)s."
SHOWN_IF = "Tampil jika %(condition)s"
REQUIRED_IF = "Wajib jika %(condition)s"
#: Between the clauses of a condition.
JOINT_LABELS = {Match.ALL: "dan", Match.ANY: "atau"}
#: Values that the form words itself.
OWN_LABELS = {YES: "Ya", NO: "Tidak", OTHER: "Lainnya"}
#: Naming by number: (a question, a row of a matrix), and what is not asked of this reader.
NUMBERS = ("nomor %(number)s", "nomor %(number)s baris “%(row)s”")
ANSWERS = ("jawaban nomor %(number)s", "jawaban nomor %(number)s baris “%(row)s”")
ELSEWHERE = "jawaban pertanyaan lain"
#: Longest part of a matrix that stands before the name of its row.
SHORT_MATRIX = 40


@dataclass(frozen=True)
class Comparison:
    """One clause with what it asks about."""

    clause: Clause
    #: None where the question is gone.
    question: Question | None
    #: The row of a matrix.
    row: Rating | None = None


class Naming(Protocol):
    """How a reader is told which question, and which answer, a clause asks about."""

    def question(self, comparison: Comparison) -> str: ...

    def answer(self, comparison: Comparison) -> str: ...


def comparisons(document: Document, condition: Condition | None) -> Iterator[Comparison]:
    """The clauses of a condition, looked up."""
    for clause in condition.clauses if condition else ():
        key = clause.question
        question = next((one for one in document.questions() if key in one.source_keys()), None)
        rows = question.ratings() if question and key != question.code else ()
        yield Comparison(clause, question, next((row for row in rows if row.code == key), None))


@dataclass(frozen=True)
class ByText:
    """ "“Menyapa warga”", cut where it is long."""

    is_self: bool = False
    text_language: str = "id"
    language: str = "id"
    longest: int = 90

    def question(self, comparison: Comparison) -> str:
        """The wording of the question, or of the row after that of its matrix."""
        question, row = comparison.question, comparison.row
        text = self._wording(question) if question else comparison.clause.question
        if row is not None:
            text = f"{short(text, SHORT_MATRIX).rstrip(' .:')} – {self._wording(row)}"
        return f"“{short(text, self.longest)}”"

    answer = question

    def _wording(self, question: Question) -> str:
        text = wording(question, self.is_self, self.text_language)
        return text or str(question.text_self) or translator(self.language)("(belum ada kalimat)")


@dataclass(frozen=True)
class ByNumber:
    """ "nomor 3", as the questions are numbered for a reader."""

    #: {code of a question: its number}; others are not asked of this reader.
    numbers: Mapping[str, int]
    is_self: bool
    #: Of the words, and of the texts of the questionnaire.
    language: str
    text_language: str = "id"
    longest: int = 60

    def question(self, comparison: Comparison) -> str:
        """The number, with the row of a matrix."""
        return self._named(comparison, *NUMBERS)

    def answer(self, comparison: Comparison) -> str:
        """That it is the answer which counts."""
        return self._named(comparison, *ANSWERS)

    def _named(self, comparison: Comparison, whole: str, of_row: str) -> str:
        translate, question, row = translator(self.language), comparison.question, comparison.row
        number = self.numbers.get(question.code) if question else None
        if number is None:
            return translate(ELSEWHERE)
        if row is None:
            return translate(whole) % {"number": number}
        text = short(wording(row, self.is_self, self.text_language), self.longest)
        return translate(of_row) % {"number": number, "row": text}


class ByCode:
    """ "jam": as a data set calls it."""

    def question(self, comparison: Comparison) -> str:
        """The key of its answer."""
        return comparison.clause.question

    answer = question


@dataclass(frozen=True)
class ConditionWords:
    """Says conditions of one document."""

    document: Document
    naming: Naming
    #: Of the sentence, and of the texts of the questionnaire in it.
    language: str = "id"
    text_language: str = "id"
    #: Whether values are told as they are stored, not as raters read them.
    is_coded: bool = False

    def of(self, condition: Condition | None) -> str:
        """All clauses in one line; empty for no condition."""
        if condition is None:
            return ""
        clauses = [self.clause(item) for item in comparisons(self.document, condition)]
        return _series(clauses, translator(self.language)(JOINT_LABELS[condition.match]))

    def sentence(self, pattern: str, condition: Condition | None) -> str:
        """One of the sentences above; empty for no condition."""
        words = self.of(condition)
        return translator(self.language)(pattern) % {"condition": words} if words else ""

    def clause(self, comparison: Comparison) -> str:
        """One clause."""
        clause, question = comparison.clause, comparison.question
        patterns = DAY_PATTERNS if question and question.is_day else PATTERNS
        return translator(self.language)(patterns[clause.operator]) % {
            "question": self.naming.question(comparison),
            "answer": self.naming.answer(comparison),
            "value": self._value(question, clause.value),
        }

    def _value(self, question: Question | None, value: str) -> str:
        """The label of a point or option, a number with its unit, or a day."""
        if self.is_coded:
            return value
        if question is None or value == CANNOT_RATE:
            return self._quoted(value)
        if question.is_day:
            return day_words(value, self.language)
        if question.is_number and not question.is_rated:
            return self._number(question, value)
        label = question.labels(self.document.scales, self.text_language).get(value, "")
        if question.is_rated:
            return f"“{value} {label}".strip() + "”"
        own = value in question.values(self.document.scales)
        return f"“{label}”" if label else self._quoted(value, own=own)

    def _quoted(self, value: str, *, own: bool = False) -> str:
        translate = translator(self.language)
        if value == CANNOT_RATE:
            return f"“{translate('Tidak dapat menilai')}”"
        return f"“{translate(OWN_LABELS[value]) if own and value in OWN_LABELS else value}”"

    def _number(self, question: Question, value: str) -> str:
        number = number_in(value)
        if number is None:
            return value
        unit: Text | None = getattr(question, "unit", None)
        shown_unit = unit.wording(self.text_language) if unit else ""
        words = (numerals.written(number, self.language), shown_unit)
        return " ".join(filter(None, words))


def day_words(text: str, language: str) -> str:
    """ "23 November 2026" of an ISO date; what is none stays as it is."""
    try:
        return format_date(date.fromisoformat(text), language)
    except ValueError:
        return text


def _series(words: Sequence[str], joint: str) -> str:
    """ "a dan b", "a, b, dan c"."""
    if len(words) < 3:
        return f" {joint} ".join(words)
    return f"{', '.join(words[:-1])}, {joint} {words[-1]}"
