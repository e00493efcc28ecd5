"""Conditions in `relevant` and `required` of a form, on their way in.

What means the same with us is taken and everything else refused with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from survei.exchange.xlsform.expressions import (
    Call,
    Expression,
    Joined,
    NotUnderstood,
    Num,
    Operation,
    Ref,
    Text,
    parse,
)
from survei.exchange.xlsform.relevance import Asked, is_number
from survei.questionnaire.choices import CANNOT_RATE, WITHOUT_VALUE, Match, Operator
from survei.questionnaire.kinds import KINDS, QuestionKind
from survei.questionnaire.parts import Clause, Condition

_FLIPPED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


class NotHeld(Exception):
    """The condition means something that ours cannot; `message` is a msgid."""

    def __init__(self, message: str, **params: str) -> None:
        self.message, self.params = message, params
        super().__init__(message)


class Understood(NamedTuple):
    """What an expression means with us."""

    #: None for one that always holds.
    condition: Condition | None
    #: Questions that must be answered here before the condition holds, in the form need not.
    wants_answers: tuple[str, ...] = ()


Known: TypeAlias = Callable[[str], Asked]
#: Operators that hold in a form, but not with us, as long as nothing is answered.
_NEGATIVE = (Operator.IS_NOT, Operator.EXCLUDES)
TOO_DEEP = "Syarat bertingkat lebih dari satu tidak dapat dibawa; hanya “dan” atau “atau” saja."
NOT_READ = "Ungkapan ini di luar yang dapat dibaca."


def condition_from(text: str, known: Known) -> Understood:
    """The condition that an expression means.

    "Not x" of a form holds of a question without an answer too, which ours says beside it where
    the other clauses allow that.

    `known` gives the question of a name or raises NotHeld. Raises NotHeld.
    """
    try:
        tree = parse(text)
    except NotUnderstood:
        raise NotHeld(NOT_READ) from None
    if tree == Call("true", ()):
        return Understood(None)
    if not isinstance(tree, Joined):
        return _any_of([_clause(tree, known)], [tree])
    if whole := _guarded(tree, known):
        return Understood(Condition(clauses=[whole]))
    clauses = [_part(part, known) for part in tree.parts]
    if tree.word == "or":
        return _any_of(clauses, tree.parts)
    flat = _negative(clauses, tree.parts)
    return Understood(Condition(clauses=clauses), tuple(clause.question for clause in flat))


def _any_of(clauses: list[Clause], trees: Sequence[Expression]) -> Understood:
    """Any of the clauses, with "not answered" before each bare "not x"."""
    here = {clause.question for clause in clauses if clause.operator == Operator.UNANSWERED}
    bare = _negative(clauses, trees)
    made: list[Clause] = []
    for clause in clauses:
        if clause in bare and clause.question not in here:
            here.add(clause.question)
            made.append(Clause(question=clause.question, operator=Operator.UNANSWERED))
        made.append(clause)
    match = Match.ANY if len(made) > 1 else Match.ALL
    return Understood(Condition(match=match, clauses=made))


def _negative(clauses: list[Clause], trees: Sequence[Expression]) -> list[Clause]:
    """Those that say "not x" without what we write beside it to mean that only."""
    pairs = zip(clauses, trees, strict=True)
    return [one for one, tree in pairs if one.operator in _NEGATIVE and _is_flat(tree)]


def _part(tree: Expression, known: Known) -> Clause:
    if not isinstance(tree, Joined):
        return _clause(tree, known)
    whole = _guarded(tree, known)
    if whole is None:
        raise NotHeld(TOO_DEEP)
    return whole


def _guarded(tree: Joined, known: Known) -> Clause | None:
    """One clause that was written with what "answered" means beside it, as we write it."""
    first, *rest = (_clause(part, known) if _is_flat(part) else None for part in tree.parts)
    if first is None or any(other is None or other.question != first.question for other in rest):
        return None
    others = [(other.operator, other.value) for other in rest if other]
    if tree.word == "or":
        alike = first.operator == Operator.UNANSWERED and others == [(Operator.IS, CANNOT_RATE)]
        return first if alike else None
    guards = {(Operator.ANSWERED, ""), (Operator.IS_NOT, CANNOT_RATE)}
    negative = (Operator.ANSWERED, Operator.IS_NOT, Operator.EXCLUDES)
    is_guard = first.operator in negative and set(others) <= guards
    return first if is_guard else None


def _is_flat(tree: Expression) -> bool:
    return not isinstance(tree, Joined)


def _clause(tree: Expression, known: Known) -> Clause:
    match tree:
        case Operation(sign, left, right) if sign in _FLIPPED:
            if isinstance(right, Ref | Call) and isinstance(left, Text | Num):
                sign, left, right = _FLIPPED[sign], right, left
            return _comparison(sign, left, right, known)
        case Call("selected", (Ref(name), Text(value))):
            return _selected(known(name), value, holds=True)
        case Call("selected", (Text(value), Ref(name))):
            return _ends(known(name), value)
        case Call("not", (inner,)):
            return _negated(_clause(inner, known))
    raise NotHeld(NOT_READ)


def _comparison(sign: str, left: Expression, right: Expression, known: Known) -> Clause:
    match left, right:
        case Ref(name), Text("") if sign in ("=", "!="):
            operator = Operator.UNANSWERED if sign == "=" else Operator.ANSWERED
            return _made(known(name), operator)
        case Ref(name), Text(value) | Num(value) | Call("date", (Text(value),)):
            return _compared(known(name), sign, value)
        case Call("string-length" | "count-selected", (Ref(name),)), Num(value):
            counts = {(">", "0"): True, (">=", "1"): True, ("!=", "0"): True, ("=", "0"): False}
            if (sign, value) in counts:
                is_there = counts[sign, value]
                operator = Operator.ANSWERED if is_there else Operator.UNANSWERED
                return _made(known(name), operator)
    raise NotHeld(NOT_READ)


def _compared(asked: Asked, sign: str, value: str) -> Clause:
    match sign:
        case "=":
            return _made(asked, Operator.IS, value)
        case "!=":
            return _made(asked, Operator.IS_NOT, value)
        case ">=" | ">":
            return _made(
                asked, Operator.AT_LEAST, value if sign == ">=" else _next(asked, value, 1)
            )
        case _:
            return _made(
                asked, Operator.AT_MOST, value if sign == "<=" else _next(asked, value, -1)
            )


def _next(asked: Asked, value: str, step: int) -> str:
    """The neighbour of a value: "more than 3" is "4 or more" where numbers are whole."""
    try:
        if KINDS[asked.kind].is_day:
            return (date.fromisoformat(value) + timedelta(days=step)).isoformat()
        if asked.is_whole and float(value).is_integer():
            return str(int(float(value)) + step)
    except (ValueError, OverflowError):
        pass
    raise NotHeld("Perbandingan “lebih dari” atau “kurang dari” hanya ada untuk bilangan bulat.")


def _selected(asked: Asked, value: str, *, holds: bool) -> Clause:
    if asked.kind == QuestionKind.MULTIPLE_CHOICE:
        return _made(asked, Operator.INCLUDES if holds else Operator.EXCLUDES, value)
    return _made(asked, Operator.IS if holds else Operator.IS_NOT, value)


def _ends(asked: Asked, value: str) -> Clause:
    ends = list(asked.values)
    if KINDS[asked.kind].is_rated and value.split() == [
        ends[0],
        ends[-1],
    ]:
        return _made(asked, Operator.EXTREME)
    raise NotHeld(NOT_READ)


_OPPOSITE = {
    Operator.IS: Operator.IS_NOT,
    Operator.IS_NOT: Operator.IS,
    Operator.INCLUDES: Operator.EXCLUDES,
    Operator.EXCLUDES: Operator.INCLUDES,
    Operator.ANSWERED: Operator.UNANSWERED,
    Operator.UNANSWERED: Operator.ANSWERED,
}


def _negated(clause: Clause) -> Clause:
    if clause.operator not in _OPPOSITE:
        raise NotHeld(NOT_READ)
    return Clause(question=clause.question, operator=_OPPOSITE[clause.operator], value=clause.value)


def _made(asked: Asked, operator: Operator, value: str = "") -> Clause:
    """The clause, once the question takes the operator and knows the value."""
    if value == CANNOT_RATE and operator in (Operator.IS, Operator.IS_NOT):
        return Clause(question=asked.key, operator=operator, value=value)
    if operator not in KINDS[asked.kind].operators:
        raise NotHeld(
            "Perbandingan ini tidak ada untuk jenis pertanyaan “%(name)s”.", name=asked.name
        )
    if operator in WITHOUT_VALUE:
        return Clause(question=asked.key, operator=operator)
    return Clause(question=asked.key, operator=operator, value=_value(asked, operator, value))


def _value(asked: Asked, operator: Operator, value: str) -> str:
    ordered = operator in (Operator.AT_LEAST, Operator.AT_MOST)
    if asked.values and value in asked.values:
        return asked.values[value]
    if asked.values and not (ordered and is_number(value)):
        raise NotHeld(
            "“%(value)s” bukan pilihan dari “%(name)s”.", value=value[:60], name=asked.name
        )
    if KINDS[asked.kind].is_number and not KINDS[asked.kind].is_rated and not is_number(value):
        raise NotHeld("“%(value)s” bukan angka.", value=value[:60])
    return value
