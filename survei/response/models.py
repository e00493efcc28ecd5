"""Drafts and submissions. Answers are one JSON document keyed by question code.

Confidential and identified submissions are two tables: what must not be joinable has no column
to join by.
"""

from __future__ import annotations

from peewee import BlobField, CharField, ForeignKeyField, IntegerField, TextField

from survei.cycle.models import Assignment, Cycle, Participant
from survei.database import BaseModel, UTCDateTimeField
from survei.drafting.models import QuestionnaireVersion


class Draft(BaseModel):
    """Unfinished answers that only the link and a resume code together open (`resume_code`).

    Several may wait for one form: who begins anew does not write over what is there. All of them
    are erased in the submitting transaction.
    """

    #: SHA-256 of the proof that is made of link and code, hex: nobody finds the row without both.
    #: "old-…" in a row of an older release.
    access = CharField(64, primary_key=True)
    assignment = ForeignKeyField(Assignment, on_delete="RESTRICT")
    #: Of the link under which it was sealed; empty in a row of an older release.
    link_hash = CharField(64)
    #: What is typed, as a device or this server sealed it.
    ciphertext = BlobField()
    #: Grows with each save: who saves names the one it knows.
    revision = IntegerField()
    #: Only in rows of older releases: notes of files, sealed under the link.
    files = BlobField(null=True)


class SealedSubmission(BaseModel):
    """Answers of a peer or subordinate, while nobody can read them (`sealed_submissions`).

    Whoever holds the database may know whose box this is; its content goes to a row of
    `ConfidentialSubmission` without that, and box and key are destroyed.
    """

    #: SHA-256 of the box, hex.
    fingerprint = CharField(64, primary_key=True)
    #: Looked up at the end of a cycle only, when all of its rows are read anyway.
    cycle = ForeignKeyField(Cycle, on_delete="RESTRICT", index=False)
    box = BlobField()


class OpenedBox(BaseModel):
    """Fingerprint of a sealed answer that lay in its cycle's box when that was opened.

    Written in their order, after the boxes are gone: of a form, its sender, a time or the answers
    there is nothing.
    """

    fingerprint = CharField(64, primary_key=True)
    cycle = ForeignKeyField(Cycle, on_delete="RESTRICT")


class ConfidentialSubmission(BaseModel):
    """Answers of a peer or subordinate, with no way back to who gave them.

    Written when results are computed, in the order of random keys; on SQLite the table is clustered
    by them (WITHOUT ROWID, see the migration), so that even the order in the file says nothing.
    """

    #: 128 random bits, hex.
    id = CharField(32, primary_key=True)
    cycle = ForeignKeyField(Cycle, on_delete="RESTRICT", index=False)
    ratee = ForeignKeyField(Participant, on_delete="RESTRICT", index=False)
    #: Relation: peer or subordinate.
    relation = CharField(16)
    version = ForeignKeyField(QuestionnaireVersion, on_delete="RESTRICT", index=False)
    #: JSON: {question code: answer}.
    answers = TextField()
    #: JSON: {section code: exact score 0..100, as "75" or "250/3", or null}; older ones a float.
    section_scores = TextField()

    class Meta:
        #: Few, because every index is one more page that a submission has to make durable.
        indexes = ((("ratee", "relation"), False), (("cycle",), False))


class IdentifiedSubmission(BaseModel):
    """Answers of the ratee or the supervisor; the form says that they are shown with the name."""

    assignment = ForeignKeyField(Assignment, unique=True, on_delete="RESTRICT")
    ratee = ForeignKeyField(Participant, on_delete="RESTRICT", index=False)
    #: Relation: self or supervisor.
    relation = CharField(16)
    version = ForeignKeyField(QuestionnaireVersion, on_delete="RESTRICT", index=False)
    submitted_at = UTCDateTimeField()
    #: JSON: {question code: answer}.
    answers = TextField()
    #: JSON: {section code: exact score 0..100, as "75" or "250/3", or null}; older ones a float.
    section_scores = TextField()

    class Meta:
        indexes = ((("ratee", "relation"), False),)
