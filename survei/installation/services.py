"""Writing down what belongs to this database. Called inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable

from survei import clock
from survei.database import database, is_sqlite
from survei.installation.choices import KeyKind
from survei.installation.models import KnownKey, SiteAddress

#: PostgreSQL advisory lock: two first starts with different keys come one after the other.
KEYS_LOCK = 7_261_012


def take_turn() -> None:
    """Until the end of the transaction nobody else writes here. SQLite's has that by itself."""
    if not is_sqlite():
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (KEYS_LOCK,))


def learn(kind: KeyKind, fingerprints: Iterable[str]) -> None:
    """These keys belong to the database from now on; one that was replaced does again."""
    for one in fingerprints:
        changed = (
            KnownKey.update(replaced_at=None)
            .where((KnownKey.kind == kind) & (KnownKey.fingerprint == one))
            .execute()
        )
        if not changed:
            KnownKey.create(kind=kind, fingerprint=one, known_since=clock.now())


def replace_keys(kind: KeyKind, fingerprints: Iterable[str]) -> None:
    """These keys belong to the database, and those before them no longer."""
    KnownKey.update(replaced_at=clock.now()).where(
        (KnownKey.kind == kind) & KnownKey.replaced_at.is_null()
    ).execute()
    learn(kind, fingerprints)


def set_address(base_url: str) -> None:
    """The site answers there from now on."""
    SiteAddress.delete().execute()
    SiteAddress.create(base_url=base_url, known_since=clock.now())
