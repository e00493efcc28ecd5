"""Pure rules of jobs: how long a worker may be silent, how often one is tried."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from survei.jobs.choices import JobState
from survei.retention.choices import DataClass
from survei.retention.rules import lasting

#: How long a worker holds a job without a sign of life; then another one goes on.
LEASE = timedelta(seconds=90)
#: Between two signs of life.
HEARTBEAT_SECONDS = 20.0
#: Between two writes of the progress.
REPORT_SECONDS = 1.0
#: Until the next try after something unexpected.
PAUSE = timedelta(seconds=20)
#: Tries after which a job has failed.
MOST_TRIES = 4
#: After this a job that nobody took means that no worker runs.
SOON = timedelta(seconds=30)
#: After how many seconds a page about a job that is under way loads again.
RELOAD_SECONDS = "3"
#: How long a file that a job made can be fetched.
FILE_KEPT_FOR = lasting(DataClass.JOB_FILES)


class Step(Protocol):
    """What the rules need of a job."""

    state: str
    asked_at: datetime
    leased_until: datetime | None
    done: int
    total: int


def percent_of(job: Step) -> int:
    """0..100, rounded down; 100 only when all is done."""
    return min(100, 100 * job.done // job.total) if job.total else 0


def is_stalled(job: Step, now: datetime) -> bool:
    """Whether a worker should have taken it, or gone on with it, by now."""
    if job.state == JobState.WAITING:
        return now - job.asked_at > SOON
    return (
        job.state == JobState.RUNNING
        and job.leased_until is not None
        and now - job.leased_until > SOON
    )
