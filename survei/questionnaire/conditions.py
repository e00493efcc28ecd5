"""Which questions are asked, given the answers so far: "tampilkan jika" and "wajib jika".

A pure function of document and answers, evaluated alike in the browser (`static/js`): one pass
in the order of display, in which a clause sees only answers of shown questions before it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from survei.questionnaire.choices import CANNOT_RATE, WITHOUT_VALUE, Match, Operator
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Question
from survei.questionnaire.parts import Clause, Condition

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Shown:
    """What is asked, and the answers that count."""

    #: Codes of sections and questions that are shown.
    sections: frozenset[str]
    questions: frozenset[str]
    #: Codes of shown questions that must be answered; of matrices and choices the whole.
    required: frozenset[str]
    #: The answers without those to hidden questions.
    answers: dict[str, Any]


def has_conditions(document: Document) -> bool:
    """Whether anything depends on answers."""
    return any(section.show_if for section in document.sections) or any(
        question.show_if or question.required_if for question in document.questions()
    )


def shown(document: Document, answers: Answers) -> Shown:
    """What a rater with these answers is asked. Keys that no question has are left out."""
    ends = ends_of(document)
    sections, questions, required = set(), set(), set()
    kept: dict[str, Any] = {}
    for section in document.sections:
        if not holds(section.show_if, kept, ends):
            continue
        sections.add(section.code)
        for question in section.questions:
            if not holds(question.show_if, kept, ends):
                continue
            questions.add(question.code)
            if question.required or (
                question.required_if and holds(question.required_if, kept, ends)
            ):
                required.add(question.code)
            kept.update({key: answers[key] for key in question.answer_keys() if key in answers})
    return Shown(frozenset(sections), frozenset(questions), frozenset(required), kept)


#: {key of a rating: (lowest, highest) value of its scale}.
Ends = Mapping[str, tuple[int, int]]


def ends_of(document: Document) -> Ends:
    """The ends of every rating's scale; rows of matrices among them."""
    found: dict[str, tuple[int, int]] = {}
    for section in document.sections:
        for rating in section.ratings():
            scale = document.scales.get(rating.scale)
            if scale and scale.points:
                values = [point.value for point in scale.points]
                found[rating.code] = (min(values), max(values))
    return found


def holds(condition: Condition | None, answers: Answers, ends: Ends) -> bool:
    """Whether a condition holds; none, and one without clauses, always does."""
    if condition is None or not condition.clauses:
        return True
    each = (clause_holds(clause, answers, ends) for clause in condition.clauses)
    return all(each) if condition.match == Match.ALL else any(each)


def clause_holds(clause: Clause, answers: Answers, ends: Ends) -> bool:
    """Whether one comparison holds."""
    answer = answers.get(clause.question)
    if answer == CANNOT_RATE and clause.operator == Operator.IS:
        return clause.value == CANNOT_RATE
    if answer is None or answer == CANNOT_RATE or answer in ("", []):
        return clause.operator == Operator.UNANSWERED
    if clause.operator == Operator.EXTREME:
        return answer in ends.get(clause.question, ())
    return COMPARISONS[clause.operator](answer, clause.value)


def number_in(value: str) -> float | None:
    """The number that a clause compares with; None for what is none, infinity included."""
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _same(answer: Any, value: str) -> bool:
    if isinstance(answer, int | float):
        return number_in(value) == answer
    return str(answer) == value


def _ordered(answer: Any, value: str) -> int | None:
    """-1, 0 or 1 as the answer is below, equal to or above the value; None: not comparable."""
    if isinstance(answer, int | float):
        number = number_in(value)
        return None if number is None else (answer > number) - (answer < number)
    return (str(answer) > value) - (str(answer) < value) if value else None


def _at_least(answer: Any, value: str) -> bool:
    order = _ordered(answer, value)
    return order is not None and order >= 0


def _at_most(answer: Any, value: str) -> bool:
    order = _ordered(answer, value)
    return order is not None and order <= 0


def _includes(answer: Any, value: str) -> bool:
    return isinstance(answer, list) and value in answer


#: Operator → comparison of an answer that is there with the clause's value.
COMPARISONS: Mapping[Operator, Callable[[Any, str], bool]] = {
    Operator.IS: _same,
    Operator.IS_NOT: lambda answer, value: not _same(answer, value),
    Operator.AT_LEAST: _at_least,
    Operator.AT_MOST: _at_most,
    Operator.INCLUDES: _includes,
    Operator.EXCLUDES: lambda answer, value: not _includes(answer, value),
    Operator.ANSWERED: lambda answer, value: True,
    Operator.UNANSWERED: lambda answer, value: False,
}


def conditions_of(part: Section | Question) -> Iterator[tuple[str, Condition]]:
    """The conditions of a part with the member that holds each."""
    for member in ("show_if", "required_if"):
        condition = getattr(part, member, None)
        if condition is not None:
            yield member, condition


def every_condition(document: Document) -> Iterator[tuple[Section | Question, str, Condition]]:
    """Every condition with its part and member, in the order of display."""
    for section in document.sections:
        for part in (section, *section.questions):
            for member, condition in conditions_of(part):
                yield part, member, condition


def needs_value(operator: Operator) -> bool:
    """Whether a clause with this operator compares with a value."""
    return operator not in WITHOUT_VALUE
