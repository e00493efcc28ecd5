"""What the worker is asked to do, and how far it is."""

from __future__ import annotations

from enum import StrEnum


class ErrandKind(StrEnum):
    """Work too long for one request."""

    CHECK = "check"
    OPEN = "open"
    COMPUTE = "compute"
    PUBLISH = "publish"
    EXPORT = "export"


#: Action of the audit line that says who asked; a check changes nothing and has none.
ASKED = {
    ErrandKind.OPEN: "cycle.ask_opening",
    ErrandKind.COMPUTE: "cycle.ask_computing",
    ErrandKind.PUBLISH: "cycle.ask_publishing",
    ErrandKind.EXPORT: "result.ask_export",
}


class ErrandState(StrEnum):
    """Life of an errand."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    #: Its wish was taken back.
    WITHDRAWN = "withdrawn"


#: States in which something is still to come.
LIVE = (ErrandState.WAITING, ErrandState.RUNNING)
