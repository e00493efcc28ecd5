"""Writes of results: acknowledged once, every view of one on record."""

from __future__ import annotations

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.database import database
from survei.result.models import Result


def acknowledge_result(participant_id: int) -> bool:
    """The ratee confirms having read the result; False when that was done before.

    Leaves no audit line: the moment is in the row, and a link is not a user.
    """
    with database.atomic():
        changed = (
            Result.update(acknowledged_at=clock.now())
            .where(Result.ratee == participant_id, Result.acknowledged_at.is_null())
            .execute()
        )
    return bool(changed)


def record_view(participant_id: int, *, actor: Actor, what: str) -> None:
    """Puts on record that a user looked at somebody's result or submission.

    Source: security.md, row 42.
    """
    with database.atomic():
        record(actor, "result.view", "participant", participant_id, what=what)


def record_export(cycle_id: int, *, actor: Actor, results: int) -> None:
    """Puts on record that all visible results of a cycle left the house."""
    with database.atomic():
        record(actor, "result.export", "cycle", cycle_id, results=results)
