"""Reading the log from its beginning, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator

from survei.audit.models import AuditEvent

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


def lines_after(last: int = 0) -> Iterator[AuditEvent]:
    """All lines with a greater key, in order."""
    while chunk := list(
        AuditEvent.select().where(AuditEvent.id > last).order_by(AuditEvent.id).limit(CHUNK)
    ):
        yield from chunk
        last = chunk[-1].id


def fields_of(event: AuditEvent) -> dict[str, object]:
    """What a line's hash covers."""
    return {name: getattr(event, name) for name in HASHED}
