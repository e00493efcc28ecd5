"""Files that came in and wait for a yes."""

from __future__ import annotations

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from survei.database import BaseModel, UTCDateTimeField
from survei.drafting.models import Questionnaire


class QuestionnaireImport(BaseModel):
    """A file that was read and waits for a yes. The file itself is not kept."""

    #: Name as uploaded, cleaned, for display only.
    filename = CharField(200)
    #: SHA-256 of the file, hex.
    sha256 = CharField(64)
    #: User id of who uploaded it.
    uploaded_by = IntegerField(null=True)
    uploaded_at = UTCDateTimeField()
    #: Canonical JSON of the `Document`; empty once it is confirmed or dropped.
    document = TextField()
    #: JSON: what could not be carried.
    remarks = TextField(default="[]")
    #: The questionnaire that it became; None while it waits, or when it was dropped.
    questionnaire = ForeignKeyField(Questionnaire, null=True, on_delete="SET NULL")
