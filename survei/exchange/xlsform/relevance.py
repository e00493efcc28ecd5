"""Conditions as XLSForm's `relevant` and `required`, on their way out.

An expression holds exactly where our condition does, unanswered and "na" included.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec

from survei.exchange.xlsform.expressions import quoted
from survei.questionnaire.choices import Match, Operator
from survei.questionnaire.kinds import KINDS, QuestionKind
from survei.questionnaire.parts import Clause, Condition


class Asked(msgspec.Struct, frozen=True, gc=False):  # texts only: never part of a circle
    """A question that a condition may name, as the form knows it."""

    #: Key of its answer with us, and its name in the form.
    key: str
    name: str
    kind: QuestionKind
    #: Whether "na" is one of its choices in the form.
    has_na: bool = False
    #: {value of an option in the form: value with us}; empty where there are no options.
    values: dict[str, str] = {}
    #: Whether its numbers are whole.
    is_whole: bool = True


def expression_of(condition: Condition | None, asked: Callable[[str], Asked | None]) -> str:
    """The condition as an expression; empty when it always holds.

    Clauses about questions that the form does not have are left out.
    """
    clauses = condition.clauses if condition else []
    known = [(clause, one) for clause in clauses if (one := asked(clause.question))]
    parts = [_clause_text(clause, one) for clause, one in known]
    word = "and" if condition and condition.match == Match.ALL else "or"
    if len(parts) == 1:
        return _joined(*parts[0])
    texts = (
        _joined(inner, ps) if len(ps) == 1 else f"({_joined(inner, ps)})" for inner, ps in parts
    )
    return f" {word} ".join(texts)


def _joined(word: str, parts: list[str]) -> str:
    return f" {word} ".join(parts)


def _clause_text(clause: Clause, asked: Asked) -> tuple[str, list[str]]:
    """The word between the parts, and the parts."""
    name, value = f"${{{asked.name}}}", _literal(clause.value, asked, clause.operator)
    empty, filled = [f"{name} = ''"], [f"{name} != ''"]
    if asked.has_na:
        empty, filled = [*empty, f"{name} = 'na'"], [*filled, f"{name} != 'na'"]
    match clause.operator:
        case Operator.IS:
            return "and", [f"{name} = {value}"]
        case Operator.IS_NOT:
            return "and", [f"{name} != {value}", *filled]
        case Operator.AT_LEAST:
            return "and", [f"{name} >= {value}"]
        case Operator.AT_MOST:
            return "and", [f"{name} <= {value}"]
        case Operator.INCLUDES:
            return "and", [f"selected({name}, {value})"]
        case Operator.EXCLUDES:
            return "and", [f"not(selected({name}, {value}))", *filled]
        case Operator.EXTREME:
            ends = list(asked.values)
            return "and", [f"selected('{ends[0]} {ends[-1]}', {name})" if ends else "false()"]
        case Operator.ANSWERED:
            return "and", filled
        case Operator.UNANSWERED:
            return "or", empty


def _literal(value: str, asked: Asked, operator: Operator) -> str:
    kind = KINDS[asked.kind]
    if kind.is_day:
        return f"date({quoted(value)})"
    ordered = operator in (Operator.AT_LEAST, Operator.AT_MOST)
    if kind.is_number and (ordered or not kind.is_rated):
        return value if is_number(value) else quoted(value)
    return quoted(value)


def is_number(value: str) -> bool:
    try:
        return math.isfinite(float(value)) and not set(value) & set("eE_ ")
    except ValueError:
        return False
