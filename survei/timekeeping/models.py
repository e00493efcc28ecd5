"""Marks that workers leave of their clock."""

from __future__ import annotations

from peewee import BooleanField, CharField, DoubleField

from survei.database import BaseModel, UTCDateTimeField


class ClockMark(BaseModel):
    """What the clock of one worker's host showed last, and since when it can be relied upon."""

    #: Name of the host.
    host = CharField(255, primary_key=True)
    #: Which start of the machine `uptime` counts from.
    boot = CharField(64)
    #: What the clock showed last, and the seconds since the machine's start at that moment.
    wall = UTCDateTimeField()
    uptime = DoubleField()
    #: The same at the last moment at which the clock was trusted.
    trusted_wall = UTCDateTimeField()
    trusted_uptime = DoubleField()
    #: Since when (by the clock itself) it is not trusted; None while it is.
    untrusted_since = UTCDateTimeField(null=True)
    #: Seconds by which it jumped, forward positive; 0 when there was nothing to compare with.
    jump_seconds = DoubleField(default=0.0)
    #: Seconds for which it has run steadily since.
    steady_seconds = DoubleField(default=0.0)
    #: Seconds by which it is ahead of the database server's clock, as measured last, and as it
    #: was when the clock was last trusted.
    skew_seconds = DoubleField(default=0.0)
    accepted_skew = DoubleField(default=0.0)
    #: A person has said that this clock is right; the worker takes note at its next tick.
    is_confirmed = BooleanField(default=False)
