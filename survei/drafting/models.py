"""Questionnaires: one editable draft each, and its immutable published versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import BooleanField, CharField, Check, ForeignKeyField, IntegerField, TextField

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


class SharedScale(BaseModel):
    """A scale of the library. Questionnaires copy it and remember it as the scale's origin."""

    #: Stable lowercase key: "rubrik-tiga".
    key = CharField(100, primary_key=True)
    title = CharField(200)
    #: JSON of the `Scale`.
    scale = TextField()
    #: Grows with each saved change; a stale save is refused.
    revision = IntegerField(default=1)
    updated_at = UTCDateTimeField()
    #: Name of who saved it; empty for what the product brought along.
    updated_by = CharField(200, default="")
    #: Not offered to questionnaires any more.
    archived_at = UTCDateTimeField(null=True)


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


class PublishedQuestion(BaseModel):
    """A question of a version as the bank finds it; a row of a matrix is one of its own.

    Written in the transaction that publishes, from the document; never changed but for
    `is_latest`.
    """

    questionnaire = ForeignKeyField(Questionnaire, on_delete="RESTRICT", index=False)
    version = ForeignKeyField(QuestionnaireVersion, on_delete="RESTRICT", index=False)
    #: Key of the answer: "mutu", "matriks.baris".
    code = CharField(130)
    #: The question that holds it.
    question_code = CharField(64)
    #: QuestionKind.
    kind = CharField(16)
    #: Title of the section.
    section = CharField(300)
    #: Place in the version, from 0.
    position = IntegerField()
    text = TextField()
    #: Everything that a search looks in, folded.
    folded = TextField()
    folded_section = TextField()
    #: Folded tags between bars: "|layanan|disiplin|"; empty without any.
    tags = TextField(default="")
    #: Ends of the scale, for ratings.
    lowest = IntegerField(null=True)
    highest = IntegerField(null=True)
    #: Equal keys within a questionnaire are the same question (`lineage.same_question`).
    same_key = CharField(64)
    #: Whether no newer version of the questionnaire has this code.
    is_latest = BooleanField(default=True)

    if TYPE_CHECKING:
        questionnaire_id: int
        version_id: int

    class Meta:
        indexes = (
            (("version", "code"), True),
            (("questionnaire", "code"), False),
            (("is_latest", "kind"), False),
        )
