"""Users, their sessions on the server, and one-time account links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from survei.database import BaseModel, UTCDateTimeField
from survei.staff.models import Employee, Unit


class User(BaseModel):
    """Someone who signs in. Raters do not: their link is enough."""

    if TYPE_CHECKING:
        employee_id: int | None
        unit_id: int | None

    #: Normalised address; the sign-in name.
    email = CharField(254, unique=True)
    name = CharField(200)
    #: argon2id; None until activated.
    password_hash = CharField(200, null=True)
    #: Role.
    role = CharField(16)
    #: The person, for appraisers: their people are those who report to this employee.
    employee = ForeignKeyField(Employee, null=True, unique=True, on_delete="RESTRICT")
    #: HR of one unit and what lies below it; None for the whole organisation.
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    #: "id" or "en".
    language = CharField(2, default="id")
    is_active = BooleanField(default=True)
    #: Since when not; the row goes some time after that (`survei.retention`).
    inactive_since = UTCDateTimeField(null=True)
    #: Grows with password, role and activity changes; older sessions end.
    auth_version = IntegerField(default=1)
    #: Grows with each saved change.
    revision = IntegerField(default=1)
    created_at = UTCDateTimeField()
    last_signed_in_at = UTCDateTimeField(null=True)


class Session(BaseModel):
    """A signed-in browser; deleting the row ends it."""

    #: SHA-256 of the cookie's 256-bit value, hex.
    id = CharField(64, primary_key=True)
    user = ForeignKeyField(User, backref="sessions", on_delete="CASCADE")
    #: `User.auth_version` at sign-in.
    auth_version = IntegerField()
    created_at = UTCDateTimeField()
    last_seen_at = UTCDateTimeField()
    #: When the password was last typed; guards the gravest steps.
    confirmed_at = UTCDateTimeField()
    address = CharField(64)
    #: JSON: flashed messages and other small things of this browser.
    data = TextField(default="{}")


class OneTimeLink(BaseModel):
    """Activation, reset or creation of the first administrator; used once."""

    if TYPE_CHECKING:
        user_id: int | None

    #: SHA-256 of the token, hex.
    token_hash = CharField(64, primary_key=True)
    #: 16 random bytes, hex; with the link key they give the token again.
    nonce = CharField(32)
    #: OneTimePurpose.
    purpose = CharField(16)
    #: None for the first administrator.
    user = ForeignKeyField(User, null=True, backref="one_time_links", on_delete="CASCADE")
    created_at = UTCDateTimeField()
    #: When the server accepted its letter; from then on its time runs.
    sent_at = UTCDateTimeField(null=True)
    expires_at = UTCDateTimeField()
    used_at = UTCDateTimeField(null=True)
