"""Writing the log. Called by services, inside the transaction of what is logged."""

from __future__ import annotations

import json

from survei import clock
from survei.audit.choices import Actor
from survei.audit.models import AuditEvent
from survei.audit.rules import GENESIS, line_hash
from survei.database import database, is_sqlite

#: Number of the PostgreSQL advisory lock that puts writers of the chain in a row.
CHAIN_LOCK = 7_261_001

_key = b""


def set_key(key: bytes) -> None:
    """The key of the chain, from the settings; called once at start."""
    global _key
    _key = key


def record(
    actor: Actor, action: str, object_kind: str, object_id: object, **details: object
) -> AuditEvent:
    """Appends one line. `details` must hold no answers, tokens, passwords or NIPs.

    Must run inside the transaction that does what is logged, so that both or neither stay.
    """
    if not is_sqlite():
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (CHAIN_LOCK,))
    last = AuditEvent.select(AuditEvent.hash).order_by(AuditEvent.id.desc()).first()
    fields = {
        "at": clock.now(),
        "actor_kind": str(actor.kind),
        "actor_id": actor.id,
        "actor_name": actor.name[:200],
        "address": actor.address[:64],
        "action": action,
        "object_kind": object_kind,
        "object_id": str(object_id),
        "details": json.dumps(details, ensure_ascii=False, default=str, sort_keys=True),
    }
    previous = last.hash if last else GENESIS
    return AuditEvent.create(
        **fields, previous_hash=previous, hash=line_hash(_key, previous, fields)
    )
