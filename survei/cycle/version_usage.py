"""Which cycles use which questionnaire version, as their plans say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from survei.cycle.choices import CycleState
from survei.cycle.default_versions.queries import served
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


def versions_for_role(role_id: int) -> frozenset[int]:
    """Versions that serve a job role: in "Untuk siapa", or in the plan of any cycle.

    A plan's entry for all other roles counts where the role has none of its own.
    """
    found = {one.offer.version_id for (role, _), one in served([role_id]).items()}
    rows: Iterable[Any] = Cycle.select(Cycle.plan).tuples()
    for (plan,) in rows:
        instruments = decode_plan(plan).instruments
        own = {one.relation: one.version_id for one in instruments if one.job_role_id == role_id}
        rest = {one.relation: one.version_id for one in instruments if one.job_role_id is None}
        found |= set({**rest, **own}.values())
    return frozenset(found)
