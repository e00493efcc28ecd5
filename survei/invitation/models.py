"""Links as capabilities. The database holds a nonce and two hashes, never a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import SQL, BooleanField, CharField, ForeignKeyField, IntegerField

from survei.cycle.models import Assignment, Cycle, Participant
from survei.database import BaseModel, UTCDateTimeField


class Link(BaseModel):
    """One link. A form link belongs to an assignment, the others to a participant.

    A revoked row stays, so that its token is told "revoked" and not "unknown". The table is
    clustered by the hash on SQLite (WITHOUT ROWID, see the migration).
    """

    #: SHA-256 of the token, hex; what a request is looked up by.
    token_hash = CharField(64, primary_key=True)
    #: 16 random bytes, hex; with the link key and the subject they give the token again.
    nonce = CharField(32)
    #: LinkPurpose.
    purpose = CharField(8)
    participant = ForeignKeyField(Participant, backref="links", on_delete="RESTRICT")
    #: Only for forms.
    assignment = ForeignKeyField(Assignment, null=True, backref="links", on_delete="RESTRICT")
    #: Keyed hash of the printed code, hex; only for lists.
    code_hash = CharField(64, null=True, unique=True)
    revoked_at = UTCDateTimeField(null=True)
    #: Whether people had it in their hands (`HandedLink`): the page from memory does not say so.
    is_handed_out = BooleanField(default=False, constraints=[SQL("DEFAULT FALSE")])
    #: Nonce of the first link of a form that got another one: the number of its receipt stays.
    receipt_nonce = CharField(32, null=True)

    #: No column: whether drafts waited for the form when `token_lookup` read this row.
    has_drafts: bool = True

    if TYPE_CHECKING:
        participant_id: int
        assignment_id: int | None


class Handout(BaseModel):
    """That somebody had links of raters put before them, once and with one reason."""

    cycle = ForeignKeyField(Cycle, on_delete="RESTRICT")
    #: HandoutWay.
    way = CharField(8)
    at = UTCDateTimeField()
    #: ActorKind. Who it was stands in the log alone; raters read the office.
    made_by = CharField(8)
    #: As typed; raters read it. Empty where a command gave none.
    reason = CharField(500)


class HandedLink(BaseModel):
    """One link of a handout, or one that was within its reach (`survei.invitation.handouts`)."""

    handout = ForeignKeyField(Handout, backref="links", on_delete="CASCADE")
    link = ForeignKeyField(Link, backref="handouts", on_delete="CASCADE")


class DisputedSubmission(BaseModel):
    """That a rater says of a form that was sent: it was not me. Once for each form, for good: who
    put somebody under pressure gains nothing by having it taken back.
    """

    assignment = ForeignKeyField(Assignment, primary_key=True, on_delete="RESTRICT")
    reported_at = UTCDateTimeField()
    #: Whether the rater's links were replaced and reach the own mailbox alone from then on. Not
    #: without an address: nothing could bring new ones past those who had the old.
    is_mail_only = BooleanField()
    #: None while the auditor has not decided.
    decided_at = UTCDateTimeField(null=True)
    #: DisputeDecision.
    decision = CharField(16, null=True)
    #: The auditor's, read by the rater.
    reason = CharField(500, default="")
    #: Name of the auditor, which outlives the account.
    decided_by = CharField(200, default="")

    if TYPE_CHECKING:
        assignment_id: int


class ReachedGroup(BaseModel):
    """How many answers of a confidential group others than its raters could have written, since
    their links had been handed out before. Written when results are computed, when no answer is
    tied to anybody any more; a group without such answers has no row.
    """

    cycle = ForeignKeyField(Cycle, on_delete="RESTRICT")
    ratee = ForeignKeyField(Participant, on_delete="RESTRICT", index=False)
    #: Relation: peer or subordinate.
    relation = CharField(16)
    #: Answers that are counted.
    answers = IntegerField()
    #: Of those that were sent, by a link that had been handed out.
    in_reach = IntegerField()

    if TYPE_CHECKING:
        ratee_id: int

    class Meta:
        indexes = ((("ratee", "relation"), True),)
