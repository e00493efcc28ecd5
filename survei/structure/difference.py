"""What two structures differ in, in words."""

from __future__ import annotations

from collections.abc import Mapping

#: So many differences are named; the others are counted.
MOST_NAMED = 3


def differences(real: Mapping[str, str], wanted: Mapping[str, str]) -> list[str]:
    """A sentence part each; what belongs to a missing table is not repeated."""
    gone = {name for name in wanted.keys() - real.keys() if "," not in name}
    names = sorted(real.keys() | wanted.keys())
    return [
        f"{name} {_difference(name, real, wanted)}"
        for name in names
        if real.get(name) != wanted.get(name) and ("," not in name or _owner(name) not in gone)
    ]


def named(found: list[str]) -> str:
    """The first of them, and how many more there are."""
    more = len(found) - MOST_NAMED
    return "; ".join(found[:MOST_NAMED] + ([f"dan {more} lainnya"] if more > 0 else []))


def _difference(name: str, real: Mapping[str, str], wanted: Mapping[str, str]) -> str:
    if name not in real:
        return "tidak ada"
    return "berbeda" if name in wanted else "tidak dikenal"


def _owner(name: str) -> str:
    return name.partition(",")[0]
