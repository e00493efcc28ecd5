"""Who acted: the value that every service takes and every audit line holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What kind of actor caused an event."""

    USER = "user"
    SYSTEM = "system"
    COMMAND = "command"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Actor:
    """Who does something, and from where. Never a rater: submissions leave no audit line."""

    kind: ActorKind
    #: Primary key of the user; None for the others.
    id: int | None = None
    #: Shown in the log; a name or the command.
    name: str = ""
    #: Client address as seen through the trusted proxies.
    address: str = ""


#: The schedule and the worker.
SYSTEM = Actor(ActorKind.SYSTEM, name="sistem")
