"""Writing the log. Called by services, inside the transaction of what is logged."""

from __future__ import annotations

import json
from functools import lru_cache

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
from survei.keys import Keys, own_keys

#: Number of the PostgreSQL advisory lock that puts writers of the chain in a row.
CHAIN_LOCK = 7_261_001


class KeyReplaced(SurveiError):
    """Another key was adopted while this process ran: its lines would break the chain, and what
    it hands out would be dead links.
    """

    message = "Kunci aplikasi ini sudah diganti. Hentikan lalu jalankan kembali semua prosesnya."


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
        **fields, previous_hash=previous, hash=line_hash(own_keys().audit, previous, fields)
    )


def hold_chain() -> None:
    """Until the end of the transaction nobody else writes a line. SQLite's has that by itself."""
    if not is_sqlite():
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (CHAIN_LOCK,))


def _end_of_chain() -> tuple[str, int]:
    """Hash of the last line, and how many keys the database goes by that are not ours: of the
    chain, and of the links whose making and handing out it notes.
    """
    own = _fingerprints(own_keys())
    last = AuditEvent.select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)
    strangers = KnownKey.select(fn.COUNT(KnownKey.id)).where(
        KnownKey.kind.in_(tuple(own))
        & KnownKey.replaced_at.is_null()
        & KnownKey.fingerprint.not_in(tuple(own.values()))
    )
    query = Select(columns=(last.alias("last"), strangers.alias("strangers")))
    found, count = next(iter(query.bind(database).tuples().execute()))
    return found or GENESIS, count


@lru_cache(maxsize=2)
def _fingerprints(keys: Keys) -> dict[KeyKind, str]:
    mine = {KeyKind.AUDIT: keys.audit, KeyKind.LINK: keys.link}
    return {kind: fingerprint(kind, key) for kind, key in mine.items()}
