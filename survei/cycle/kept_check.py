"""The check before an opening, kept: of many people the worker makes it, and pages show it for as
long as what it was made from is unchanged. An opening never looks here; it checks anew.

It lies with the job that made it and is dropped with that job's file, after a day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from survei import clock
from survei.audit.queries import is_written_since, last_line
from survei.cycle import planning
from survei.cycle.models import Cycle
from survei.cycle.opening_findings import Preflight, VersionFact
from survei.cycle.preflight import examine_people, with_times
from survei.cycle.queries import cycle as cycle_of
from survei.cycle.queries import plan_of
from survei.database import database
from survei.jobs.choices import JobKind, JobState
from survei.jobs.models import Job
from survei.jobs.queries import file_of, newest_job
from survei.jobs.services import drop_files, keep_file
from survei.staff.choices import STAFF_CHANGES
from survei.typed_json import TypeReader

#: What is reported as done, in order: staff is read, raters are drawn, all is examined.
STAGES = 3
#: How often it begins in all.
MOST_ROUNDS = 3

Progress = Callable[[int, int], None]


class Basis(msgspec.Struct, frozen=True):
    """What a check was made from. Where one of these is another one, it says nothing any more."""

    #: `Cycle.revision`.
    revision: int
    #: The newest line of the log when staff was read.
    line: int
    versions: dict[int, VersionFact]


class KeptCheck(msgspec.Struct, frozen=True):
    """What is stored."""

    made_at: datetime
    basis: Basis
    #: Without what depends on the time.
    found: Preflight


@dataclass(frozen=True)
class CheckStatus:
    """Where the check of a cycle is."""

    #: The last job that was to make it; None when nobody asked.
    job: Job | None = None
    #: When it was made, whether it still holds or not; None when there is none.
    made_at: datetime | None = None
    #: What it found, with what is to be said about time now; None when it holds no more.
    found: Preflight | None = None


def make_check(job: Job, progress: Progress) -> None:
    """Checks the cycle of a job and keeps what it found, in place of older ones. What changes
    meanwhile has it begin again, but not for ever: then what is kept holds no more when it is read.
    """
    for _ in range(MOST_ROUNDS):
        cycle = cycle_of(job.cycle_id)
        basis, found = _examined(cycle, progress)
        if holds(basis, cycle_of(cycle.id)):
            break
    content = msgspec.json.encode(KeptCheck(clock.now(), basis, found))
    with database.atomic():
        drop_files((Job.cycle_id == cycle.id) & (Job.kind == JobKind.CHECK))
        keep_file(job, content)


def _examined(cycle: Cycle, progress: Progress) -> tuple[Basis, Preflight]:
    line = last_line()  # before staff is read: a change in between is one too many, never too few
    facts = planning.facts_of(cycle)
    progress(1, STAGES)
    case = planning.example_of(cycle, facts)
    progress(2, STAGES)
    found = examine_people(case)
    progress(3, STAGES)
    return Basis(cycle.revision, line, facts.versions), found


_kept = TypeReader(KeptCheck)


def check_status(cycle: Cycle, *, mails_per_hour: int | None = None) -> CheckStatus:
    """Where the check of a cycle in preparation is; a few reads, however many people."""
    job = newest_job(cycle.id, JobKind.CHECK)
    content = file_of(job) if job and job.state == JobState.DONE else None
    if content is None:
        return CheckStatus(job)
    try:
        kept = _kept.decode(content)
    except msgspec.DecodeError:
        return CheckStatus(job)  # of another release
    if not holds(kept.basis, cycle):
        return CheckStatus(job, kept.made_at)
    times = planning.times_of(cycle, mails_per_hour)
    return CheckStatus(job, kept.made_at, with_times(kept.found, times))


def holds(basis: Basis, cycle: Cycle) -> bool:
    """Whether plan, questionnaires and staff are as they were."""
    return (
        basis.revision == cycle.revision
        and basis.versions == planning.version_facts(plan_of(cycle))
        and not is_written_since(basis.line, STAFF_CHANGES)
    )
