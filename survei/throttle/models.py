"""Counters of failures and attempts, shared by all processes and kept over restarts."""

from __future__ import annotations

from peewee import CharField, DoubleField

from survei.database import BaseModel


class ThrottleHit(BaseModel):
    """One counted attempt."""

    #: What is limited and for whom, hashed: "login:…".
    key = CharField(80)
    #: Seconds since the epoch; single precision would round to two minutes.
    at = DoubleField()

    class Meta:
        indexes = ((("key", "at"), False),)
