"""What happens by itself. Each task is safe to run twice and on several machines at once, since it
writes by compare-and-set: so the schedule needs no leader.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from huey import Huey, crontab

from survei import clock
from survei.audit.choices import SYSTEM
from survei.cycle.queries import cycles_past_their_end
from survei.database import database
from survei.errors import WrongState
from survei.installation.queries import still_ours
from survei.installation.rules import KeysRefused
from survei.invitation.queries import cycles_to_remind
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.reminding import send_reminders
from survei.purge.rules import MOST_SECONDS
from survei.purge.services import PurgeUnderWay, purge
from survei.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PeriodicTask:
    """Something that happens by itself."""

    name: str
    #: Huey's test of a moment (UTC): true when the task is due.
    when: Callable[[Any], bool]
    run: Callable[[], object]


def periodic_tasks(settings: Settings) -> list[PeriodicTask]:
    """The schedule."""
    every_minute, every_ten = crontab(minute="*"), crontab(minute="*/10")
    return [
        PeriodicTask("close_cycles", every_minute, close_due_cycles),
        PeriodicTask("remind_raters", every_ten, remind_raters),
        PeriodicTask("purge", every_ten, partial(purge_due, settings)),
    ]


def by_own_keys(settings: Settings, work: Callable[[], object]) -> Callable[[], None]:
    """The work, over a connection of its own; nothing once keys were replaced since the start."""

    def run() -> None:
        with database.connection_context():
            try:
                still_ours(settings)
            except KeysRefused as refusal:
                log.log(logging.ERROR, "background work waits: %s", refusal)
            else:
                work()

    return run


def add_tasks(
    huey: Huey,
    schedule: list[PeriodicTask],
    settings: Settings,
    trusted_now: Callable[[], datetime | None],
) -> None:
    """Registers the schedule with the queue. `trusted_now` is asked before each task: the moment,
    or None while this host's clock may not be relied upon; then the task waits.
    """
    for task in schedule:
        work = by_own_keys(settings, partial(_run, task, trusted_now))
        huey.periodic_task(task.when, name=task.name)(work)


def _run(task: PeriodicTask, trusted_now: Callable[[], datetime | None]) -> None:
    if (now := trusted_now()) is None:
        log.warning("%s waits: the clock of this host is not trusted", task.name)
        return
    # A jump between this look and the task's own must not reach it.
    with clock.running_from(now):
        task.run()


def remind_raters() -> int:
    """Reminders of all cycles whose plan names this day. Returns how many letters."""
    return sum(send_reminders(cycle_id, actor=SYSTEM) for cycle_id in cycles_to_remind())


def close_due_cycles() -> int:
    """Closes every cycle whose grace is over. Returns how many; a person may be faster."""
    closed = 0
    for cycle in cycles_past_their_end():
        try:
            close_cycle(cycle.id, actor=SYSTEM)
        except WrongState:
            continue
        closed += 1
    return closed


def purge_due(settings: Settings) -> None:
    """Deletes what is due (`survei.retention`), unless another machine is at it."""
    with suppress(PurgeUnderWay):
        purge(settings, actor=SYSTEM, most_seconds=MOST_SECONDS)
