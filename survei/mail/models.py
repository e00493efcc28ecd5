"""The outbox: a row is written in the transaction that causes the letter.

A row holds no text and no link, only what kind of letter it is and the keys from which it is
written anew at each delivery; so a stolen file holds no usable token.
"""

from __future__ import annotations

from peewee import CharField, IntegerField, TextField

from survei.database import BaseModel, UTCDateTimeField
from survei.mail.choices import Lane, LetterState


class Letter(BaseModel):
    """One letter to one recipient."""

    #: Random UUID hex; also the stable Message-ID.
    id = CharField(32, primary_key=True)
    #: Which writer makes its text: "invitation", "reminder", "activation", …
    kind = CharField(32)
    #: Lane, as its kind had it when it was posted.
    lane = CharField(8, default=Lane.BULK)
    #: JSON object with the keys that the writer needs; no secrets.
    payload = TextField()
    #: Stored address it goes to.
    recipient = CharField(254)
    #: Cycle it belongs to, for lists and totals; no foreign key (mail lies below cycles).
    cycle_id = IntegerField(null=True)
    #: Participant of that cycle whom it is for.
    participant_id = IntegerField(null=True)
    #: LetterState.
    state = CharField(16, default=LetterState.QUEUED)
    #: When it was written into the outbox.
    queued_at = UTCDateTimeField()
    #: Not before this moment; moves on with each retry.
    due_at = UTCDateTimeField()
    #: Tries so far.
    attempts = IntegerField(default=0)
    #: Until when a sender holds it; None when nobody does.
    leased_until = UTCDateTimeField(null=True)
    #: Random name of the sender that holds it.
    lease = CharField(32, null=True)
    #: When the server accepted it.
    sent_at = UTCDateTimeField(null=True)
    #: Last refusal as shown to HR: code and first line, no addresses of others.
    last_error = TextField(default="")

    class Meta:
        indexes = (
            (("lane", "state", "cycle_id", "due_at"), False),
            (("cycle_id", "state"), False),
            (("participant_id", "kind"), False),
            # The list as it is shown, searched without a look at the rows, and its filters.
            (("queued_at", "id", "recipient", "cycle_id"), False),
            (("state", "queued_at", "id", "recipient", "cycle_id"), False),
            (("kind", "queued_at", "id", "recipient", "cycle_id"), False),
            (("cycle_id", "queued_at", "id", "recipient"), False),
        )
