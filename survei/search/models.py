"""Text of neighbouring rows in one: what does not stand in it stands in none of them."""

from __future__ import annotations

from peewee import CharField, CompositeKey, IntegerField, TextField

from survei.database import BaseModel


class SearchBlock(BaseModel):
    """The searched columns of the rows whose keys share `number` when divided by `BLOCK`; of
    letters, whose keys are random, those whose first three hexadecimal digits divided by four are
    `number`.

    Triggers of the database keep it with every change of such a row (migrations 0092, 0096 and
    0097), whoever makes it; nobody else writes here.
    """

    #: Name of the table that the rows are of.
    subject = CharField(16)
    #: Cycle of the rows, 0 for tables that belong to no cycle.
    part = IntegerField()
    number = IntegerField()
    #: One column a line, in small letters.
    body = TextField()

    class Meta:
        primary_key = CompositeKey("subject", "part", "number")
