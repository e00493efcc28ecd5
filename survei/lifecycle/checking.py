"""The check before an opening: at once, or by the worker, which keeps what it found."""

from __future__ import annotations

from survei.audit.choices import Actor
from survei.cycle import kept_check, planning
from survei.cycle.kept_check import CheckStatus
from survei.cycle.models import Cycle
from survei.jobs.choices import JobKind
from survei.jobs.services import enqueue
from survei.lifecycle.workload import is_check_long


def begin_check(cycle_id: int, *, actor: Actor) -> None:
    """Has the worker check a cycle; where `check_of` does it at once, nothing."""
    if is_check_long():
        enqueue(JobKind.CHECK, cycle_id, actor=actor)


def check_of(cycle: Cycle, *, mails_per_hour: int) -> CheckStatus:
    """What is known about opening a cycle now; a few reads where the worker checks."""
    if is_check_long():
        return kept_check.check_status(cycle, mails_per_hour=mails_per_hour)
    return CheckStatus(found=planning.preflight(cycle, mails_per_hour=mails_per_hour))
