"""Closing a cycle: it takes no answers any more; nothing is settled by that."""

from __future__ import annotations

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.cycle import queries
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.cycle.services import advance_cycle
from survei.database import database


def close_cycle(cycle_id: int, *, actor: Actor) -> Cycle:
    """Ends the taking of answers; nothing else changes, so `reopening` can undo it.

    Raises WrongState when the cycle is not open.
    """
    with database.atomic():
        now = clock.now()
        advance_cycle(cycle_id, CycleState.CLOSED, closed_at=now, closed_by=str(actor.kind))
        cycle = queries.cycle(cycle_id)
        record(actor, "cycle.close", "cycle", cycle_id, planned=cycle.closes_at.isoformat())
    return cycle
