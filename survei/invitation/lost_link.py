"""Whoever lost a link asks with the address on record; the link in force goes there by letter.

Nothing is replaced by it: anybody may ask with anybody's address, and would end links, slips and
what waits unsent under them.
"""

from __future__ import annotations

from survei.account.passwords import matches
from survei.audit.choices import Actor, ActorKind
from survei.audit.services import record
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle, Participant
from survei.database import database
from survei.invitation.disputes import DISPUTABLE
from survei.invitation.letters import LOST_LINK, lost_link_of
from survei.mail.choices import LetterState
from survei.mail.models import Letter
from survei.mail.services import post_letter
from survei.staff.rules.contacts import normalise_email
from survei.throttle.choices import LOST_LINK_ADDRESS, LOST_LINK_EMAIL
from survei.throttle.services import TooManyAttempts, take


def send_lost_links(email: str, *, address: str) -> None:
    """Queues a letter for every cycle in which this mailbox has something to open; tells nobody
    whether there was one. No line says from where it was asked: that could be a rater.

    Raises TooManyAttempts for a network that asks for many; beyond the limit of one mailbox it is
    silent.
    """
    known = normalise_email(email)
    take((LOST_LINK_ADDRESS, address))
    matches("", None)  # a hash's work for everybody: beside it, writing a letter does not show
    if known is None:
        return
    try:
        take((LOST_LINK_EMAIL, known))
    except TooManyAttempts:
        return
    with database.atomic():
        for person in _people_at(known):
            if lost_link_of(person) and not _is_waiting(person):
                record(Actor(ActorKind.ANONYMOUS), "link.lost", "participant", person.id)
                _post(person, known)


def _people_at(email: str) -> list[Participant]:
    """Everybody with this address in cycles that are open or later."""
    query = Participant.select(Participant, Cycle).join(Cycle)
    states = (*DISPUTABLE, CycleState.PUBLISHED)
    return list(query.where((Participant.email == email) & Cycle.state.in_(states)))


def _is_waiting(person: Participant) -> bool:
    """Whether the same letter is still on its way."""
    return (
        Letter.select()
        .where(
            (Letter.participant_id == person.id)
            & (Letter.kind == LOST_LINK)
            & Letter.state.in_((LetterState.QUEUED, LetterState.SENDING))
        )
        .exists()
    )


def _post(person: Participant, email: str) -> None:
    post_letter(
        LOST_LINK,
        recipient=email,
        payload={"participant": person.id},
        cycle_id=person.cycle.id,
        participant_id=person.id,
    )
