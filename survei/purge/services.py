"""The run that deletes what is due: in pieces, one run at a time, gone on with after a crash."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from time import monotonic

from peewee import IntegrityError

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.database import database
from survei.errors import SurveiError
from survei.purge.due import Due, due_at
from survei.purge.erasables import Part
from survei.purge.holds import settle
from survei.purge.models import PurgeCount, PurgeRun
from survei.purge.rules import LEASE, is_left
from survei.purge.targets import TARGETS, Target, mark
from survei.retention.choices import DataClass
from survei.settings import Settings
from survei.traces import clear_files

LIVE = "run"

log = logging.getLogger(__name__)


class PurgeUnderWay(SurveiError):
    """Another process deletes at this moment."""

    message = "Penghapusan sedang berjalan di proses lain. Coba beberapa saat lagi."


class RunLost(SurveiError):
    """This process fell silent for too long, and another one went on."""

    message = "Penghapusan ini dilanjutkan oleh proses lain."


@dataclass
class Purged:
    """What one run did."""

    counts: dict[DataClass, int] = field(default_factory=dict)
    #: Classes that something unexpected kept; the log of the process says what.
    failed: list[DataClass] = field(default_factory=list)
    #: Whether all that was due is gone; if not, the next run goes on.
    is_finished: bool = True
    #: Whether the files are cleared as well; if not, the next run does it.
    is_cleared: bool = True


class _Enough(Exception):
    """The time of this run is over."""


def purge(settings: Settings, *, actor: Actor, most_seconds: float = float("inf")) -> Purged:
    """Deletes everything that is due and not held; may be stopped anywhere and called again.

    Each piece is a short transaction with its count. The run ends with the clearing of the
    files and a line of the log that holds the counts; after `most_seconds` it is left to the next
    call. Raises PurgeUnderWay, RunLost.
    """
    run = _begin(actor)
    done = Purged()
    until = monotonic() + most_seconds
    try:
        for data, target in TARGETS.items():
            _try_class(run, data, target, settings, until, done)
    except _Enough:
        _leave(run)
        return replace(done, counts=_counts(run), is_finished=False, is_cleared=False)
    done.counts = _counts(run)
    done.is_cleared = _end(run, done.counts, actor)
    return done


def _try_class(
    run: PurgeRun,
    data: DataClass,
    target: Target,
    settings: Settings,
    until: float,
    done: Purged,
) -> None:
    """One class; what something unforeseen still refers to stays, and the rest goes on."""
    try:
        _purge_class(run, data, target, settings, until)
    except IntegrityError:
        log.exception("retention: %s is still referred to", data)
        done.failed.append(data)


def _leave(run: PurgeRun) -> None:
    """Whoever comes next goes on at once."""
    mine = (PurgeRun.id == run.id) & (PurgeRun.lease == run.lease)
    PurgeRun.update(leased_until=clock.now()).where(mine).execute()


def _begin(actor: Actor) -> PurgeRun:
    """A new run, or the one that a process left behind."""
    now, lease = clock.now(), uuid.uuid4().hex
    try:
        with database.atomic():
            run: PurgeRun = PurgeRun.create(
                began_at=now,
                asked_by=actor.name[:200],
                live_key=LIVE,
                lease=lease,
                leased_until=now + LEASE,
            )
    except IntegrityError:
        return _take_over(lease)
    return run


def _take_over(lease: str) -> PurgeRun:
    now = clock.now()
    left: PurgeRun | None = PurgeRun.get_or_none(PurgeRun.live_key == LIVE)
    if left is None or not is_left(left.leased_until, now):
        raise PurgeUnderWay
    taken = (
        PurgeRun.update(lease=lease, leased_until=now + LEASE)
        .where(PurgeRun.id == left.id, PurgeRun.lease == left.lease)
        .execute()
    )
    if not taken:
        raise PurgeUnderWay
    return PurgeRun.get_by_id(left.id)


def _purge_class(
    run: PurgeRun, data: DataClass, target: Target, settings: Settings, until: float
) -> None:
    """Looks without a lock first: most of the time there is nothing."""
    if not any(part.count(due_at(clock.now(), settings)) for part in target.parts):
        return
    if target.mark:
        _step(run, settings, lambda due: mark(target, data, due))
    for part in target.parts:
        while _step(run, settings, partial(_piece, run, data, part)):
            if monotonic() > until:
                raise _Enough


def _step(run: PurgeRun, settings: Settings, work: Callable[[Due], int | None]) -> int | None:
    """One short transaction, in which everything that decides is read anew."""
    with database.atomic():
        settle()
        _keep(run)
        return work(due_at(clock.now(), settings))


def _keep(run: PurgeRun) -> None:
    mine = (PurgeRun.id == run.id) & (PurgeRun.lease == run.lease)
    until = clock.now() + LEASE
    if not PurgeRun.update(leased_until=until).where(mine).execute():
        raise RunLost


def _piece(run: PurgeRun, data: DataClass, part: Part, due: Due) -> int:
    dropped = part.drop(due)
    if dropped and part.is_counted:
        PurgeCount.insert(run=run.id, data=data, rows=dropped).on_conflict(
            conflict_target=[PurgeCount.run, PurgeCount.data],
            update={PurgeCount.rows: PurgeCount.rows + dropped},
        ).execute()
    return dropped


def _counts(run: PurgeRun) -> dict[DataClass, int]:
    rows = PurgeCount.select().where(PurgeCount.run == run.id).order_by(PurgeCount.id)
    return {DataClass(row.data): row.rows for row in rows}


def _end(run: PurgeRun, counts: dict[DataClass, int], actor: Actor) -> bool:
    """Clears the files, then ends the run; one that could not clear is left to the next."""
    tables = [table for data in counts for table in TARGETS[data].rewritten]
    if counts and not clear_files(tables):
        _leave(run)
        return False
    with database.atomic():
        _keep(run)
        PurgeRun.update(live_key=None, ended_at=clock.now()).where(PurgeRun.id == run.id).execute()
        if counts:
            record(actor, "retention.purge", "retention", run.id, **dict(counts))
        _forget_empty_runs(run)
    return True


def _forget_empty_runs(run: PurgeRun) -> None:
    """Of runs that deleted nothing only the newest is of interest."""
    told = PurgeCount.select(PurgeCount.run)
    PurgeRun.delete().where(PurgeRun.id < run.id, PurgeRun.id.not_in(told)).execute()
