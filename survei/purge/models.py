"""Legal holds, and runs of deleting with what they deleted: figures only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from survei.cycle.models import Cycle
from survei.database import BaseModel, UTCDateTimeField


class LegalHold(BaseModel):
    """Keeps everything of one cycle, whatever is due, until somebody lifts it."""

    cycle = ForeignKeyField(Cycle, backref="holds", on_delete="RESTRICT")
    #: Key of the cycle while it stands, NULL afterwards: one at a time.
    standing = IntegerField(null=True, unique=True)
    reason = TextField()
    placed_at = UTCDateTimeField()
    #: Name of who placed it.
    placed_by = CharField(200)
    lifted_at = UTCDateTimeField(null=True)
    lifted_by = CharField(200, default="")
    lift_reason = TextField(default="")

    if TYPE_CHECKING:
        cycle_id: int


class PurgeRun(BaseModel):
    """One run over all classes. It ends when its traces are cleared from the files, too."""

    began_at = UTCDateTimeField(index=True)
    #: Name of who asked for it: the schedule or a command.
    asked_by = CharField(200)
    #: "run" while it is under way, NULL afterwards: one at a time in the house.
    live_key = CharField(8, null=True, unique=True)
    #: Random name of the process that does it, and until when it holds it.
    lease = CharField(32)
    leased_until = UTCDateTimeField()
    ended_at = UTCDateTimeField(null=True)


class PurgeCount(BaseModel):
    """How much of one class a run deleted; written with each piece."""

    run = ForeignKeyField(PurgeRun, backref="counts", on_delete="CASCADE", index=False)
    #: DataClass.
    data = CharField(16)
    rows = IntegerField()

    if TYPE_CHECKING:
        run_id: int

    class Meta:
        indexes = ((("run", "data"), True),)
