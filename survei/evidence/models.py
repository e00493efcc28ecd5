"""Files that a rater handed in. In the database: in its transactions, its backups, out of the web's
reach, and the same for all machines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import BlobField, CharField, ForeignKeyField, IntegerField

from survei.cycle.models import Assignment
from survei.database import BaseModel, UTCDateTimeField


class Evidence(BaseModel):
    """One file of the ratee or the supervisor; nobody else is asked for any.

    The content is encrypted under a key of its own. While it belongs to a draft, that key and all
    that is known of the file lie in the draft, which only the link opens; submitting writes them
    here. So a draft's file dies with the draft, in every copy of the database.
    """

    #: 128 random bits, hex.
    id = CharField(32, primary_key=True)
    assignment = ForeignKeyField(Assignment, on_delete="RESTRICT")
    #: Code of the question.
    question = CharField(60)
    #: Name, FileType and SHA-256 of the content (hex); empty while it belongs to a draft.
    name = CharField(120, default="")
    type = CharField(8, default="")
    sha256 = CharField(64, default="")
    #: AES-256 key, hex; empty while it belongs to a draft.
    key = CharField(64, default="")
    #: Bytes of the content.
    size = IntegerField()
    stored_at = UTCDateTimeField()
    #: Nonce and AES-256-GCM of the content.
    content = BlobField()

    if TYPE_CHECKING:
        assignment_id: int
