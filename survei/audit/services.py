"""Writing the log. Called by services, inside the transaction of what is logged."""

from __future__ import annotations

import json

from peewee import Select

from survei import clock
from survei.audit.choices import Actor
from survei.audit.models import AuditEvent
from survei.audit.rules import GENESIS, line_hash
from survei.database import database, is_sqlite
from survei.errors import SurveiError
from survei.installation.choices import KeyKind
from survei.installation.models import KnownKey
from survei.installation.rules import fingerprint

#: Number of the PostgreSQL advisory lock that puts writers of the chain in a row.
CHAIN_LOCK = 7_261_001

_key = b""
_fingerprint = ""


class KeyReplaced(SurveiError):
    """Another audit key was adopted while this process ran: its lines would break the chain."""

    message = "Kunci aplikasi ini sudah diganti. Hentikan lalu jalankan kembali semua prosesnya."


def set_key(key: bytes) -> None:
    """The key of the chain, from the settings; called once at start."""
    global _key, _fingerprint
    _key, _fingerprint = key, fingerprint(KeyKind.AUDIT, key)


def record(
    actor: Actor, action: str, object_kind: str, object_id: object, **details: object
) -> AuditEvent:
    """Appends one line. `details` must hold no answers, tokens, passwords or NIPs.

    Must run inside the transaction that does what is logged, so that both or neither stay.
    Raises KeyReplaced when the database goes by another key now.
    """
    hold_chain()
    previous, current = _end_of_chain()
    if current not in (None, _fingerprint):
        raise KeyReplaced
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
    return AuditEvent.create(
        **fields, previous_hash=previous, hash=line_hash(_key, previous, fields)
    )


def hold_chain() -> None:
    """Until the end of the transaction nobody else writes a line. SQLite's has that by itself."""
    if not is_sqlite():
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (CHAIN_LOCK,))


def _end_of_chain() -> tuple[str, str | None]:
    """Hash of the last line, and the fingerprint of the key that the database goes by."""
    last = AuditEvent.select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)
    current = (
        KnownKey.select(KnownKey.fingerprint)
        .where((KnownKey.kind == KeyKind.AUDIT) & KnownKey.replaced_at.is_null())
        .limit(1)
    )
    query = Select(columns=(last.alias("last"), current.alias("current")))
    found, known = next(iter(query.bind(database).tuples().execute()))
    return found or GENESIS, known
