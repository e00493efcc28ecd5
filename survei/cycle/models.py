"""Cycles, their frozen people, and who rates whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import (
    SQL,
    BlobField,
    BooleanField,
    CharField,
    Check,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from survei.cycle.choices import AssignmentState, CycleState
from survei.database import BaseModel, UTCDateTimeField
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.staff.models import Employee, JobRole


class Cycle(BaseModel):
    """One round of appraisal."""

    name = CharField(200)
    #: First and last day of the work that is appraised.
    period_start = DateField()
    period_end = DateField()
    #: When links begin and cease to accept submissions.
    opens_at = UTCDateTimeField()
    closes_at = UTCDateTimeField()
    #: Minutes after `closes_at` in which forms already open are still accepted.
    grace_minutes = IntegerField(default=15, constraints=[Check("grace_minutes >= 0")])
    #: CycleState.
    state = CharField(16, default=CycleState.DRAFT)
    #: JSON of the typed `Plan`: units, relations, questionnaires, peers, scheme.
    plan = TextField()
    #: Grows with each saved change of the plan.
    revision = IntegerField(default=1)
    created_at = UTCDateTimeField()
    opened_at = UTCDateTimeField(null=True)
    #: When answers ceased to be taken, and ActorKind of who ended that; None while it is open.
    closed_at = UTCDateTimeField(null=True)
    closed_by = CharField(16, null=True)
    #: The closing time that the invitations named and when it was last changed; None: never.
    announced_closes_at = UTCDateTimeField(null=True)
    moved_at = UTCDateTimeField(null=True)
    #: When results were computed, and when the traces of that were cleared from the files; the
    #: first without the second: still to be done.
    computed_at = UTCDateTimeField(null=True)
    cleared_at = UTCDateTimeField(null=True)
    #: JSON, written when results are computed and final from then on: how many people are rated,
    #: and {submissions: confidential groups}, from which follows what publishing will show. NULL
    #: in a row of an older release.
    group_sizes = TextField(null=True)
    published_at = UTCDateTimeField(null=True)
    #: Public key of the box for confidential answers, hex; before the opening, of one that did not
    #: come to its end, for the next.
    box_key = CharField(64, null=True)
    #: When a copy of its private key was last made (`lifecycle/key_copies.py`); None: never.
    box_key_copied_at = UTCDateTimeField(null=True)
    #: When the deleting of its answers, and of its results, began (`survei.purge`).
    answers_erased_at = UTCDateTimeField(null=True)
    results_erased_at = UTCDateTimeField(null=True)

    class Meta:
        indexes = ((("state", "closes_at"), False),)


class Participant(BaseModel):
    """A person as frozen into a cycle at its opening; ratee, rater or both."""

    cycle = ForeignKeyField(Cycle, backref="participants", on_delete="RESTRICT", index=False)
    employee = ForeignKeyField(Employee, backref="participations", on_delete="RESTRICT")
    #: The frozen supervisor, if taking part. Who sees the result is decided by the supervisor of
    #: today (`result.queries.is_in`).
    supervisor = ForeignKeyField("self", null=True, backref="team", on_delete="RESTRICT")
    nip = CharField(18)
    name = CharField(200)
    email = CharField(254, null=True)
    whatsapp = CharField(20, null=True)
    unit_name = CharField(200)
    #: `Unit.lineage` at opening: a subtree is a prefix.
    unit_lineage = CharField(200)
    #: `JobRole.id` at opening, no foreign key: the name beside it is what counts.
    job_role_id = IntegerField()
    job_role_name = CharField(200)
    rank = CharField(100, default="")
    #: How many forms this rater has still open, and whether there are any: the first changes with
    #: every submission and is in no index, the second once. Triggers keep them (migration 0098).
    open_forms = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    has_open_forms = BooleanField(default=False, constraints=[SQL("DEFAULT FALSE")])

    if TYPE_CHECKING:
        employee_id: int
        supervisor_id: int | None

    class Meta:
        indexes = (
            (("cycle", "employee"), True),
            (("cycle", "unit_lineage"), False),
            (("cycle", "unit_name"), False),
            (("cycle", "name", "unit_name"), False),
        )


#: Filters of the list of raters, in its order.
HAS_OPEN_FORMS = Participant.has_open_forms
HAS_NO_OPEN_FORMS = ~Participant.has_open_forms
for _name, _filter in (
    ("finished", HAS_NO_OPEN_FORMS),
    ("unfinished", HAS_OPEN_FORMS),
    ("without_email", Participant.email.is_null()),
):
    Participant.add_index(
        Participant.index(
            Participant.cycle, Participant.name, name=f"participant_{_name}", where=_filter
        )
    )


class Assignment(BaseModel):
    """One rater, one ratee, one relation, one cycle: the unit of work.

    For peers and subordinates nothing here leads to the submission: only that it was sent,
    and the date.
    """

    cycle = ForeignKeyField(Cycle, backref="assignments", on_delete="RESTRICT", index=False)
    rater = ForeignKeyField(Participant, backref="tasks", on_delete="RESTRICT", index=False)
    ratee = ForeignKeyField(Participant, backref="raters", on_delete="RESTRICT", index=False)
    #: Relation.
    relation = CharField(16)
    version = ForeignKeyField(QuestionnaireVersion, on_delete="RESTRICT", index=False)
    #: AssignmentState.
    state = CharField(16, default=AssignmentState.OPEN)
    #: Local date of submission or of declining; never a time.
    done_on = DateField(null=True)
    #: DeclineReason, when declined.
    decline_reason = CharField(32, null=True)
    decline_note = TextField(default="")
    #: Whether the rater says that somebody else sent it (`survei.invitation.disputes`).
    is_disputed = BooleanField(default=False, constraints=[SQL("DEFAULT FALSE")])
    #: Fingerprint of the box in which its answers lie, sealed under the link key
    #: (`survei.sealing.inclusion`); erased when the box is opened.
    box_receipt = BlobField(null=True)
    #: Whether its link had been handed out when it was sent; erased when results are computed,
    #: where groups keep how many (`survei.invitation.reached_groups`).
    sent_in_reach = BooleanField(default=False, constraints=[SQL("DEFAULT FALSE")])

    if TYPE_CHECKING:
        id: int
        cycle_id: int
        rater_id: int
        ratee_id: int
        version_id: int

    class Meta:
        #: Each list of the admin reads one of these and nothing else, whatever the size.
        indexes = (
            (("rater", "ratee"), True),
            (("cycle", "state", "rater"), False),
            (("ratee", "relation", "state"), False),
        )


class CycleDraw(BaseModel):
    """How the raters of a cycle were drawn: enough to repeat it, and never changed.

    Cycles opened by older releases have none (`survei.cycle.kept_draw` knows how they drew).
    """

    cycle = ForeignKeyField(Cycle, primary_key=True, on_delete="RESTRICT")
    #: `chance.ALGORITHM` of the opening.
    algorithm = IntegerField()
    #: The random number of the opening, in hexadecimal digits.
    seed = CharField(64)
    #: JSON of `draw.DrawBasis`: the rules, and everybody who might have been drawn.
    basis = TextField()
    #: SHA-256 of all of it (`kept_draw.digest_of`); the log's line of the opening has it, too.
    digest = CharField(64)

    if TYPE_CHECKING:
        cycle_id: int


class UnitProgress(BaseModel):
    """How many forms the raters of a unit have in each state, by relation.

    Triggers of the database keep it with every change of an assignment (migration 0088), whoever
    makes it; nobody else writes here. Revoked forms count for nothing.
    """

    cycle = ForeignKeyField(Cycle, on_delete="CASCADE", index=False)
    #: `Participant.unit_lineage` and `.unit_name` of the raters.
    unit_lineage = CharField(200)
    #: Relation.
    relation = CharField(16)
    unit_name = CharField(200)
    open = IntegerField(default=0)
    submitted = IntegerField(default=0)
    declined = IntegerField(default=0)

    class Meta:
        indexes = (
            (("cycle", "unit_lineage", "relation"), True),
            # A whole cycle is added up from here and nowhere else.
            (("cycle", "relation", "open", "submitted", "declined"), False),
        )


class StandardInstrument(BaseModel):
    """Which questionnaire serves a job role and relation: what is proposed to new cycles.

    Open cycles never look here; they keep the versions of their own plan.
    """

    job_role = ForeignKeyField(JobRole, on_delete="RESTRICT", index=False)
    #: Relation.
    relation = CharField(16)
    questionnaire = ForeignKeyField(Questionnaire, on_delete="RESTRICT")
    #: A pinned version; None: the newest one that is offered when a cycle is prepared.
    version = ForeignKeyField(QuestionnaireVersion, null=True, on_delete="RESTRICT")

    if TYPE_CHECKING:
        job_role_id: int
        questionnaire_id: int
        version_id: int | None

    class Meta:
        indexes = ((("job_role", "relation"), True),)
