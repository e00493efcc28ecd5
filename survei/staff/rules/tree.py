"""Trees: units below units, people below supervisors. No recursion, so no depth can hang it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from survei.staff.rules.normalised import clean_text, fold

#: Deepest hierarchy of supervisors or units, counted in people. Source: security.md, row 61.
DEEPEST = 15
#: Between the names of a written unit path: "Dinas Pendidikan > SMP Negeri 1".
PATH_MARK = ">"
#: Between the folded names of a path key.
KEY_MARK = " / "

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Fault(Generic[Key]):
    """Why a hierarchy is not a forest."""

    #: "self", "cycle" or "deep".
    kind: str
    #: The one whose supervisor is wrong first, then upwards.
    members: tuple[Key, ...]


@dataclass(frozen=True)
class Forest(Generic[Key]):
    """Where everybody stands: 1 at the top. Those in a cycle, or below one, have no depth."""

    depths: Mapping[Key, int]
    faults: tuple[Fault[Key], ...]


def split_path(text: str) -> list[str]:
    """Names of a written unit path from the top; one name for a plain unit."""
    return [name for part in text.split(PATH_MARK) if (name := clean_text(part))]


def path_key(names: Iterable[str]) -> str:
    """`Unit.path_key` of names from the top. A slash within a name is not a step down."""
    return KEY_MARK.join(fold(name).replace("/", "|") for name in names)


def lineage(parent: str, unit_id: int) -> str:
    """`Unit.lineage` of a unit below the lineage of its parent ("" at the top)."""
    return f"{parent}{unit_id}."


def lineage_ids(text: str) -> list[int]:
    """Unit ids of a lineage from the top."""
    return [int(part) for part in text.split(".") if part]


def grow(above: Mapping[Key, Key | None]) -> Forest[Key]:
    """Depths and faults of "who stands directly above whom"; linear in time.

    Whoever `above` does not have as a key stands at the top. A chain deeper than `DEEPEST` is
    one fault, at the first member that is too deep.
    """
    depths: dict[Key, int] = {}
    faults: list[Fault[Key]] = []
    lost: set[Key] = set()
    for start in above:
        if start not in depths and start not in lost:
            _climb(start, above, depths, lost, faults)
    faults.extend(
        Fault("deep", _chain(member, above))
        for member, depth in depths.items()
        if depth == DEEPEST + 1
    )
    return Forest(depths, tuple(faults))


def _climb(
    start: Key,
    above: Mapping[Key, Key | None],
    depths: dict[Key, int],
    lost: set[Key],
    faults: list[Fault[Key]],
) -> None:
    """Walks up from one member to something known, then fills in the way back."""
    way: dict[Key, None] = {}
    at: Key | None = start
    while at is not None and at not in depths and at not in lost and at not in way:
        way[at] = None
        at = above.get(at)
    if at is not None and at not in depths:
        lost.update(way)
        if at in way:
            members = tuple(way)
            circle = members[members.index(at) :]
            faults.append(Fault("self" if len(circle) == 1 else "cycle", circle))
        return
    depth = depths[at] if at is not None else 0
    for member in reversed(way):
        depth += 1
        depths[member] = depth


def _chain(member: Key, above: Mapping[Key, Key | None]) -> tuple[Key, ...]:
    """The member and those above it, as far as a message can show."""
    chain, at = [member], above.get(member)
    while at is not None and len(chain) <= DEEPEST:
        chain.append(at)
        at = above.get(at)
    return tuple(chain)
