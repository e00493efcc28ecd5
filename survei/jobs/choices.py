"""What the worker is asked to do, and how far it is."""

from __future__ import annotations

from enum import StrEnum


class JobKind(StrEnum):
    """Work too long for one request."""

    CHECK = "check"
    OPEN = "open"
    COMPUTE = "compute"
    PUBLISH = "publish"
    EXPORT = "export"


#: Action of the audit line that says who asked; a check changes nothing and has none.
ASKED = {
    JobKind.OPEN: "cycle.ask_opening",
    JobKind.COMPUTE: "cycle.ask_computing",
    JobKind.PUBLISH: "cycle.ask_publishing",
    JobKind.EXPORT: "result.ask_export",
}


class JobState(StrEnum):
    """Life of a job."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    #: Its wish was taken back.
    WITHDRAWN = "withdrawn"


#: States in which something is still to come.
LIVE = (JobState.WAITING, JobState.RUNNING)
