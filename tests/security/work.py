"""How much two requests cost: where their difference would tell a secret, there must be none."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from tests.effort import cpu_seconds

#: How many measured pairs give a steady median.
PAIRS = 7


def cost(work: Callable[[int], object], number: int) -> float:
    """Processor time of one run: what a noisy machine does meanwhile is not in it."""
    begun = cpu_seconds()
    work(number)
    return cpu_seconds() - begun


def difference(
    one: Callable[[int], object], other: Callable[[int], object], *, pairs: int = PAIRS
) -> float:
    """How far the medians of interleaved runs lie apart, as a part of the larger one."""
    one(-1), other(-2)
    measured = [(cost(one, n), cost(other, n)) for n in range(pairs)]
    first, second = (median(side) for side in zip(*measured, strict=True))
    return abs(first - second) / max(first, second)
