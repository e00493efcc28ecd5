"""Writes of the outbox. A letter is posted inside the transaction that causes it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from survei import clock
from survei.database import UTCDateTimeField, insert_many
from survei.mail.choices import LetterState
from survei.mail.models import Letter

#: Columns of a bulk insert, in the order of the rows below.
LETTER_COLUMNS = (
    "id",
    "kind",
    "payload",
    "recipient",
    "cycle_id",
    "participant_id",
    "state",
    "queued_at",
    "due_at",
    "attempts",
    "last_error",
)


def post_letter(
    kind: str,
    *,
    recipient: str,
    payload: Mapping[str, Any],
    due_at: datetime | None = None,
    cycle_id: int | None = None,
    participant_id: int | None = None,
) -> Letter:
    """Puts one letter into the outbox, due now unless said otherwise.

    `payload` holds the keys that the kind's writer needs, never a link or another secret.
    """
    now = clock.now()
    return Letter.create(
        id=uuid.uuid4().hex,
        kind=kind,
        payload=json.dumps(dict(payload), ensure_ascii=False, sort_keys=True),
        recipient=recipient,
        queued_at=now,
        due_at=due_at or now,
        cycle_id=cycle_id,
        participant_id=participant_id,
    )


def post_letters(
    kind: str, participants: Iterable[tuple[int, str]], *, cycle_id: int, due_at: datetime
) -> int:
    """One letter of a kind per (participant id, address), in bulk; the payload names the person.

    Returns how many were posted. Runs inside the caller's transaction.
    """
    now = _text(clock.now())
    due = _text(due_at)
    rows = (
        (
            uuid.uuid4().hex,
            kind,
            f'{{"participant": {participant_id}}}',
            address,
            cycle_id,
            participant_id,
            str(LetterState.QUEUED),
            now,
            due,
            0,
            "",
        )
        for participant_id, address in participants
    )
    return insert_many(Letter, LETTER_COLUMNS, rows)


def _text(at: datetime) -> str | None:
    return UTCDateTimeField().db_value(at)
