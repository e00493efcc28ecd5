"""Which of several parts changed their place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Pair(Generic[T]):
    """A part before and after; None where it is not there."""

    old: T | None
    new: T | None
    is_moved: bool


def moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Codes whose order changed: those outside the longest common order."""
    known = set(before) & set(after)
    old = [code for code in before if code in known]
    new = [code for code in after if code in known]
    return known - set(_longest_common(old, new))


def paired(before: Mapping[str, T], after: Mapping[str, T]) -> Iterator[Pair[T]]:
    """Each part of either order: those there now in their order, then those that went."""
    elsewhere = moved(list(before), list(after))
    for code, part in after.items():
        yield Pair(before.get(code), part, code in elsewhere)
    for code, part in before.items():
        if code not in after:
            yield Pair(part, None, False)


def _longest_common(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """Longest subsequence of two orders of the same codes (patience sorting)."""
    rank = {code: place for place, code in enumerate(one)}
    ends: list[int] = []
    last: list[str] = []
    before: dict[str, str | None] = {}
    for code in other:
        place = bisect_left(ends, rank[code])
        before[code] = last[place - 1] if place else None
        ends[place : place + 1] = [rank[code]]
        last[place : place + 1] = [code]
    run: list[str] = []
    step = last[-1] if last else None
    while step is not None:
        run.append(step)
        step = before[step]
    return run[::-1]
