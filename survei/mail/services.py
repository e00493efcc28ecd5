"""Writes of the outbox: posting, in the transaction that causes a letter, and HR's hand on it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.bulk import insert_many
from survei.database import UTCDateTimeField, database
from survei.errors import WrongState
from survei.mail.choices import QUEUE_OF, Lane, LetterState
from survei.mail.models import Letter
from survei.mail.queries import (
    LANES,
)
from survei.mail.writers import lane_of
from survei.task_queue.queues import wake
from survei.throttle.choices import LETTERS_TO_ACCOUNT
from survei.throttle.services import take

#: Keys in one statement.
CHUNK = 500
#: Columns of a bulk insert, in the order of the rows below.
LETTER_COLUMNS = (
    "id",
    "kind",
    "lane",
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
    now, lane = clock.now(), lane_of(kind)
    letter: Letter = Letter.create(
        id=uuid.uuid4().hex,
        kind=kind,
        lane=lane,
        payload=json.dumps(dict(payload), ensure_ascii=False, sort_keys=True),
        recipient=recipient,
        queued_at=now,
        due_at=due_at or now,
        cycle_id=cycle_id,
        participant_id=participant_id,
    )
    wake_senders([lane])
    return letter


def post_letters(
    kind: str, participants: Iterable[tuple[int, str]], *, cycle_id: int, due_at: datetime
) -> int:
    """One letter of a kind per (participant id, address), in bulk; the payload names the person.

    Returns how many were posted. Runs inside the caller's transaction.
    """
    now = _text(clock.now())
    due, lane = _text(due_at), lane_of(kind)
    rows = (
        (
            uuid.uuid4().hex,
            kind,
            str(lane),
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
    count = insert_many(Letter, LETTER_COLUMNS, rows)
    wake_senders([lane])
    return count


def wake_senders(lanes: Sequence[Lane] = LANES) -> None:
    """There is something to send, or to look at. Part of the caller's transaction."""
    for lane in lanes:
        wake(QUEUE_OF[lane])


def _text(at: datetime) -> str | None:
    return UTCDateTimeField().db_value(at)


def retry_letter(letter_id: str, *, actor: Actor) -> None:
    """A failed or cancelled letter is queued anew, with a fresh count of tries.

    Raises WrongState for one that is on its way or sent.
    """
    now = clock.now()
    with database.atomic():
        _step(
            letter_id, from_=(LetterState.FAILED, LetterState.CANCELLED),
            state=LetterState.QUEUED, attempts=0, queued_at=now, due_at=now, last_error="",
        )  # fmt: skip
        record(actor, "mail.retry", "letter", letter_id)
        wake_senders()


def retry_failed(letter_ids: Sequence[str], *, actor: Actor) -> int:
    """Those of the letters that failed are queued anew, together. Returns how many."""
    now, count = clock.now(), 0
    with database.atomic():
        for start in range(0, len(letter_ids), CHUNK):
            count += (
                Letter.update(
                    state=LetterState.QUEUED, attempts=0, queued_at=now, due_at=now, last_error=""
                )
                .where(
                    Letter.id.in_(letter_ids[start : start + CHUNK])
                    & (Letter.state == LetterState.FAILED)
                )
                .execute()
            )
        record(actor, "mail.retry_failed", "letter", "-", letters=count)
        wake_senders()
    return count


def cancel_letter(letter_id: str, *, actor: Actor) -> None:
    """A letter that waits or has failed is not sent. Raises WrongState for any other."""
    with database.atomic():
        _step(
            letter_id, from_=(LetterState.QUEUED, LetterState.FAILED), state=LetterState.CANCELLED
        )
        record(actor, "mail.cancel", "letter", letter_id)


def post_test_letter(kind: str, *, recipient: str, name: str, actor: Actor) -> Letter:
    """A letter to the one who asks, to see whether mail arrives. Raises TooManyAttempts."""
    with database.atomic():
        take((LETTERS_TO_ACCOUNT, recipient))
        letter = post_letter(kind, recipient=recipient, payload={"name": name})
        record(actor, "mail.test", "letter", letter.id)
    return letter


def _step(letter_id: str, *, from_: tuple[LetterState, ...], **changes: object) -> None:
    changed = (
        Letter.update(**changes).where((Letter.id == letter_id) & Letter.state.in_(from_)).execute()
    )
    if changed != 1:
        raise WrongState
