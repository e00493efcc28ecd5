"""What happened to a cycle, from the log: who moved its end, closed it, took that back, and why."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from survei.audit.models import AuditEvent

#: Actions that people look for when they ask how a cycle ended.
TURNS = (
    "cycle.open",
    "cycle.extend",
    "cycle.close",
    "cycle.reopen",
    "box.mismatch",
    "box.decide",
    "box.changed",
    "cycle.compute",
    "cycle.publish",
)
#: Newest turns that a page shows.
MOST_TURNS = 20


@dataclass(frozen=True)
class CycleEvent:
    """One line."""

    at: datetime
    action: str
    actor_name: str
    #: Why, where a reason is asked for.
    reason: str
    #: The closing time that it set, where it set one.
    until: datetime | None


def events_of_cycle(cycle_id: int) -> list[CycleEvent]:
    """The newest turns, oldest first; as far back as the log reaches."""
    query = (
        AuditEvent.select()
        .where(
            AuditEvent.object_kind == "cycle",
            AuditEvent.object_id == str(cycle_id),
            AuditEvent.action.in_(TURNS),
        )
        .order_by(AuditEvent.id.desc())
        .limit(MOST_TURNS)
    )
    return [_event_of(event) for event in reversed(list(query))]


def _event_of(event: AuditEvent) -> CycleEvent:
    details = json.loads(event.details)
    until = details.get("after")
    return CycleEvent(
        at=event.at,
        action=event.action,
        actor_name=event.actor_name,
        reason=details.get("reason", ""),
        until=datetime.fromisoformat(until) if until else None,
    )
