"""Reading the log from its beginning, in bounded memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from survei.audit.models import AuditEvent
from survei.audit.rules import ADOPTION, CARRIED

#: The columns that a line's hash covers.
HASHED = (
    "at",
    "actor_kind",
    "actor_id",
    "actor_name",
    "address",
    "action",
    "object_kind",
    "object_id",
    "details",
)
#: Lines read at a time.
CHUNK = 2000


def lines_after(last: int | None = None) -> Iterator[AuditEvent]:
    """All lines with a greater key, in order; without one every line, whatever key it was given."""
    query = AuditEvent.select().order_by(AuditEvent.id).limit(CHUNK)
    while chunk := list(query if last is None else query.where(AuditEvent.id > last)):
        yield from chunk
        last = chunk[-1].id


def fields_of(event: AuditEvent) -> dict[str, object]:
    """What a line's hash covers."""
    return {name: getattr(event, name) for name in HASHED}


def facts_in(events: Iterable[AuditEvent]) -> dict[str, Mapping[str, object]]:
    """{"action:object": details} of what outlives its line, the newest of each; an adoption among
    the lines brings what it carried.
    """
    found: dict[str, Mapping[str, object]] = {}
    for event in events:
        if event.action in CARRIED:
            found[f"{event.action}:{event.object_id}"] = json.loads(event.details)
        elif event.action == ADOPTION:
            found |= json.loads(event.details).get("carried", {})
    return found
