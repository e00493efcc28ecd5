"""The tree of units as it is drawn: whole when it is small, else one level at a time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

from peewee import Expression, ModelSelect, fn

from survei.database import database
from survei.staff.models import Headcount, Unit
from survei.staff.queries import below, units_in
from survei.staff.rules import Scope
from survei.staff.rules.tree import lineage_ids

#: A tree of at most this many units is drawn whole; of a larger one a page shows as many.
MOST_DRAWN = 40
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
    #: The page that is shown, the first one 0, and how many there are.
    page: int = 0
    pages: int = 1


def unit_level(
    scope: Scope, opened: Unit | None, page: int, *, is_active_only: bool = False
) -> Level:
    """The part of the tree that a page shows, the last one where `page` is beyond it. `opened`
    must lie in the scope.

    Of a large tree it reads the names of one level and the units of one page, and no people.
    """
    units = units_in(scope).order_by()
    if is_active_only:
        units = units.where(Unit.is_active)
    above = _above(scope, opened)
    # Only here, since it would keep the reads of a level from the index of its names.
    inner = units.where(below(Unit.lineage, opened.lineage)) if opened else units
    few = list(inner.limit(MOST_DRAWN + 1))
    if len(few) <= MOST_DRAWN:
        return Level(_nodes(_in_order(few)), above, opened, len(few))
    inside = _by_name(units.where(_is_top(scope, opened)))
    tops: list[int] = []
    if len(inside) == 1:
        tops = inside
        opened = opened or Unit.get_by_id(tops[0])
        inside = _by_name(units.where(Unit.parent == tops[0]))
    pages = -(-len(inside) // MOST_DRAWN)
    page = min(page, pages - 1)
    shown = _units([*tops, *inside[page * MOST_DRAWN : (page + 1) * MOST_DRAWN]])
    return Level(_nodes(shown, opened), above, opened, len(inside), page, pages)


def units_named(scope: Scope, text: str, *, is_active_only: bool = False) -> list[UnitNode]:
    """The first units whose name holds the text, side by side."""
    found = units_in(scope).where(Unit.name.contains(text))
    if is_active_only:
        found = found.where(Unit.is_active)
    return _nodes(list(found.limit(MOST_DRAWN)))


def _is_top(scope: Scope, opened: Unit | None) -> Expression:
    """The condition on the highest units of what is opened, or else of the scope."""
    if opened:
        return Unit.id == opened.id
    return Unit.parent.is_null() if scope.everyone else Unit.lineage == scope.unit_lineage


def _by_name(query: ModelSelect[Unit]) -> list[int]:
    """Ids by name, "SMP 2" before "SMP 10"; plain rows, as a level may hold a thousand."""
    rows = database.execute(query.select(Unit.name, Unit.id)).fetchall()
    return [key for _, key in sorted((_natural(name), key) for name, key in rows)]


def _units(ids: Sequence[int]) -> list[Unit]:
    """In this order."""
    found = {unit.id: unit for unit in Unit.select().where(Unit.id.in_(list(ids)))}
    return [found[key] for key in ids if key in found]


def _above(scope: Scope, opened: Unit | None) -> list[Unit]:
    if opened is None:
        return []
    ids = [key for key in lineage_ids(opened.lineage) if key != opened.id]
    found = {unit.id: unit for unit in units_in(scope).where(Unit.id.in_(ids))}
    return [found[key] for key in ids if key in found]


def _in_order(units: Sequence[Unit]) -> list[Unit]:
    """Each unit directly after those above it; brothers by name."""
    keys = {unit.id: _natural(unit.name) for unit in units}

    def position(unit: Unit) -> list[tuple[str, int]]:
        return [(keys.get(key, ""), key) for key in lineage_ids(unit.lineage)]

    return sorted(units, key=position)


@lru_cache(maxsize=8192)
def _natural(name: str) -> str:
    """The name with its numbers in equal length, so that they sort as numbers."""
    return _NUMBER.sub(lambda found: found[0].zfill(9), name.casefold())


def _nodes(drawn: Sequence[Unit], opened: Unit | None = None) -> list[UnitNode]:
    """The drawn units with their people; those of units that are not drawn count in the totals."""
    ids, opened_id = [unit.id for unit in drawn], opened.id if opened else None
    children = _children(ids)
    own, total = _people(ids), _totals([unit for unit in drawn if children[unit.id]])
    shown = Counter(unit.parent_id for unit in drawn)
    depths = {unit.id: unit.lineage.count(".") for unit in drawn}
    top = min(depths.values(), default=0)
    return [
        UnitNode(
            unit,
            depths[unit.id] - top,
            own[unit.id],
            total[unit.id] if children[unit.id] else own[unit.id],
            is_closed=unit.id != opened_id and children[unit.id] > shown[unit.id],
        )
        for unit in drawn
    ]


def _children(ids: Collection[int]) -> Counter[int]:
    """Unit id -> units directly below it."""
    query = Unit.select(Unit.parent, fn.COUNT(Unit.id)).where(Unit.parent.in_(list(ids)))
    return Counter(dict(database.execute(query.group_by(Unit.parent)).fetchall()))


def _people(ids: Collection[int]) -> Counter[int]:
    """Unit id -> active employees in it."""
    query = Headcount.select(Headcount.unit, fn.SUM(Headcount.people))
    query = query.where(Headcount.unit.in_(list(ids))).group_by(Headcount.unit)
    return Counter(dict(database.execute(query).fetchall()))


def _totals(tops: Sequence[Unit]) -> Counter[int]:
    """Unit id -> active employees in it and in all units below it; reads what lies below only."""
    if not tops:
        return Counter()
    inside = reduce(or_, [below(Unit.lineage, unit.lineage) for unit in _outermost(tops)])
    people = Headcount.select(Headcount.people).join(Unit).where(inside)
    if len(tops) == 1:
        found = people.select(fn.SUM(Headcount.people)).scalar()
        return Counter({tops[0].id: found or 0})
    wanted, total = {unit.id for unit in tops}, Counter[int]()
    for number, lineage in database.execute(people.select_extend(Unit.lineage)).fetchall():
        for key in wanted.intersection(lineage_ids(lineage)):
            total[key] += number
    return total


def _outermost(units: Sequence[Unit]) -> list[Unit]:
    """Those that lie below no other one."""
    known = {unit.id for unit in units}
    return [unit for unit in units if known.isdisjoint({*lineage_ids(unit.lineage)} - {unit.id})]
