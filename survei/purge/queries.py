"""What is due, what is held, and what was deleted: for the page and the command."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from survei import clock
from survei.cycle.choices import NOT_YET_OPEN
from survei.cycle.models import Cycle
from survei.purge.due import due_at
from survei.purge.models import LegalHold, PurgeCount, PurgeRun
from survei.purge.rules import AHEAD_DAYS
from survei.purge.targets import TARGETS
from survei.retention.choices import DataClass
from survei.retention.periods import Period
from survei.retention.rules import RULES, Rule
from survei.settings import Settings


@dataclass(frozen=True)
class ClassStatus:
    """How one class of data stands."""

    data: DataClass
    rule: Rule
    #: What counts from now on; cycles keep what they promised.
    period: Period
    #: To go with the next run.
    due: int
    #: More that falls due within `AHEAD_DAYS`.
    soon: int
    #: Due, but kept by a hold.
    held: int
    #: When something of it was deleted last, how much then, and how much in all.
    last_at: datetime | None
    last_rows: int
    all_rows: int


def class_statuses(settings: Settings) -> list[ClassStatus]:
    """Every class, in the order of the table of rules."""
    due = due_at(clock.now(), settings)
    later = replace(due, now=due.now + timedelta(days=AHEAD_DAYS))
    free = replace(due, held=frozenset())
    last, totals = _last_purges(), _totals()
    found = []
    for data, target in TARGETS.items():
        count = target.count(due)
        at, rows = last.get(data, (None, 0))
        found.append(
            ClassStatus(
                data=data,
                rule=RULES[data],
                period=due.periods[data],
                due=count,
                soon=target.count(later) - count,
                held=target.count(free) - count if due.held else 0,
                last_at=at,
                last_rows=rows,
                all_rows=totals.get(data, 0),
            )
        )
    return found


def _last_purges() -> dict[str, tuple[datetime, int]]:
    newest = PurgeCount.select(fn.MAX(PurgeCount.id)).group_by(PurgeCount.data)
    rows = PurgeCount.select(PurgeCount, PurgeRun).join(PurgeRun).where(PurgeCount.id.in_(newest))
    return {row.data: (row.run.began_at, row.rows) for row in rows}


def _totals() -> dict[str, int]:
    rows: Iterable[Any] = (
        PurgeCount.select(PurgeCount.data, fn.SUM(PurgeCount.rows))
        .group_by(PurgeCount.data)
        .tuples()
    )
    return {data: int(total) for data, total in rows}


@dataclass(frozen=True)
class PastRun:
    """A run that deleted something."""

    began_at: datetime
    ended_at: datetime | None
    asked_by: str
    counts: tuple[tuple[DataClass, int], ...]


def past_runs(limit: int = 20) -> list[PastRun]:
    """The newest runs that deleted something."""
    told = PurgeCount.select(PurgeCount.run)
    runs = list(PurgeRun.select().where(PurgeRun.id.in_(told)).order_by(-PurgeRun.id).limit(limit))
    counts: dict[int, list[tuple[DataClass, int]]] = {run.id: [] for run in runs}
    for row in PurgeCount.select().where(PurgeCount.run.in_(list(counts))).order_by(PurgeCount.id):
        counts[row.run_id].append((DataClass(row.data), row.rows))
    return [
        PastRun(run.began_at, run.ended_at, run.asked_by, tuple(counts[run.id])) for run in runs
    ]


def last_run() -> PurgeRun | None:
    """The newest run, whether or not it deleted anything."""
    found: PurgeRun | None = PurgeRun.select().order_by(PurgeRun.id.desc()).first()
    return found


def holds() -> list[LegalHold]:
    """All holds with their cycle, those that stand first, then the newest."""
    query = LegalHold.select(LegalHold, Cycle).join(Cycle)
    return list(query.order_by(LegalHold.standing.is_null(), LegalHold.id.desc()))


def hold_of(cycle_id: int) -> LegalHold | None:
    """The hold that stands on a cycle."""
    found: LegalHold | None = LegalHold.get_or_none(LegalHold.standing == cycle_id)
    return found


def cycles_to_hold() -> list[Cycle]:
    """Cycles that can be held, newest first."""
    standing = LegalHold.select(LegalHold.standing).where(LegalHold.standing.is_null(False))
    query = Cycle.select().where(Cycle.state.not_in(NOT_YET_OPEN), Cycle.id.not_in(standing))
    return list(query.order_by(Cycle.opens_at.desc(), Cycle.id.desc()))
