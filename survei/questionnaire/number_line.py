"""Which numbers a number question accepts, reckoned in decimals without rounding."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from survei.questionnaire.kinds import Number

#: Numbers that a form takes have at most this many digits before the comma and after it.
_LARGEST, _MOST_DECIMALS = 1e15, 4


def exact(value: float) -> Decimal:
    """A number as it is written: 0.1 is a tenth."""
    return Decimal(str(value))


def is_sound(question: Number) -> bool:
    """Whether bounds, decimals and step are such that numbers can be reckoned with."""
    given = (question.minimum, question.maximum, question.step)
    finite = all(abs(value) <= _LARGEST for value in given if value is not None)
    stepped = question.step is None or question.step > 0
    return finite and stepped and 0 <= question.decimals <= _MOST_DECIMALS


def spacing(question: Number) -> Decimal:
    """Distance between accepted numbers."""
    return exact(question.step) if question.step else Decimal(1).scaleb(-question.decimals)


def start(question: Number) -> Decimal:
    """From where steps are counted."""
    return exact(question.minimum or 0) if question.step else Decimal(0)


def around(question: Number, value: Decimal) -> tuple[Decimal, Decimal]:
    """The two numbers on the line next to a value, below and above; twice itself on the line."""
    base, unit = start(question), spacing(question)
    steps = (value - base) / unit
    low = steps.to_integral_value(ROUND_FLOOR)
    high = steps.to_integral_value(ROUND_CEILING)
    return base + low * unit, base + high * unit


def accepts(question: Number, value: Decimal) -> bool:
    """Whether a number lies on the line, within bounds."""
    low, high = around(question, value)
    return low == high == value and within(question, value)


def within(question: Number, value: Decimal) -> bool:
    """Whether a number is within the bounds."""
    least, most = question.minimum, question.maximum
    return (least is None or value >= exact(least)) and (most is None or value <= exact(most))


def has_any(question: Number) -> bool:
    """Whether some number is accepted."""
    edge = question.minimum if question.minimum is not None else question.maximum
    if edge is None:
        return True
    return any(within(question, value) for value in around(question, exact(edge)))


def fits_decimals(question: Number) -> bool:
    """Whether every step from the start can be typed with the decimals allowed."""
    tenth = Decimal(1).scaleb(-question.decimals)
    return all(value % tenth == 0 for value in (start(question), spacing(question)))
