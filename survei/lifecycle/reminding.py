"""Reminding those who have open forms."""

from __future__ import annotations

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.cycle.models import Cycle
from survei.cycle.queries import within
from survei.database import database
from survei.errors import WrongState
from survei.invitation import issuing
from survei.invitation.queries import EVERYONE, REMINDER, is_running, to_remind
from survei.staff.rules import Scope


def send_reminders(cycle_id: int, *, actor: Actor, scope: Scope = EVERYONE) -> int:
    """One reminder with the same link to every rater in scope who has open forms and an address,
    unless a letter went to them today. Returns how many. Raises WrongState when the cycle is not
    open.
    """
    with database.atomic():
        # Writing the audit line first puts two workers in a row on PostgreSQL.
        record(actor, "cycle.remind", "cycle", cycle_id)
        if not Cycle.select().where((Cycle.id == cycle_id) & is_running()).exists():
            raise WrongState
        chosen = to_remind(cycle_id) & within(scope)
        return issuing.post_to(REMINDER, cycle_id, chosen, due_at=clock.now())
