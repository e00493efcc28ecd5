"""Periods that the owner chose instead of the proposals."""

from __future__ import annotations

from peewee import CharField, IntegerField

from survei.database import BaseModel, UTCDateTimeField


class ChosenPeriod(BaseModel):
    """A class of data whose period was changed; without a row the proposal counts."""

    #: DataClass.
    data = CharField(16, primary_key=True)
    #: In the unit of the rule.
    amount = IntegerField()
    chosen_at = UTCDateTimeField()
    #: Name of who chose it.
    chosen_by = CharField(200)
