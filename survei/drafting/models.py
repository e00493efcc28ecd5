"""Questionnaires: one editable draft each, and its immutable published versions."""

from __future__ import annotations

from peewee import CharField, Check, ForeignKeyField, IntegerField, TextField

from survei.database import BaseModel, UTCDateTimeField


class Questionnaire(BaseModel):
    """An instrument with a lineage of versions. Its draft is a typed JSON document."""

    #: Stable lowercase key: "guru-pengelolaan-kelas".
    key = CharField(100, unique=True)
    #: Title of the draft, else of the newest version; for lists.
    title = CharField(200)
    #: JSON of the `Document` being edited; None when nothing differs from the newest version.
    draft = TextField(null=True)
    #: Grows with each saved draft; a stale save is refused.
    draft_revision = IntegerField(default=0)
    draft_saved_at = UTCDateTimeField(null=True)
    #: Name of who saved it, for the message to the second editor.
    draft_saved_by = CharField(200, default="")
    archived_at = UTCDateTimeField(null=True)


class QuestionnaireVersion(BaseModel):
    """A frozen document. Nothing ever updates `document`, `number` or `sha256`."""

    questionnaire = ForeignKeyField(Questionnaire, backref="versions", on_delete="RESTRICT")
    #: 1, 2, 3 … within the questionnaire.
    number = IntegerField(constraints=[Check("number > 0")])
    #: SHA-256 of `document`, hex.
    sha256 = CharField(64)
    #: Canonical JSON of the `Document`.
    document = TextField()
    title = CharField(200)
    published_at = UTCDateTimeField()
    published_by = CharField(200)
    #: What changed, in HR's words.
    note = TextField(default="")
    #: Not offered to new cycles any more.
    retired_at = UTCDateTimeField(null=True)

    class Meta:
        indexes = ((("questionnaire", "number"), True), (("sha256",), False))


class DraftStep(BaseModel):
    """A saved state of a draft. The newest few serve undo and tell a second editor what changed."""

    questionnaire = ForeignKeyField(Questionnaire, backref="steps", on_delete="CASCADE")
    #: `Questionnaire.draft_revision` that this document had.
    revision = IntegerField()
    #: Revision whose document "undo" brings back; None for the first.
    undo_to = IntegerField(null=True)
    #: Revision whose document "redo" brings back; None unless this step is itself an undo.
    redo_to = IntegerField(null=True)
    #: Canonical JSON of the `Document`.
    document = TextField()
    saved_at = UTCDateTimeField()
    #: Name of who saved it.
    saved_by = CharField(200)

    class Meta:
        indexes = ((("questionnaire", "revision"), True),)
