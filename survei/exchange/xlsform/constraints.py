"""Bounds of answers as XLSForm's `constraint`, both ways."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec

from survei.exchange.xlsform.expressions import (
    Call,
    Expression,
    Itself,
    Joined,
    NotUnderstood,
    Num,
    Operation,
    Text,
    parse,
    written,
)
from survei.numerals import digits
from survei.questionnaire.kinds import Date, LongText, MultipleChoice, Number, Question, ShortText


class Bounds(msgspec.Struct):
    """What a constraint says, as far as ours can."""

    least: float | None = None
    most: float | None = None
    step: float | None = None
    #: From where steps are counted.
    step_from: float = 0
    earliest: str = ""
    latest: str = ""
    longest: int | None = None
    fewest_choices: int | None = None
    most_choices: int | None = None
    #: Parts that ours cannot hold, as text.
    lost: list[str] = []


# Out ------------------------------------------------------------------------------------------

NA_ALONE = "selected(., 'na') and count-selected(.) = 1"


def constraint_of(question: Question) -> str:
    """The bounds of a question as an expression; empty where it has none."""
    match question:
        case Number():
            return " and ".join(_number_parts(question))
        case Date():
            bounds = ((">=", question.earliest), ("<=", question.latest))
            return " and ".join(f". {sign} date('{day}')" for sign, day in bounds if day)
        case ShortText() | LongText():
            return f"string-length(.) <= {question.longest}"
        case MultipleChoice():
            return _choices(question)
    return ""


def plain(number: float) -> str:
    """A number without exponent: 1e-06 as 0.000001, 2.0 as 2."""
    text = f"{Decimal(repr(float(number))):f}"
    return text.removesuffix(".0")


def _number_parts(question: Number) -> list[str]:
    bounds = ((">=", question.minimum), ("<=", question.maximum))
    parts = [f". {sign} {plain(limit)}" for sign, limit in bounds if limit is not None]
    if question.step:
        start = question.minimum or 0
        counted = f"(. {'-' if start > 0 else '+'} {plain(abs(start))})" if start else "."
        if float(start).is_integer() and float(question.step).is_integer():
            parts.append(f"{counted} mod {plain(question.step)} = 0")
        else:
            parts.append(f"round({counted} div {plain(question.step)}, 6) mod 1 = 0")
    return parts


def _choices(question: MultipleChoice) -> str:
    bounds = ((">=", question.minimum), ("<=", question.maximum))
    text = " and ".join(f"count-selected(.) {sign} {limit}" for sign, limit in bounds if limit)
    if not question.allow_na:
        return text
    others = f"not(selected(., 'na')) and {text}" if text else "not(selected(., 'na'))"
    return f"({NA_ALONE}) or ({others})"


# In -------------------------------------------------------------------------------------------

_NA_ALONE = parse(NA_ALONE)
_NOT_NA = parse("not(selected(., 'na'))")


def bounds_from(text: str, *, is_whole: bool = True) -> Bounds:
    """What a constraint says; `lost` names the parts that ours cannot hold.

    `is_whole`: only whole numbers are answered, so that "more than 3" is "4 or more".
    """
    try:
        tree = _without_na(parse(text))
    except NotUnderstood:
        return Bounds(lost=[text])
    bounds = Bounds()
    if tree is None:
        return bounds
    is_all = isinstance(tree, Joined) and tree.word == "and"
    for part in tree.parts if is_all and isinstance(tree, Joined) else (tree,):
        if not _take(part, bounds, is_whole):
            bounds.lost.append(written(part))
    return bounds


def _without_na(tree: Expression) -> Expression | None:
    """The bounds without "or na alone", which the question's `allow_na` says already."""
    match tree:
        case Joined("or", (first, second)) if first == _NA_ALONE:
            if second == _NOT_NA:
                return None
            match second:
                case Joined("and", (not_na, *rest)) if not_na == _NOT_NA:
                    return rest[0] if len(rest) == 1 else Joined("and", tuple(rest))
    return tree


def _take(part: Expression, bounds: Bounds, is_whole: bool) -> bool:
    """Whether the part was understood and taken into the bounds."""
    match part:
        case Operation(
            "=",
            Operation(
                "mod", Call("round", (Operation("div", counted, Num(step)), Num())), Num("1")
            ),
            Num("0"),
        ):
            return _take_step(counted, step, bounds)
        case Operation("=", Operation("mod", counted, Num(step)), Num("0")):
            return _take_step(counted, step, bounds)
        case Operation(sign, Itself(), Num(value)):
            return _take_number(sign, float(value), bounds, is_whole)
        case Operation(sign, Itself(), Call("date", (Text(day),))):
            return _take_day(sign, day, bounds)
        case Operation(sign, Call("string-length", (Itself(),)), Num(value)):
            bounds.longest = _at_most(sign, value)
            return bounds.longest is not None
        case Operation(sign, Call("count-selected", (Itself(),)), Num(value)):
            return _take_count(sign, value, bounds)
    return False


def _take_step(counted: Expression, step: str, bounds: Bounds) -> bool:
    match counted:
        case Itself():
            bounds.step, bounds.step_from = float(step), 0
        case Operation("-", Itself(), Num(start)):
            bounds.step, bounds.step_from = float(step), float(start)
        case Operation("+", Itself(), Num(start)):
            bounds.step, bounds.step_from = float(step), -float(start)
        case _:
            return False
    return bounds.step > 0


def _take_number(sign: str, value: float, bounds: Bounds, is_whole: bool) -> bool:
    if sign in ("<", ">") and not (is_whole and value.is_integer()):
        return False
    match sign:
        case ">=" | ">":
            bounds.least = value + 1 if sign == ">" else value
        case "<=" | "<":
            bounds.most = value - 1 if sign == "<" else value
        case _:
            return False
    return True


def _take_day(sign: str, text: str, bounds: Bounds) -> bool:
    try:
        day = date.fromisoformat(text)
        match sign:
            case ">=" | ">":
                bounds.earliest = str(day + timedelta(days=sign == ">"))
            case "<=" | "<":
                bounds.latest = str(day - timedelta(days=sign == "<"))
            case _:
                return False
    except (ValueError, OverflowError):
        return False
    return True


def _take_count(sign: str, value: str, bounds: Bounds) -> bool:
    count = digits(value)
    if count is None:
        return False
    match sign:
        case ">=" | ">":
            bounds.fewest_choices = count + (sign == ">")
        case "<=" | "<":
            bounds.most_choices = count - (sign == "<")
        case "=":
            bounds.fewest_choices = bounds.most_choices = count
        case _:
            return False
    return True


def _at_most(sign: str, value: str) -> int | None:
    count = digits(value)
    return None if count is None or sign not in ("<=", "<") else count - (sign == "<")
