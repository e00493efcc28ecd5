"""Which numbers a number question accepts, reckoned in decimals without rounding."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from typing import Protocol

#: Numbers that a form takes have at most this many digits before the comma and after it.
_LARGEST, _MOST_DECIMALS = 1e15, 4


class Line(Protocol):
    """What accepts numbers; see `kinds.on_line`."""

    @property
    def minimum(self) -> float | None:
        """The smallest; None for no bound."""

    @property
    def maximum(self) -> float | None:
        """The largest; None for no bound."""

    @property
    def decimals(self) -> int:
        """Decimal places that are accepted."""

    @property
    def step(self) -> float | None:
        """Distance between accepted numbers, counted from the minimum (else from 0)."""


def number_in(text: str) -> Decimal | None:
    """A number of at most fifteen digits, written with a decimal point; else None."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) <= 10**15 and len(text) <= 40 else None


def exact(value: float) -> Decimal:
    """A number as it is written: 0.1 is a tenth."""
    return Decimal(str(value))


def is_sound(line: Line) -> bool:
    """Whether bounds, decimals and step are such that numbers can be reckoned with."""
    given = (line.minimum, line.maximum, line.step)
    finite = all(abs(value) <= _LARGEST for value in given if value is not None)
    stepped = line.step is None or line.step > 0
    return finite and stepped and 0 <= line.decimals <= _MOST_DECIMALS


def spacing(line: Line) -> Decimal:
    """Distance between accepted numbers."""
    return exact(line.step) if line.step else Decimal(1).scaleb(-line.decimals)


def start(line: Line) -> Decimal:
    """From where steps are counted."""
    return exact(line.minimum or 0) if line.step else Decimal(0)


def around(line: Line, value: Decimal) -> tuple[Decimal, Decimal]:
    """The two numbers on the line next to a value, below and above; twice itself on the line."""
    base, unit = start(line), spacing(line)
    steps = (value - base) / unit
    low = steps.to_integral_value(ROUND_FLOOR)
    high = steps.to_integral_value(ROUND_CEILING)
    return base + low * unit, base + high * unit


def accepts(line: Line, value: Decimal) -> bool:
    """Whether a number lies on the line, within bounds."""
    low, high = around(line, value)
    return low == high == value and within(line, value)


def within(line: Line, value: Decimal) -> bool:
    """Whether a number is within the bounds."""
    least, most = line.minimum, line.maximum
    return (least is None or value >= exact(least)) and (most is None or value <= exact(most))


def has_any(line: Line) -> bool:
    """Whether some number is accepted."""
    edge = line.minimum if line.minimum is not None else line.maximum
    if edge is None:
        return True
    return any(within(line, value) for value in around(line, exact(edge)))


def fits_decimals(line: Line) -> bool:
    """Whether every step from the start can be typed with the decimals allowed."""
    tenth = Decimal(1).scaleb(-line.decimals)
    return all(value % tenth == 0 for value in (start(line), spacing(line)))
