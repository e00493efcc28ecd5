"""Taking a closing back: the cycle takes answers again, and those not finished are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from survei import clock
from survei.audit.choices import Actor
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Participant
from survei.cycle.services import take_back_closing
from survei.database import database
from survei.errors import WrongState
from survei.invitation import issuing
from survei.invitation.queries import (
    REOPENING,
    has_lost_links,
    raters_in,
    with_waiting_letter,
)


class LinksDeleted(WrongState):
    """The closing is so long ago that links were deleted: nobody could go on."""

    message = (
        "Tautan penilai periode ini sudah dihapus karena masa simpannya lewat, sehingga "
        "penutupannya tidak dapat dibatalkan."
    )


@dataclass(frozen=True)
class Reopening:
    """Who has something to do again."""

    #: Raters with open forms.
    raters: int
    #: Letters that tell them; the others have no address and need a slip or a message.
    letters: int


def reopen_cycle(cycle_id: int, *, closes_at: datetime, reason: str, actor: Actor) -> Reopening:
    """Takes a closing back until `closes_at`: links work and drafts are there as before, and a
    letter goes to every rater with open forms.

    Raises WrongState (results are computed, it is open already, or links are deleted since their
    time is over), DeadlineInvalid, ReasonInvalid; then nothing has happened.
    """
    with database.atomic():
        if has_lost_links(cycle_id):
            raise LinksDeleted
        take_back_closing(cycle_id, closes_at=closes_at, reason=reason, actor=actor)
        unfinished = Participant.id.in_(raters_in(cycle_id, AssignmentState.OPEN))
        raters = Participant.select().where(unfinished).count()
        chosen = unfinished & Participant.id.not_in(with_waiting_letter(cycle_id))
        letters = issuing.post_to(REOPENING, cycle_id, chosen, due_at=clock.now())
    return Reopening(raters, letters)
