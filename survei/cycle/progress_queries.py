"""How far a cycle is, read from the sums that the database keeps beside its forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import Expression, ModelSelect, fn

from survei.cycle.choices import AssignmentState
from survei.cycle.models import UnitProgress
from survei.cycle.progress import CycleProgress, Share, UnitTallies, progress_of
from survei.staff.queries import below
from survei.staff.rules import Scope

#: Columns and the states that they count.
STATES = (AssignmentState.OPEN, AssignmentState.SUBMITTED, AssignmentState.DECLINED)
_SUMS = tuple(fn.SUM(getattr(UnitProgress, state.value)) for state in STATES)


def progress(cycle_id: int, scope: Scope) -> CycleProgress:
    """Forms by relation and in all; of the units only how they add up."""
    rows: Iterable[Any] = (
        UnitProgress.select(UnitProgress.relation, *_SUMS)
        .where(_of(cycle_id, scope))
        .group_by(UnitProgress.relation)
        .tuples()
    )
    shares = (Share("", "", relation, *one) for relation, *sums in rows for one in _by_state(sums))
    found = progress_of(shares)
    found.units = []
    return found


def count_units(cycle_id: int, scope: Scope) -> int:
    """Units that have raters."""
    units = fn.COUNT(fn.DISTINCT(UnitProgress.unit_lineage))
    return int(UnitProgress.select(units).where(_of(cycle_id, scope)).scalar() or 0)


def units_of(cycle_id: int, scope: Scope, *, limit: int, name: str = "") -> list[tuple[str, str]]:
    """(lineage, name) of units that have raters, by name: the first so many of those whose name
    holds `name`. Ask for one more than is shown to learn whether there are others.
    """
    query = UnitProgress.select(UnitProgress.unit_lineage, UnitProgress.unit_name)
    query = query.where(_of(cycle_id, scope)).distinct().limit(limit)
    if name:
        query = query.where(UnitProgress.unit_name.contains(name)).order_by(UnitProgress.unit_name)
    found: Any = list(query.tuples())
    return sorted(found, key=lambda unit: unit[1])


def has_unit(cycle_id: int, scope: Scope, lineage: str) -> bool:
    """Whether the unit of this lineage has raters and lies in the scope."""
    query = UnitProgress.select().where(_of(cycle_id, scope))
    return bool(query.where(UnitProgress.unit_lineage == lineage).exists())


def unit_standings(
    cycle_id: int, scope: Scope, *, limit: int, offset: int = 0
) -> list[UnitTallies]:
    """Units of raters, furthest behind first, then by name."""
    rows: Iterable[Any] = _behind_first(cycle_id, scope).limit(limit).offset(offset)
    lines = [row[0] for row in rows]
    return _unit_tallies(UnitProgress.cycle == cycle_id, UnitProgress.unit_lineage.in_(lines))


def one_unit(cycle_id: int, scope: Scope, lineage: str) -> list[UnitTallies]:
    """The unit of this lineage, if it has raters and lies in the scope."""
    return _unit_tallies(_of(cycle_id, scope), UnitProgress.unit_lineage == lineage)


def _unit_tallies(*conditions: Expression) -> list[UnitTallies]:
    rows: Iterable[Any] = (
        UnitProgress.select(
            UnitProgress.unit_lineage,
            UnitProgress.unit_name,
            UnitProgress.relation,
            *(getattr(UnitProgress, state.value) for state in STATES),
        )
        .where(*conditions)
        .tuples()
    )
    shares = (
        Share(lineage, name, relation, *one)
        for lineage, name, relation, *sums in rows
        for one in _by_state(sums)
    )
    return progress_of(shares).units


def _behind_first(cycle_id: int, scope: Scope) -> ModelSelect[UnitProgress]:
    """Lineages; the share that is sent is counted in tenths of a percent, as it is shown."""
    waiting, sent, declined = _SUMS
    total = waiting + sent + declined
    tenths = fn.COALESCE((2000 * sent + total) / fn.NULLIF(2 * total, 0), 0)
    query: ModelSelect[UnitProgress] = (
        UnitProgress.select(UnitProgress.unit_lineage)
        .where(_of(cycle_id, scope))
        .group_by(UnitProgress.unit_lineage)
        .order_by(tenths, fn.MAX(UnitProgress.unit_name), UnitProgress.unit_lineage)
        .tuples()
    )
    return query


def _by_state(sums: Iterable[int]) -> Iterable[tuple[str, int]]:
    return zip(STATES, sums, strict=True)


def _of(cycle_id: int, scope: Scope) -> Expression:
    own: Expression = UnitProgress.cycle == cycle_id
    if scope.everyone:
        return own
    if scope.unit_lineage:
        return own & below(UnitProgress.unit_lineage, scope.unit_lineage)
    return own & UnitProgress.id.is_null()
