"""The tamper-evident log: each line's hash covers the line before it."""

from __future__ import annotations

from peewee import SQL, CharField, IntegerField, TextField, fn

from survei.database import BaseModel, UTCDateTimeField


class AuditEvent(BaseModel):
    """One thing that happened. Only ever inserted; never holds answers, tokens or passwords."""

    #: When, UTC.
    at = UTCDateTimeField(index=True)
    #: ActorKind of who did it.
    actor_kind = CharField(16)
    #: User id, no foreign key: the line outlives the user.
    actor_id = IntegerField(null=True)
    #: Name at that time.
    actor_name = CharField(200)
    #: Client address.
    address = CharField(64)
    #: Stable lowercase word, "area.verb": "cycle.open".
    action = CharField(64, index=True)
    #: Noun of the object: "cycle".
    object_kind = CharField(64)
    #: Its key as text.
    object_id = CharField(64)
    #: JSON object with facts of the event.
    details = TextField()
    #: Hash of the line before, hex; 64 zeros for the first.
    previous_hash = CharField(64)
    #: HMAC-SHA256 of this line and the previous hash, hex.
    hash = CharField(64, unique=True)

    class Meta:
        indexes = ((("object_kind", "object_id"), False),)


#: "cycle." of "cycle.open": the action without the letters after its dot.
AREA = fn.RTRIM(AuditEvent.action, SQL("'abcdefghijklmnopqrstuvwxyz_0123456789'"))
AuditEvent.add_index(AuditEvent.index(AREA, AuditEvent.id, name="audit_event_area"))
