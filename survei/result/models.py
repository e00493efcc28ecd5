"""Result documents: made once per ratee, with the disclosure rules already applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import CharField, DoubleField, ForeignKeyField, IntegerField, TextField

from survei.cycle.models import Cycle, Participant
from survei.database import BaseModel, UTCDateTimeField
from survei.drafting.models import QuestionnaireVersion


class Result(BaseModel):
    """What everybody who may see a ratee's result sees, and nothing else."""

    cycle = ForeignKeyField(Cycle, backref="results", on_delete="RESTRICT", index=False)
    ratee = ForeignKeyField(Participant, unique=True, on_delete="RESTRICT")
    #: JSON of the result document.
    document = TextField()
    #: SHA-256 of `document`, hex.
    sha256 = CharField(64, index=True)
    #: Its way to the hash that the log keeps (`seal.py`); empty where an older release published.
    seal = TextField(default="")
    made_at = UTCDateTimeField()
    #: When the ratee first confirmed having read it.
    acknowledged_at = UTCDateTimeField(null=True)

    if TYPE_CHECKING:
        cycle_id: int
        ratee_id: int

    class Meta:
        indexes = ((("cycle", "acknowledged_at"), False),)


class QuestionStatistic(BaseModel):
    """Sums over all ratees of a cycle for one question and relation, disclosed for themselves.

    Each row could be shown alone (`questions.rows_of`), so every sum of rows and every
    difference of such sums can be, too. 0 ratings, spread or groups mean: withheld; of peers and
    subordinates `pooled_coarsening.py` says how fine.
    """

    cycle = ForeignKeyField(Cycle, on_delete="RESTRICT", index=False)
    version = ForeignKeyField(QuestionnaireVersion, on_delete="RESTRICT", index=False)
    #: Relation.
    relation = CharField(16)
    #: Key of the answer.
    code = CharField(130)
    #: Answers, "tidak dapat menilai" among them.
    asked = IntegerField(default=0)
    na = IntegerField(default=0)
    #: Number and sum of the ratings, in points of the scale.
    ratings = IntegerField(default=0)
    total = DoubleField(default=0)
    #: The ratings that may tell how they differ: number, sum, sum of squares.
    spread_ratings = IntegerField(default=0)
    spread_total = DoubleField(default=0)
    spread_squares = DoubleField(default=0)
    #: Ratees with an agreement, and the sum of their r_wg.
    agreement_groups = IntegerField(default=0)
    agreement_total = DoubleField(default=0)

    class Meta:
        indexes = (
            (("cycle", "version", "relation", "code"), True),
            (("version", "code"), False),
        )


class ResultProof(BaseModel):
    """What the proof before publishing found, for each kind of finding how often."""

    cycle = ForeignKeyField(Cycle, on_delete="RESTRICT", index=False)
    #: Coarsened.
    step = CharField(16)
    #: WhyCoarsened; empty where nothing was made coarser.
    why = CharField(16)
    #: Small groups; questions of the bank, or documents, where `step` is about these.
    groups = IntegerField(default=0)

    if TYPE_CHECKING:
        cycle_id: int

    class Meta:
        indexes = ((("cycle", "step", "why"), True),)
