"""Handing links out is seen: the log and the rater learn when, how and why people had a link.

A list leads to every form of its rater, and a form that was sent leads on to the list. So whoever
has one link of a rater has the list and all that is open, and all of these count as handed out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, Expression, ModelSelect, Value, fn

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.cycle.choices import AssignmentState
from survei.cycle.models import HAS_OPEN_FORMS, Assignment, Participant
from survei.cycle.queries import within
from survei.cycle.rules import check_reason
from survei.database import database, is_sqlite
from survei.invitation.choices import HandoutWay, LinkPurpose
from survei.invitation.mail_only import MailOnly, is_mail_only, mail_only_among
from survei.invitation.models import HandedLink, Handout, Link
from survei.invitation.token_lookup import find_link
from survei.mail.models import Letter
from survei.staff.rules import Scope

#: Newest handouts that a page tells of.
MOST_TOLD = 5


@dataclass(frozen=True)
class Occasion:
    """How links are handed out, why and by whom."""

    way: HandoutWay
    #: As typed; `for_reason` has checked it.
    reason: str
    actor: Actor


def for_reason(way: HandoutWay, reason: str, actor: Actor) -> Occasion:
    """The occasion, its reason in one line. Raises ReasonInvalid."""
    return Occasion(way, check_reason(reason), actor)


def hand_out(links: Iterable[Link], occasion: Occasion) -> int:
    """Notes that these links are about to be seen, with all that they lead to. A line in the log
    for each cycle; for one person alone it names the person. Returns how many links are in reach.
    Raises MailOnly when one of them reaches its rater's mailbox alone.
    """
    links = list(links)
    if _has_mail_only(links):
        raise MailOnly
    by_cycle: dict[int, list[Link]] = {}
    for link in links:
        by_cycle.setdefault(link.participant.cycle.id, []).append(link)
    with database.atomic():
        return sum(_hand_out(cycle, found, occasion) for cycle, found in by_cycle.items())


def is_kept_from(tokens: Iterable[str]) -> bool:
    """Whether a letter holds a link that reaches its rater's mailbox alone."""
    return _has_mail_only(_in_force(tokens))


def hand_out_letter(letter: Letter, tokens: Iterable[str], occasion: Occasion) -> None:
    """The same for the links of a letter that is about to be shown. One that holds none of a rater
    in force (it is about an account, or old) leaves its line in the log, too. Raises MailOnly.
    """
    found = _in_force(tokens)
    with database.atomic():
        if not hand_out(found, occasion):
            record(occasion.actor, "mail.show", "letter", letter.id, reason=occasion.reason)


def hand_out_cycle(cycle_id: int, scope: Scope, occasion: Occasion) -> int:
    """The same for every rater in scope with open forms, but for those whose links go by mail
    alone. Returns how many forms are open.
    """
    raters = Participant.select(Participant.id).where(
        (Participant.cycle == cycle_id)
        & HAS_OPEN_FORMS
        & within(scope)
        & ~is_mail_only(Participant.id)
    )
    with database.atomic():
        _hold_lists(Link.participant.in_(raters))
        counted = _note(cycle_id, _in_reach(Link.participant.in_(raters)), occasion)
        record(
            occasion.actor,
            "link.export",
            "cycle",
            cycle_id,
            links=counted[LinkPurpose.FORM],
            raters=counted[LinkPurpose.LIST],
            reason=occasion.reason,
        )
    return counted[LinkPurpose.FORM]


def inherit_handouts(link: Link) -> None:
    """A form that gets another link, or is open again, is as much within reach as the list on which
    it stands.
    """
    listed = next(iter(_hold_lists(Link.participant == link.participant_id)), None)
    if listed is not None and listed.is_handed_out:
        known = HandedLink.select(HandedLink.handout).where(HandedLink.link == link.token_hash)
        seen = HandedLink.select(HandedLink.handout, Value(link.token_hash)).where(
            (HandedLink.link == listed.token_hash) & HandedLink.handout.not_in(known)
        )
        _insert(seen)
        Link.update(is_handed_out=True).where(Link.token_hash == link.token_hash).execute()


def handouts_of(link: Link) -> list[Handout]:
    """When and how a link was handed out, newest first; no SELECT for one that never was."""
    if not link.is_handed_out:
        return []
    query = Handout.select().join(HandedLink).where(HandedLink.link == link.token_hash)
    return list(query.order_by(Handout.id.desc()).limit(MOST_TOLD))


def _in_force(tokens: Iterable[str]) -> list[Link]:
    return [link for token in tokens if (link := find_link(token)) and not link.revoked_at]


def _has_mail_only(links: list[Link]) -> bool:
    raters = (link.participant_id for link in links if link.purpose != LinkPurpose.RESULT)
    return bool(mail_only_among(raters))


def _hand_out(cycle_id: int, links: list[Link], occasion: Occasion) -> int:
    people = {link.participant_id for link in links}
    results = [link.token_hash for link in links if link.purpose == LinkPurpose.RESULT]
    raters = {link.participant_id for link in links if link.purpose != LinkPurpose.RESULT}
    _hold_lists(Link.participant.in_(sorted(raters)))
    reach = _in_reach(Link.participant.in_(sorted(raters))) | Link.token_hash.in_(results)
    count = sum(_note(cycle_id, reach, occasion).values())
    is_one = len(people) == 1
    record(
        occasion.actor,
        "link.handout",
        "participant" if is_one else "cycle",
        min(people) if is_one else cycle_id,
        way=occasion.way.value,
        raters=len(people),
        links=count,
        reason=occasion.reason,
    )
    return count


def _hold_lists(of_raters: Expression) -> list[Link]:
    """The lists of raters. Until this transaction ends nobody else hands one out, and no form comes
    back to one: whoever is second sees what the first did (PostgreSQL; SQLite has one writer).
    """
    query: ModelSelect[Link] = Link.select(Link.token_hash, Link.is_handed_out)
    query = query.where(
        of_raters & (Link.purpose == LinkPurpose.LIST) & Link.revoked_at.is_null()
    ).order_by(Link.token_hash)
    return list(query if is_sqlite() else query.for_update())


def _in_reach(of_raters: Expression) -> Any:
    """Condition on a link, assignment joined: the lists of raters and what is open on them."""
    is_open = Assignment.state == AssignmentState.OPEN
    return (
        of_raters
        & Link.revoked_at.is_null()
        & ((Link.purpose == LinkPurpose.LIST) | ((Link.purpose == LinkPurpose.FORM) & is_open))
    )


def _note(cycle_id: int, reach: Any, occasion: Occasion) -> Counter[str]:
    """The rows of one handout. Returns how many links of each purpose."""
    handout = Handout.create(
        cycle=cycle_id,
        way=occasion.way,
        at=clock.now(),
        made_by=occasion.actor.kind,
        reason=occasion.reason,
    )
    links = Link.select(Value(handout.id).cast("integer"), Link.token_hash)
    _insert(links.join(Assignment, JOIN.LEFT_OUTER).where(reach))
    noted = HandedLink.select(HandedLink.link).where(HandedLink.handout == handout.id)
    Link.update(is_handed_out=True).where(Link.token_hash.in_(noted)).execute()
    counts = noted.select(Link.purpose, fn.COUNT(HandedLink.id)).join(Link).group_by(Link.purpose)
    rows: Any = counts.tuples()
    return Counter(dict(rows))


def _insert(links: ModelSelect[Any]) -> None:
    """(handout, link) pairs, from one table into the other."""
    HandedLink.insert_from(links, [HandedLink.handout, HandedLink.link]).execute()
