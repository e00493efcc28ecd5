"""A worker whose host's clock is set wrong, and right again; in a process of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.mail.choices import LetterState
from survei.mail.models import Letter
from survei.settings import Settings
from survei.task_queue.choices import Queue
from survei.task_queue.queues import TaskQueue
from survei.timekeeping.models import ClockMark
from survei.timekeeping.services import confirm_clock
from survei.worker import schedule
from tests.invitation.conftest import make_cycle
from tests.waiting import wait_for
from tests.worker.test_worker import instance, start

__all__ = ["instance", "start"]

HOURS = 3600


class SetClock:
    """The clock of the worker's host, in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.to(0)

    def to(self, seconds: float) -> None:
        """Sets it this much ahead, at once."""
        partial = self.path.with_suffix(".partial")
        partial.write_text(str(seconds))
        partial.rename(self.path)


def looks(number: int) -> bool:
    """Waits until the schedule has asked about the clock so often."""
    seen: set[object] = set()

    def has_looked() -> bool:
        seen.add(ClockMark.get().wall)
        return len(seen) > number

    return wait_for(has_looked)


def is_trusted() -> bool:
    mark = ClockMark.get_or_none()
    return mark is not None and mark.untrusted_since is None


def test_a_jump_closes_nothing_until_it_is_right_or_confirmed(
    start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path, settings: Settings
) -> None:
    with clock.fixed(clock.now() - timedelta(days=2)):
        make_cycle(closes_at=clock.now() + timedelta(days=2, hours=4))
    Letter.update(state=LetterState.CANCELLED).execute()
    hand = SetClock(tmp_path / "ahead")
    start(PERIOD="1", AHEAD=str(hand.path))
    assert wait_for(is_trusted)
    hand.to(8 * HOURS)
    assert wait_for(lambda: not is_trusted())
    assert looks(4)
    assert Cycle.get().state == CycleState.OPEN
    hand.to(0)
    assert wait_for(is_trusted)
    assert looks(4)
    assert Cycle.get().state == CycleState.OPEN
    hand.to(8 * HOURS)
    assert wait_for(lambda: not is_trusted())
    mark = ClockMark.get()
    confirm_clock(mark.host, mark.untrusted_since, actor=SYSTEM)
    assert wait_for(lambda: Cycle.get().state == CycleState.CLOSED)
    words = [event.action for event in AuditEvent.select().order_by(AuditEvent.id)]
    told = [word for word in words if word.startswith("clock.")]
    assert told == ["clock.distrust", "clock.trust", "clock.distrust", "clock.confirm",
                    "clock.trust"]  # fmt: skip


@pytest.mark.parametrize(("trusted", "ran"), [(True, ["ran"]), (False, [])])
def test_a_task_waits_for_a_trusted_clock(
    committed_db: str, settings: Settings, trusted: bool, ran: list[str]
) -> None:
    huey, seen = TaskQueue(Queue.SCHEDULE), []
    task = schedule.PeriodicTask("try_it", lambda at: True, lambda: seen.append("ran"))
    schedule.add_tasks(huey, [task], settings, lambda: clock.now() if trusted else None)
    (due,) = huey.read_periodic(clock.now())
    huey.execute(due)
    assert seen == ran


def test_a_jump_after_the_look_does_not_reach_the_task(
    committed_db: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    huey, seen = TaskQueue(Queue.SCHEDULE), []
    true = clock.now()

    def look() -> datetime:
        monkeypatch.setattr(clock, "_source", lambda: true + timedelta(hours=8))
        return true

    task = schedule.PeriodicTask("try_it", lambda at: True, lambda: seen.append(clock.now()))
    schedule.add_tasks(huey, [task], settings, look)
    (due,) = huey.read_periodic(true)
    huey.execute(due)
    assert seen[0] - true < timedelta(hours=1)
    assert clock.now() - true == timedelta(hours=8)
