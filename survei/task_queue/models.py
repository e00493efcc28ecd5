"""Tasks that wait for a worker."""

from __future__ import annotations

from peewee import BlobField, CharField, FloatField

from survei.database import BaseModel


class QueuedTask(BaseModel):
    """A task as Huey keeps it; gone as soon as a worker takes it."""

    queue = CharField(32)
    #: Huey's message, as JSON.
    data = BlobField()
    #: Huey's order beside the age; nobody uses it.
    priority = FloatField(default=0.0)
