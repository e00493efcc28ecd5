"""The tree of units as it is drawn: whole when it is small, else one level at a time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from peewee import fn

from survei.database import database
from survei.staff.models import Employee, Unit
from survei.staff.queries import below, units_in
from survei.staff.rules import Scope
from survei.staff.rules.tree import lineage_ids

#: A tree of at most this many units is drawn whole; of a larger one a page shows as many.
MOST_DRAWN = 50
_NUMBER = re.compile(r"\b\d+\b")


@dataclass(frozen=True)
class UnitNode:
    """A unit in the drawn tree."""

    unit: Unit
    #: 0 for the highest that is drawn.
    depth: int
    #: Active employees in the unit itself, and with all units below it.
    own: int
    total: int
    #: Units below it are not drawn.
    is_closed: bool = False


@dataclass(frozen=True)
class Level:
    """What one page shows of the tree."""

    nodes: list[UnitNode]
    #: Units above the opened one that the reader may see, from the top.
    above: list[Unit]
    #: The opened unit, when the tree is not drawn whole.
    opened: Unit | None
    #: Number of units on this level, of which `nodes` may hold one page.
    count: int


class _Place(NamedTuple):
    """A unit by what its place in the tree needs; a row as the database gives it."""

    id: int
    name: str
    parent: int | None
    lineage: str


def unit_tree(scope: Scope) -> list[UnitNode]:
    """All units in the scope in the order of a drawn tree, with counts of active employees."""
    places = _places(scope, "")
    return _nodes(_in_order(places), places)


def unit_level(scope: Scope, opened: Unit | None, page: int) -> Level:
    """The part of the tree that a page shows. `opened` must lie in the scope."""
    places = _places(scope, opened.lineage if opened else "")
    above = _above(scope, opened)
    if len(places) <= MOST_DRAWN:
        return Level(_nodes(_in_order(places), places), above, opened, len(places))
    known = {place.id for place in places}
    tops = [place for place in places if place.parent not in known]
    if len(tops) == 1:
        opened = opened or Unit.get_by_id(tops[0].id)
        inside = [place for place in places if place.parent == opened.id]
    else:
        inside, tops = tops, []
    inside.sort(key=lambda place: _natural(place.name))
    shown = inside[page * MOST_DRAWN : (page + 1) * MOST_DRAWN]
    nodes = _nodes([*tops, *shown], places, opened.id if opened else None)
    return Level(nodes, above, opened, len(inside))


def units_named(scope: Scope, text: str) -> list[UnitNode]:
    """The first units whose name holds the text, side by side."""
    found = units_in(scope).where(Unit.name.contains(text)).limit(MOST_DRAWN)
    wanted = [unit.id for unit in found]
    places = _places(scope, "")
    by_id = {place.id: place for place in places}
    return _nodes([by_id[key] for key in wanted], places)


def _places(scope: Scope, prefix: str) -> list[_Place]:
    """Every unit in the scope below the prefix; plain rows, as there may be a thousand."""
    query = units_in(scope).where(below(Unit.lineage, prefix)).order_by()
    rows = database.execute(query.select(Unit.id, Unit.name, Unit.parent, Unit.lineage))
    return [_Place._make(row) for row in rows.fetchall()]


def _above(scope: Scope, opened: Unit | None) -> list[Unit]:
    if opened is None:
        return []
    ids = [key for key in lineage_ids(opened.lineage) if key != opened.id]
    found = {unit.id: unit for unit in units_in(scope).where(Unit.id.in_(ids))}
    return [found[key] for key in ids if key in found]


def _in_order(places: Iterable[_Place]) -> list[_Place]:
    """Each unit directly after those above it; brothers by name, "SMP 2" before "SMP 10"."""
    places = list(places)
    keys = {place.id: _natural(place.name) for place in places}

    def position(place: _Place) -> list[tuple[str, int]]:
        return [(keys.get(key, ""), key) for key in lineage_ids(place.lineage)]

    return sorted(places, key=position)


def _natural(name: str) -> str:
    """The name with its numbers in equal length, so that they sort as numbers."""
    return _NUMBER.sub(lambda found: found[0].zfill(9), name.casefold())


def _nodes(
    drawn: Sequence[_Place], places: Sequence[_Place], opened_id: int | None = None
) -> list[UnitNode]:
    """The drawn units with their people; those of units that are not drawn count in the totals.

    Only what is drawn is added up, so a page of a large tree costs little more than of a small.
    """
    wanted = {place.id for place in drawn}
    parents = {place.parent for place in places}
    counts = _people(wanted if wanted.isdisjoint(parents) else None)
    hidden = {place.parent for place in places if place.id not in wanted}
    depths = {place.id: place.lineage.count(".") for place in drawn}
    top = min(depths.values(), default=0)
    units = {unit.id: unit for unit in Unit.select().where(Unit.id.in_(list(wanted)))}
    return [
        UnitNode(
            units[place.id],
            depths[place.id] - top,
            own := counts.get(place.id, 0),
            _total(place, places, counts) if place.id in parents else own,
            is_closed=place.id in hidden and place.id != opened_id,
        )
        for place in drawn
    ]


def _total(top: _Place, places: Sequence[_Place], counts: Mapping[int, int]) -> int:
    """People of a unit and of all units below it."""
    return sum(counts.get(place.id, 0) for place in places if place.lineage.startswith(top.lineage))


def _people(units: Collection[int] | None) -> dict[int, int]:
    """Unit id -> active employees in it; of these units only, or of all."""
    counted = Employee.select(Employee.unit, fn.COUNT(Employee.id)).where(Employee.is_active)
    if units is not None:
        counted = counted.where(Employee.unit.in_(list(units)))
    return dict(database.execute(counted.group_by(Employee.unit)).fetchall())
