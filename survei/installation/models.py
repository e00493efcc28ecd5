"""What the database knows of the installation that it belongs to. Never a key."""

from __future__ import annotations

from peewee import CharField

from survei.database import BaseModel, UTCDateTimeField


class KnownKey(BaseModel):
    """A key that this database was used with, by its fingerprint."""

    #: KeyKind.
    kind = CharField(8)
    #: HMAC-SHA256 under the key, hex; see `rules.fingerprint`.
    fingerprint = CharField(64)
    known_since = UTCDateTimeField()
    #: When another one was adopted in its place; None while it is in use.
    replaced_at = UTCDateTimeField(null=True)

    class Meta:
        indexes = ((("kind", "fingerprint"), True),)


class SiteAddress(BaseModel):
    """Where the site answers; one row at most."""

    #: Scheme, host and port, no trailing slash.
    base_url = CharField(300)
    known_since = UTCDateTimeField()
