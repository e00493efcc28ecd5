"""Which cycles use which questionnaire version, as their plans say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.cycle.plan import decode_plan
from survei.cycle.queries import seen_by
from survei.staff.rules import Scope


@dataclass(frozen=True)
class Use:
    """A cycle whose plan names a version."""

    cycle_id: int
    name: str
    state: CycleState
    opens_at: datetime
    closes_at: datetime


def uses_of(version_ids: Iterable[int], scope: Scope) -> dict[int, list[Use]]:
    """{version id: cycles of the scope that use it, newest first}; one read of all plans."""
    found: dict[int, list[Use]] = {version: [] for version in version_ids}
    columns = (Cycle.id, Cycle.name, Cycle.state, Cycle.opens_at, Cycle.closes_at, Cycle.plan)
    rows: Iterable[Any] = (
        Cycle.select(*columns)
        .where(seen_by(scope))
        .order_by(Cycle.opens_at.desc(), Cycle.id.desc())
        .tuples()
    )
    for key, name, state, opens_at, closes_at, plan in rows:
        use = Use(key, name, CycleState(state), opens_at, closes_at)
        for version in {item.version_id for item in decode_plan(plan).instruments}:
            if version in found:
                found[version].append(use)
    return found
