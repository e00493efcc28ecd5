"""Reading the log."""

from __future__ import annotations

from survei.audit.models import AuditEvent


def last_actor_name(object_kind: str, object_id: object) -> str:
    """Name of who touched this object last, "pengguna lain" when the log does not know."""
    event = (
        AuditEvent.select(AuditEvent.actor_name)
        .where(AuditEvent.object_kind == object_kind, AuditEvent.object_id == str(object_id))
        .order_by(AuditEvent.id.desc())
        .first()
    )
    return event.actor_name if event and event.actor_name else "pengguna lain"
