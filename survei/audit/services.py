"""Writing the log. Called by services, inside the transaction of what is logged."""

from __future__ import annotations

import json

from peewee import Select, fn

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
#: Fingerprints of the keys that this process goes by.
_own: dict[KeyKind, str] = {}


class KeyReplaced(SurveiError):
    """Another key was adopted while this process ran: its lines would break the chain, and what
    it hands out would be dead links.
    """

    message = "Kunci aplikasi ini sudah diganti. Hentikan lalu jalankan kembali semua prosesnya."


def set_key(key: bytes, *, link_key: bytes = b"") -> None:
    """The key of the chain, and that of the links whose making and handing out it notes (none in
    a process that makes none). From the settings; called at start.
    """
    global _key, _own
    _key, _own = key, {KeyKind.AUDIT: fingerprint(KeyKind.AUDIT, key)}
    if link_key:
        _own[KeyKind.LINK] = fingerprint(KeyKind.LINK, link_key)


def record(
    actor: Actor, action: str, object_kind: str, object_id: object, **details: object
) -> AuditEvent:
    """Appends one line. `details` must hold no answers, tokens, passwords or NIPs.

    Must run inside the transaction that does what is logged, so that both or neither stay.
    Raises KeyReplaced when the database goes by another key now.
    """
    hold_chain()
    previous, strangers = _end_of_chain()
    if strangers:
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


def _end_of_chain() -> tuple[str, int]:
    """Hash of the last line, and how many keys the database goes by that are not ours."""
    last = AuditEvent.select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)
    strangers = KnownKey.select(fn.COUNT(KnownKey.id)).where(
        KnownKey.kind.in_(tuple(_own))
        & KnownKey.replaced_at.is_null()
        & KnownKey.fingerprint.not_in(tuple(_own.values()))
    )
    query = Select(columns=(last.alias("last"), strangers.alias("strangers")))
    found, count = next(iter(query.bind(database).tuples().execute()))
    return found or GENESIS, count
