"""Conditions in words, for readers without a browser: "Hanya bila jawaban nomor 3 adalah …"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from survei.clock import format_date
from survei.paper.printed_words import Say
from survei.questionnaire.choices import CANNOT_RATE, NO, OTHER, YES, Match, Operator
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import Question
from survei.questionnaire.parts import Clause, Condition
from survei.questionnaire.wording import wording

#: Operator → word; the values of dates have words of their own.
OPERATOR_WORDS = {
    Operator.IS: "is",
    Operator.IS_NOT: "is_not",
    Operator.AT_LEAST: "at_least_value",
    Operator.AT_MOST: "at_most_value",
    Operator.INCLUDES: "includes",
    Operator.EXCLUDES: "excludes",
    Operator.EXTREME: "extreme",
    Operator.ANSWERED: "answered",
    Operator.UNANSWERED: "unanswered",
}
DAY_WORDS = {Operator.AT_LEAST: "from_day", Operator.AT_MOST: "to_day"}
#: Longest piece of a row that names it.
SHORT_ROW = 60


@dataclass(frozen=True)
class Speaker:
    """Says conditions of one document with the numbers that its questions have on paper."""

    document: Document
    #: {code of a question: its number}.
    numbers: Mapping[str, int]
    is_self: bool
    language: str
    say: Say

    def only_if(self, condition: Condition | None) -> str:
        """When a part is asked; empty when always."""
        return self._sentence("only_if", condition)

    def must_if(self, condition: Condition | None) -> str:
        """When an answer is required besides; empty when never."""
        return self._sentence("must_if", condition)

    def _sentence(self, word: str, condition: Condition | None) -> str:
        if condition is None or not condition.clauses:
            return ""
        between = self.say("and" if condition.match == Match.ALL else "or")
        return self.say(word, clauses=between.join(map(self._clause, condition.clauses)))

    def _clause(self, clause: Clause) -> str:
        code, _, row = clause.question.partition(".")
        question = self.document.question(code)
        number = self.numbers.get(code, "–")
        word = OPERATOR_WORDS[clause.operator]
        if question and question.is_day:
            word = DAY_WORDS.get(clause.operator, word)
        answer = self._answer(question, number, clause.question if row else "")
        value = self._value(question, clause.value)
        return self.say(word, answer=answer, value=value, number=number)

    def _answer(self, question: Question | None, number: object, row: str) -> str:
        if question is None or number == "–":
            return self.say("answer_to_missing")
        rating = next((item for item in question.ratings() if row and item.code == row), None)
        if rating is None:
            return self.say("answer_to", number=number)
        text = wording(rating, self.is_self, self.language)
        short = text if len(text) <= SHORT_ROW else f"{text[:SHORT_ROW].rstrip()}…"
        return self.say("answer_to_row", number=number, row=short)

    def _value(self, question: Question | None, value: str) -> str:
        if value == CANNOT_RATE:
            return self.say("quoted", text=self.say("cannot_rate"))
        if question is None:
            return self.say("quoted", text=value)
        labels = question.labels(self.document.scales, self.language)
        if question.is_rated:
            return self.say("quoted", text=f"{value} {labels.get(value, '')}".strip())
        if question.is_day:
            return spoken_day(value, self.language)
        if question.is_number:
            return value.replace(".", ",") if self.language != "en" else value
        return self.say("quoted", text=labels.get(value) or self._own_word(question, value))

    def _own_word(self, question: Question, value: str) -> str:
        """Values that the form words itself: yes, no, "lainnya"."""
        words = {YES: self.say("yes"), NO: self.say("no"), OTHER: self.say("other").rstrip(":")}
        return words.get(value, value) if value in question.values({}) else value


def spoken_day(text: str, language: str) -> str:
    """ "23 November 2026" of an ISO date; what is none stays as it is."""
    try:
        return format_date(date.fromisoformat(text), language)
    except ValueError:
        return text
