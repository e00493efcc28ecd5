"""New links for old ones: all that a rater has in a cycle at once, whatever the cause.

A list leads to every form of its rater, and a receipt leads back to the list. So one old link that
stays in force opens all that stands in place of the others; none is replaced alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from peewee import ModelSelect

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.bulk import insert_many
from survei.cycle.choices import AssignmentState, CycleState
from survei.cycle.models import Cycle, Participant
from survei.invitation import issuing
from survei.invitation.choices import LinkPurpose
from survei.invitation.letters import NEW_LINK, NEW_RESULT_LINK, RESULT
from survei.invitation.models import Link
from survei.invitation.queries import ASKING, is_running, raters_in
from survei.invitation.replacement_letter import TELLING
from survei.mail.choices import LetterState
from survei.mail.models import Letter

#: Holders whose links are replaced in one statement.
CHUNK = 500
#: What a rater has; the link to a result is its reader's.
OF_A_RATER = (LinkPurpose.LIST, LinkPurpose.FORM)
_COLUMNS = (*issuing.LINK_COLUMNS, "receipt_nonce")


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


def replace_rater_links(participant_id: int, *, actor: Actor) -> int:
    """New links for a rater's list and every form, sent and declined ones too, with a line in the
    log. Nobody was handed the new ones. Part of the caller's transaction, which posts the letter
    that brings them. Returns how many were replaced.
    """
    count = _replace([participant_id], OF_A_RATER)
    record(actor, "link.reissue", "participant", participant_id, links=count)
    return count


def replace_all_links() -> int:
    """The same for every link in force, of results too: another link key was adopted, so no old
    token can be made again. Returns how many. Part of the caller's transaction.
    """
    return sum(_replace(ids, tuple(LinkPurpose)) for ids in _holding())


def post_new_links() -> int:
    """One letter to each rater with open forms and each of the appraised whose result is out,
    unless one that was not sent yet will bring the new link anyway. Returns how many.
    """
    return sum(
        issuing.post_to(kind, cycle.id, Participant.id.in_(_told(kind, cycle)), due_at=clock.now())
        for kind, cycle in _occasions()
    )


def _replace(participant_ids: Collection[int], purposes: Collection[LinkPurpose]) -> int:
    """Whoever comes second at the same moment ends nothing, and makes nothing."""
    ended = (
        Link.update(revoked_at=clock.now())
        .where(
            Link.participant.in_(participant_ids)
            & Link.purpose.in_(purposes)
            & Link.revoked_at.is_null()
        )
        .returning(Link)
        .execute()
    )
    return insert_many(Link, _COLUMNS, [_successor(link) for link in ended])


def _successor(link: Link) -> tuple[Any, ...]:
    """Another token for the same; a receipt keeps its number."""
    row = issuing.link_row(LinkPurpose(link.purpose), link.participant_id, link.assignment_id)
    return (*row, (link.receipt_nonce or link.nonce) if link.assignment_id else None)


def _holding() -> Iterator[list[int]]:
    """Ids of all who have a link in force, read by key in chunks."""
    last = 0
    while chunk := list(_holders_after(last)):
        yield chunk
        last = chunk[-1]


def _holders_after(last: int) -> Iterator[int]:
    held = (Link.participant > last) & Link.revoked_at.is_null()
    query = Link.select(Link.participant).where(held).distinct()
    return (link.participant_id for link in query.order_by(Link.participant).limit(CHUNK))


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
    kinds = (*ASKING, *TELLING) if kind == NEW_LINK else (RESULT, NEW_RESULT_LINK)
    waiting = Letter.select(Letter.participant_id).where(
        Letter.kind.in_(kinds)
        & (Letter.state == LetterState.QUEUED)
        & Letter.participant_id.is_null(False)
    )
    return _holders(kind, cycle).select(Participant.id).where(Participant.id.not_in(waiting))
