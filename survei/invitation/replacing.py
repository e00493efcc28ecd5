"""New links for all old ones: another link key was adopted, so no old token can be made again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from peewee import ModelSelect

from survei import clock
from survei.bulk import insert_many
from survei.cycle.choices import AssignmentState, CycleState
from survei.cycle.models import Cycle, Participant
from survei.invitation import issuing
from survei.invitation.choices import LinkPurpose
from survei.invitation.letters import NEW_LINK, NEW_RESULT_LINK, RESULT
from survei.invitation.models import Link
from survei.invitation.queries import INVITATION, REMINDER, REOPENING, is_running, raters_in
from survei.mail.choices import LetterState
from survei.mail.models import Letter

#: Links read at a time.
CHUNK = 5000


@dataclass(frozen=True)
class LinksAtStake:
    """What dies with the link key, and whom a letter can reach."""

    #: Links in force by purpose.
    links: dict[LinkPurpose, int]
    #: Raters with open forms, and the appraised whose result is out, with an address.
    reachable: int
    #: The same without one: they need a slip, a message, or `links export`.
    unreachable: int

    @property
    def total(self) -> int:
        """All links in force."""
        return sum(self.links.values())


def links_at_stake() -> LinksAtStake:
    """What adopting another link key costs now."""
    holders = [_holders(kind, cycle) for kind, cycle in _occasions()]
    return LinksAtStake(
        links={
            purpose: Link.select()
            .where((Link.purpose == purpose) & Link.revoked_at.is_null())
            .count()
            for purpose in LinkPurpose
        },
        reachable=sum(one.where(Participant.email.is_null(False)).count() for one in holders),
        unreachable=sum(one.where(Participant.email.is_null()).count() for one in holders),
    )


def replace_all_links() -> int:
    """Ends every link in force and gives its holder another, made with the key of this process.
    Returns how many. Part of the caller's transaction.
    """
    now = clock.now()
    Link.update(revoked_at=now).where(Link.revoked_at.is_null()).execute()
    rows = (
        issuing.link_row(LinkPurpose(purpose), participant_id, assignment_id)
        for purpose, participant_id, assignment_id in _ended_at(now)
    )
    return insert_many(Link, issuing.LINK_COLUMNS, rows, chunk=CHUNK)


def post_new_links() -> int:
    """One letter to each rater with open forms and each of the appraised whose result is out,
    unless one that was not sent yet will bring the new link anyway. Returns how many.
    """
    return sum(
        issuing.post_to(kind, cycle.id, Participant.id.in_(_told(kind, cycle)), due_at=clock.now())
        for kind, cycle in _occasions()
    )


def _ended_at(moment: datetime) -> Iterator[tuple[str, int, int | None]]:
    """(purpose, participant, assignment) of the links ended just now, read by key in chunks."""
    last = ""
    while chunk := list(
        Link.select()
        .where((Link.revoked_at == moment) & (Link.token_hash > last))
        .order_by(Link.token_hash)
        .limit(CHUNK)
    ):
        for link in chunk:
            yield link.purpose, link.participant_id, link.assignment_id
        last = chunk[-1].token_hash


def _occasions() -> list[tuple[str, Cycle]]:
    """Letters by cycle: running ones have raters, published ones people who read results."""
    running = [(NEW_LINK, cycle) for cycle in Cycle.select().where(is_running())]
    published = Cycle.select().where(Cycle.state == CycleState.PUBLISHED)
    return running + [(NEW_RESULT_LINK, cycle) for cycle in published]


def _holders(kind: str, cycle: Cycle) -> ModelSelect[Participant]:
    """Those of the cycle whose link leads somewhere."""
    if kind == NEW_LINK:
        return Participant.select().where(
            Participant.id.in_(raters_in(cycle.id, AssignmentState.OPEN))
        )
    having = Link.select(Link.participant).where(
        (Link.purpose == LinkPurpose.RESULT) & Link.revoked_at.is_null()
    )
    return Participant.select().where((Participant.cycle == cycle.id) & Participant.id.in_(having))


def _told(kind: str, cycle: Cycle) -> ModelSelect[Participant]:
    """Ids of the holders to whom no letter with their link is on its way."""
    kinds = (
        (INVITATION, REMINDER, REOPENING, NEW_LINK)
        if kind == NEW_LINK
        else (RESULT, NEW_RESULT_LINK)
    )
    waiting = Letter.select(Letter.participant_id).where(
        Letter.kind.in_(kinds)
        & (Letter.state == LetterState.QUEUED)
        & Letter.participant_id.is_null(False)
    )
    return _holders(kind, cycle).select(Participant.id).where(Participant.id.not_in(waiting))
