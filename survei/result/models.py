"""Result documents: made once per ratee, with the disclosure rules already applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField, TextField

from survei.cycle.models import Cycle, Participant
from survei.database import BaseModel, UTCDateTimeField


class Result(BaseModel):
    """What everybody who may see a ratee's result sees, and nothing else."""

    cycle = ForeignKeyField(Cycle, backref="results", on_delete="RESTRICT")
    ratee = ForeignKeyField(Participant, unique=True, on_delete="RESTRICT")
    #: JSON of the result document.
    document = TextField()
    #: SHA-256 of `document`, hex.
    sha256 = CharField(64)
    made_at = UTCDateTimeField()
    #: When the ratee first confirmed having read it.
    acknowledged_at = UTCDateTimeField(null=True)

    if TYPE_CHECKING:
        cycle_id: int
        ratee_id: int
