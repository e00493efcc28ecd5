"""What is due at a moment: the periods, the cycles behind them, and the holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from survei.cycle.choices import NOT_YET_OPEN, CycleState
from survei.cycle.models import Cycle
from survei.cycle.plan import Plan
from survei.cycle.promises import promised
from survei.cycle.queries import plan_of
from survei.purge.models import LegalHold
from survei.retention.choices import DataClass, Since
from survei.retention.periods import Period, oldest_kept
from survei.retention.queries import periods
from survei.retention.rules import RULES
from survei.settings import Settings

#: Classes whose rows refer to the people of a cycle, and the people themselves.
OF_PEOPLE = (
    DataClass.SUBMISSIONS,
    DataClass.EVIDENCE,
    DataClass.DRAFTS,
    DataClass.LINKS,
    DataClass.RESULTS,
    DataClass.ROSTER,
)


@dataclass(frozen=True)
class EndedCycle:
    """A cycle that takes no answers any more."""

    id: int
    plan: Plan
    closed_at: datetime | None
    published_at: datetime | None


@dataclass(frozen=True)
class Due:
    """Everything that decides what is deleted."""

    now: datetime
    settings: Settings
    periods: Mapping[DataClass, Period]
    #: Keys of cycles that a hold keeps.
    held: frozenset[int]
    ended: tuple[EndedCycle, ...]

    def oldest(self, data: DataClass) -> datetime:
        """What is dated before goes; for classes that belong to no cycle's promise."""
        return oldest_kept(self.periods[data], self.now)

    def cycles(self, data: DataClass) -> list[int]:
        """Keys of the cycles whose data of this class is due and not held."""
        return [
            one.id for one in self.ended if one.id not in self.held and self._is_over(one, data)
        ]

    def emptied(self) -> list[int]:
        """Keys of the cycles whose people nothing needs any more: all else of them is due."""
        return [
            one.id
            for one in self.ended
            if one.id not in self.held and all(self._is_over(one, data) for data in OF_PEOPLE)
        ]

    def _is_over(self, one: EndedCycle, data: DataClass) -> bool:
        is_public = RULES[data].since is Since.PUBLISHING and one.published_at
        since = one.published_at if is_public else one.closed_at
        return since is not None and since < oldest_kept(promised(one.plan, data), self.now)


def due_at(now: datetime, settings: Settings) -> Due:
    """What counts at this moment, read anew."""
    return Due(now, settings, periods(), held_cycles(), _ended())


def held_cycles() -> frozenset[int]:
    """Keys of the cycles under a hold."""
    standing = LegalHold.select(LegalHold.standing).where(LegalHold.standing.is_null(False))
    return frozenset(row.standing for row in standing if row.standing is not None)


def _ended() -> tuple[EndedCycle, ...]:
    columns = (Cycle.id, Cycle.plan, Cycle.closed_at, Cycle.published_at)
    rows = Cycle.select(*columns).where(Cycle.state.not_in([*NOT_YET_OPEN, CycleState.OPEN]))
    return tuple(EndedCycle(row.id, plan_of(row), row.closed_at, row.published_at) for row in rows)
