"""How much two requests cost: where their difference would tell a secret, there must be none."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from tests.effort import cpu_seconds

#: How many measured pairs give a steady median.
PAIRS = 7
#: Source: security.md, rows 7, 18 and 34.
LIMIT = 0.2
ROUNDS = 5


def cost(work: Callable[[int], object], number: int) -> float:
    """Processor time of one run: what a noisy machine does meanwhile is not in it."""
    begun = cpu_seconds()
    work(number)
    return cpu_seconds() - begun


def assert_costs_alike(
    one: Callable[[int], object], other: Callable[[int], object], *, pairs: int = PAIRS
) -> None:
    """Fails when the work tells which of two it is: in each of several rounds, the medians of
    interleaved runs lie a fifth apart or more. What a crowded machine adds does not come back in
    every round; a secret does.
    """
    one(-1), other(-2)
    seen: list[float] = []
    while not seen or min(seen) >= LIMIT:
        assert len(seen) < ROUNDS, f"a difference in each round: {seen}"
        seen.append(_difference(one, other, pairs, first=len(seen) * pairs))


def _difference(
    one: Callable[[int], object], other: Callable[[int], object], pairs: int, *, first: int
) -> float:
    """As a part of the larger one."""
    measured = [(cost(one, n), cost(other, n)) for n in range(first, first + pairs)]
    medians = [median(side) for side in zip(*measured, strict=True)]
    return abs(medians[0] - medians[1]) / max(medians)
