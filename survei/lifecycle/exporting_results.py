"""The workbook of a published cycle's results: at once, or by the worker."""

from __future__ import annotations

from dataclasses import asdict

from survei.audit.choices import Actor
from survei.jobs.choices import JobKind
from survei.jobs.models import Job
from survei.jobs.services import enqueue
from survei.lifecycle.workload import is_export_long
from survei.staff.rules import Scope


def begin_export(cycle_id: int, scope: Scope, *, actor: Actor) -> Job | None:
    """Leaves the file to the worker; None where it is small enough to be written at once."""
    if not is_export_long(cycle_id, scope):
        return None
    return enqueue(JobKind.EXPORT, cycle_id, actor=actor, **asdict(scope))
