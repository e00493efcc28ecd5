"""Numbers as people read them: exact while they are reckoned with, rounded once where shown.

Everything that is added up or averaged stays a fraction. `half_up` is the one place that rounds,
and what it gives keeps its decimals, so that nothing is rounded twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm

from babel.numbers import format_decimal

#: What can be shown; a float only where it was measured, never where it was counted.
Number = Fraction | Decimal | int | float
#: Numbers beyond are no figures of ours: a damaged document holds them.
LARGEST = 10**18
#: A real minus, not a hyphen.
MINUS = "−"


def exact(value: Number) -> Fraction:
    """A number as it is written: 0.1 is a tenth."""
    return value if isinstance(value, Fraction) else _exact(value)


@lru_cache(maxsize=1024)
def _exact(value: Decimal | float) -> Fraction:
    return Fraction(str(value))


def is_figure(value: Number) -> bool:
    """Whether it can be rounded and written: finite, and of no more digits than anybody reads."""
    return -LARGEST < value < LARGEST  # not a number is neither


def half_up(value: Number, places: int = 0) -> Decimal:
    """Rounded to `places` decimals, halves away from zero; the decimals stay, also as zeros."""
    number = exact(value) if isinstance(value, float | Decimal) else value
    top, below = abs(number.numerator) * 10**places, number.denominator
    whole, rest = divmod(top, below)
    rounded = whole + (2 * rest >= below)
    return Decimal(-rounded if number < 0 else rounded).scaleb(-places)


def mean(values: Sequence[Fraction]) -> Fraction:
    """The exact mean of at least one value."""
    ratios = [value.as_integer_ratio() for value in values]
    unit = lcm(*(below for _, below in ratios))
    return Fraction(sum(top * (unit // below) for top, below in ratios), unit * len(ratios))


def weighted_mean(parts: Iterable[tuple[Fraction, Fraction]]) -> Fraction | None:
    """sum(weight × value) / sum(weight), exact; None without a weight.

    Whole numbers over common denominators: many times quicker than adding fractions.
    """
    ratios = [(*weight.as_integer_ratio(), *value.as_integer_ratio()) for weight, value in parts]
    weight_unit = lcm(*(ratio[1] for ratio in ratios))
    unit = lcm(*(ratio[3] for ratio in ratios))
    total = weights = 0
    for weight, weight_below, top, below in ratios:
        whole = weight * (weight_unit // weight_below)
        weights += whole
        total += whole * top * (unit // below)
    return Fraction(total, weights * unit) if weights else None


def apportioned(shares: Sequence[Fraction], places: int = 1) -> list[Decimal]:
    """Shares rounded so that they still add up: to 100,0 where the shares add up to 100.

    Each is cut to `places`; what is then missing goes to those that lost most (the earlier of
    equals). Source: the method of largest remainders (Hamilton).
    """
    unit = 10**places
    cut = [share * unit // 1 for share in shares]
    missing = int(half_up(sum(shares, Fraction()) * unit)) - sum(cut)
    by_loss = sorted(range(len(shares)), key=lambda place: cut[place] - shares[place] * unit)
    for place in by_loss[:missing]:
        cut[place] += 1
    return [Decimal(units).scaleb(-places) for units in cut]


def plain(value: Number, most_places: int = 6) -> Decimal:
    """A number with the decimals that it needs, up to a most: 60, 33.3."""
    normal = half_up(value, most_places).normalize()
    return half_up(normal) if normal == normal.to_integral_value() else normal


@lru_cache(maxsize=4096)
def written(value: Number, places: int = 0, language: str = "id") -> str:
    """ "1.234" or "3,50"; in English "1,234" and "3.50"."""
    pattern = "#,##0" + ("." + "0" * places if places else "")
    text = format_decimal(half_up(value, places), format=pattern, locale=language)
    return text.replace("-", MINUS)


def written_as_is(value: Decimal, language: str = "id") -> str:
    """A rounded number with the decimals that it has."""
    return written(value, places_of(value), language)


def percent(value: Number, language: str = "id", most_places: int = 1) -> str:
    """A share in percent, in one form everywhere: "0%", "60%", "33,3%", never "60,0%".

    What a damaged document calls a share and is none is written as it is.
    """
    if not is_figure(value):
        return str(value) + "%"
    return written_as_is(plain(value, most_places), language) + "%"


def signed(value: Decimal, language: str = "id") -> str:
    """A difference with its sign: "+1,0", "−1,0"; none for zero."""
    return ("+" if value > 0 else "") + written_as_is(value, language)


def places_of(value: Decimal) -> int:
    """How many decimals a rounded number has."""
    return max(0, -int(value.as_tuple().exponent))
