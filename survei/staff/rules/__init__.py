"""Pure rules of the staff area: one file for each thing that has rules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """Which employees somebody may see. Made only by `account.policy`, applied by queries.

    Exactly one of the three says something; the empty scope sees nobody.
    """

    #: The whole organisation.
    everyone: bool = False
    #: `Unit.lineage` prefix: that unit and all below it.
    unit_lineage: str | None = None
    #: Employee id of the supervisor: direct reports.
    supervisor_id: int | None = None
