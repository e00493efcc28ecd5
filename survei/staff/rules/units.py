"""Finding the unit that a list means, or the place where a new one belongs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from survei.staff.rules.normalised import fold
from survei.staff.rules.tree import DEEPEST, KEY_MARK, path_key

#: Longest `Unit.path_key`.
LONGEST_KEY = 1000

Path = tuple[str, ...]


class KnownUnit(NamedTuple):
    """A unit of the database."""

    id: int
    name: str
    parent_id: int | None
    path_key: str
    lineage: str
    is_active: bool


class NewUnit(msgspec.Struct, frozen=True):
    """A unit that an import will create."""

    key: str
    name: str
    #: Path key of the unit above; None at the top.
    parent_key: str | None
    #: Names from the top, as they will be shown.
    path: str
    depth: int


class UnitProblem(Exception):
    """The written unit cannot be placed; `code` is a key of `problems.ISSUES`."""

    def __init__(self, code: str, **params: str) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


class UnitFinder:
    """Units of the database and those that the file adds, found by the names that people write.

    A written path may leave out its upper part: the one known path that ends with it is meant.
    Units outside of the lineage `within` are neither found nor named.
    """

    def __init__(
        self, known: Iterable[KnownUnit], written: Iterable[Path], *, within: str = ""
    ) -> None:
        units = {unit.id: unit for unit in known}
        self.known = {unit.path_key: unit for unit in units.values()}
        self.new: dict[str, NewUnit] = {}
        #: Folded path -> names, by folded last name.
        self._ends: dict[str, dict[Path, Path]] = {}
        for unit in units.values():
            if not unit.lineage.startswith(within):
                continue
            self._add(tuple(units[int(part)].name for part in unit.lineage.split(".") if part))
        self._above: dict[str, set[Path]] = {}
        for path in written:
            for end in range(1, len(path)):
                self._above.setdefault(fold(path[end]), set()).add(path[:end])

    def find(self, written: Path) -> str:
        """Path key of the unit; a unit that is not there yet is added to `new`.

        Raises UnitProblem.
        """
        if len(written) > DEEPEST:
            raise UnitProblem("unit_deep")
        folded = tuple(map(fold, written))
        found = self._matches(folded)
        if folded in found:
            return path_key(folded)
        if len(found) > 1:
            paths = "; ".join(sorted(" > ".join(names) for names in found.values()))
            raise UnitProblem("unit_ambiguous", unit=written[-1], paths=paths)
        if found:
            return path_key(next(iter(found)))
        return self._create(written)

    def namesakes(self, unit: NewUnit) -> list[str]:
        """Paths of units of the database with the same name as a new one."""
        same = self._ends.get(fold(unit.name), {})
        return [" > ".join(names) for key, names in same.items() if path_key(key) in self.known]

    def shown(self, key: str) -> str:
        """Name of a unit by its path key."""
        return self.known[key].name if key in self.known else self.new[key].name

    def _matches(self, folded: Path) -> dict[Path, Path]:
        ends = self._ends.get(folded[-1], {})
        return {path: names for path, names in ends.items() if path[-len(folded) :] == folded}

    def _create(self, written: Path) -> str:
        above = written[:-1] or self._declared_above(written[0])
        parent_key = self.find(above) if above else None
        key = path_key(written[-1:])
        key = key if parent_key is None else f"{parent_key}{KEY_MARK}{key}"
        if key in self.known or key in self.new:
            return key
        names = (*self._names(parent_key), written[-1])
        if len(names) > DEEPEST or len(key) > LONGEST_KEY:
            raise UnitProblem("unit_deep")
        self._add(names)
        self.new[key] = NewUnit(key, written[-1], parent_key, " > ".join(names), len(names))
        return key

    def _declared_above(self, name: str) -> Path:
        """Where the file itself places a unit, when it does so in one way only."""
        declared = self._above.get(fold(name), set())
        path = next(iter(declared)) if len(declared) == 1 else ()
        return path if fold(name) not in map(fold, path) else ()

    def _names(self, key: str | None) -> Path:
        if key is None:
            return ()
        last = fold(self.shown(key))
        return next(n for path, n in self._ends[last].items() if path_key(path) == key)

    def _add(self, names: Path) -> None:
        folded = tuple(map(fold, names))
        self._ends.setdefault(folded[-1], {})[folded] = names
