"""Published questions as the bank finds them, and the scales that questionnaires share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from survei.database import BaseModel, UTCDateTimeField
from survei.drafting.models import Questionnaire, QuestionnaireVersion


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
