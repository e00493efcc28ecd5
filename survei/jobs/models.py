"""Jobs: long work that somebody asked the worker to do."""

from __future__ import annotations

from peewee import BlobField, CharField, ForeignKeyField, IntegerField, TextField

from survei.database import BaseModel, UTCDateTimeField
from survei.jobs.choices import JobState


class Job(BaseModel):
    """One piece of long work; the row outlives the request, the worker and a crash."""

    #: JobKind.
    kind = CharField(16)
    #: Cycle it is about; no foreign key (jobs lie below cycles).
    cycle_id = IntegerField(index=True)
    #: JobState.
    state = CharField(16, default=JobState.WAITING)
    #: Kind, cycle and, for files, asker, while it is live; NULL afterwards. So nothing is asked
    #: for twice at a time.
    live_key = CharField(64, null=True, unique=True)
    #: JSON object with what the kind needs beside the cycle; no secrets.
    payload = TextField(default="{}")
    #: Who asked, as in the log.
    actor_kind = CharField(16)
    actor_id = IntegerField(null=True)
    actor_name = CharField(200)
    address = CharField(64)
    asked_at = UTCDateTimeField()
    #: How much is done, and of how much; in rows or people, as the kind counts.
    done = IntegerField(default=0)
    total = IntegerField(default=0)
    tries = IntegerField(default=0)
    #: Random name of the worker that does it, and until when it holds it.
    lease = CharField(32, null=True)
    leased_until = UTCDateTimeField(null=True)
    ended_at = UTCDateTimeField(null=True, index=True)
    #: Why it failed: a sentence with places, and a JSON object that fills them.
    message = TextField(default="")
    params = TextField(default="{}")


class JobFile(BaseModel):
    """What a job made, until it is dropped. In the database: any machine may hand it out."""

    job = ForeignKeyField(Job, primary_key=True, on_delete="CASCADE")
    content = BlobField()
    made_at = UTCDateTimeField(index=True)
