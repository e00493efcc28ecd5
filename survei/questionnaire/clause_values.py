"""With what a clause may compare, and which answers tell its outcomes apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from survei.questionnaire.choices import CANNOT_RATE, Operator
from survei.questionnaire.conditions import needs_value
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import Question
from survei.questionnaire.parts import Clause


def can_compare(document: Document, question: Question, clause: Clause) -> bool:
    """Whether the value of a clause is one that answers to the question can have."""
    if not needs_value(clause.operator):
        return True
    if clause.value == CANNOT_RATE:
        return clause.operator == Operator.IS and bool(question.allow_na)
    return question.fits(clause.operator, clause.value, document.scales)


def outcomes(document: Document, question: Question, clauses: Iterable[Clause]) -> list[Any] | None:
    """Answers (without None for "unanswered") of which one stands for each outcome of the clauses.

    None where there are too many to try; then nothing is to be concluded.
    """
    values = [clause.value for clause in clauses if needs_value(clause.operator)]
    named = [value for value in values if value != CANNOT_RATE]
    found = question.outcomes(named, document.scales)
    if found is None:
        return None
    return [*found, CANNOT_RATE] if question.allow_na else found
