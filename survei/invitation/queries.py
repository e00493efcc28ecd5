"""Reads of links: what a token opens, and what a rater still has to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from peewee import Expression, ModelSelect, fn

from survei import clock
from survei.cycle.choices import AssignmentState, CycleState, Relation
from survei.cycle.models import HAS_OPEN_FORMS, Assignment, Cycle, Participant
from survei.cycle.plan import decode_plan
from survei.cycle.queries import within
from survei.database import often
from survei.invitation.choices import LINK_PATHS, LinkPurpose
from survei.invitation.models import Link
from survei.invitation.rules import is_reminder_time, make_code, make_token, token_hash
from survei.keys import own_keys
from survei.mail.choices import LetterState
from survei.mail.models import Letter
from survei.staff.rules import Scope
from survei.timekeeping.queries import true_span

#: Kinds of letters that ask a rater to fill in forms.
INVITATION, REMINDER, REOPENING = "invitation", "reminder", "reopening"
ASKING = (INVITATION, REMINDER, REOPENING)
#: States of a letter that is still to go out.
ON_ITS_WAY = (LetterState.QUEUED, LetterState.SENDING)
EVERYONE = Scope(everyone=True)
#: Order of the relations on a rater's list.
RELATION_ORDER = tuple(Relation)


@dataclass(frozen=True)
class Task:
    """One form of a rater: the assignment (ratee joined) and the link that opens it."""

    assignment: Assignment
    link: Link
    #: Path of the form: "/f/…".
    path: str


def tasks_of(participant: Participant | int) -> list[Task]:
    """All forms of a rater, by relation and ratee's name; one SELECT."""
    participant_id = participant if isinstance(participant, int) else participant.id
    ratee = Participant.alias("ratee")
    query = (
        Link.select(Link, Assignment, ratee)
        .join(Assignment)
        .join(ratee, on=(Assignment.ratee == ratee.id))
        .where(
            (Assignment.rater == participant_id)
            & (Link.purpose == LinkPurpose.FORM)
            & Link.revoked_at.is_null()
        )
        .order_by(ratee.name)
    )
    tasks = [Task(link.assignment, link, path_of(link)) for link in query if link.assignment]
    return sorted(tasks, key=lambda task: RELATION_ORDER.index(Relation(task.assignment.relation)))


def link_of_participant(participant_id: int, purpose: LinkPurpose) -> Link | None:
    """The list or result link that is in force."""
    return Link.get_or_none(
        (Link.participant == participant_id) & (Link.purpose == purpose) & Link.revoked_at.is_null()
    )


def is_replaced(link: Link) -> bool:
    """Whether another link is in force for the same form, list or result."""
    same = (
        Link.assignment.is_null()
        if link.assignment_id is None
        else Link.assignment == link.assignment_id
    )
    return (
        Link.select()
        .where(
            (Link.participant == link.participant_id)
            & (Link.purpose == link.purpose)
            & (Link.token_hash != link.token_hash)
            & same
            & Link.revoked_at.is_null()
        )
        .exists()
    )


def has_replaced_list(participant_id: int) -> bool:
    """Whether a list link of this rater was replaced: what was mailed first opens nothing."""
    return (
        Link.select()
        .where(
            (Link.participant == participant_id)
            & (Link.purpose == LinkPurpose.LIST)
            & Link.revoked_at.is_null(False)
        )
        .exists()
    )


def newest_link(assignment_id: int) -> Link | None:
    """The form link in force, or the one revoked last."""
    return (
        Link.select()
        .where(Link.assignment == assignment_id)
        .order_by(Link.revoked_at.desc(nulls="FIRST"))
        .first()
    )


def token_of(link: Link) -> str:
    """The token, made again from nonce and key."""
    return make_token(own_keys().link, link.purpose, _subject_of(link), link.nonce)


def is_made_with(key: bytes) -> bool | None:
    """Whether the links in force were made with this key, by one of them; None without any."""
    link = Link.select().where(Link.revoked_at.is_null()).first()
    if link is None:
        return None
    return (
        token_hash(make_token(key, link.purpose, _subject_of(link), link.nonce)) == link.token_hash
    )


def path_of(link: Link) -> str:
    """Path of the page that the link opens: "/u/…"."""
    return f"/{LINK_PATHS[LinkPurpose(link.purpose)]}/{token_of(link)}"


def url_of(link: Link, base_url: str) -> str:
    """The whole URL, at most 120 characters for a base URL of up to 70."""
    return base_url + path_of(link)


def code_of(link: Link) -> str:
    """The printed code of a list link: "K7QM-2XHD-9PRA"."""
    return make_code(own_keys().link, link.participant_id, link.nonce)


def _subject_of(link: Link) -> int:
    """The assignment of a form, the participant of a list or result."""
    return link.assignment_id or link.participant_id


# --- who is to be written to -----------------------------------------------------------------


def is_running() -> Expression:
    """Condition on a cycle: open, and its closing not yet come, as far as the clock is trusted."""
    now = min(clock.now(), true_span().earliest)
    return (Cycle.state == CycleState.OPEN) & (Cycle.closes_at > now)


def raters_in(cycle_id: int, state: AssignmentState | None = None) -> ModelSelect[Assignment]:
    """Ids of all who rate in the cycle, or of those with an assignment in this state."""
    query = Assignment.select(Assignment.rater).where(Assignment.cycle == cycle_id)
    return query.where(Assignment.state == state) if state else query


def ratees_in(cycle_id: int) -> ModelSelect[Assignment]:
    """Ids of all who are rated in the cycle."""
    return Assignment.select(Assignment.ratee).where(
        (Assignment.cycle == cycle_id) & (Assignment.state != AssignmentState.REVOKED)
    )


def to_remind(cycle_id: int) -> Expression:
    """Condition on a participant: open forms, an address, and no letter today
    (nor one of a day that has not come)."""
    start_of_today = clock.from_local(datetime.combine(clock.today(), time()))
    written = Letter.select(Letter.participant_id).where(
        (Letter.cycle_id == cycle_id)
        & Letter.kind.in_(ASKING)
        & Letter.participant_id.is_null(False)
        & Letter.queued_at.between(start_of_today, clock.latest_credible())
    )
    return (
        (Participant.cycle == cycle_id)
        & Participant.id.in_(raters_in(cycle_id, AssignmentState.OPEN))
        & Participant.id.not_in(written)
        & Participant.email.is_null(False)
    )


def count_to_remind(cycle_id: int, scope: Scope = EVERYONE) -> int:
    """How many raters in scope a reminder would reach now."""
    return Participant.select().where(to_remind(cycle_id) & within(scope)).count()


def is_anyone_to_remind(cycle_id: int) -> bool:
    """Whether a reminder would reach anybody now."""
    return Participant.select().where(to_remind(cycle_id)).exists()


def has_lost_links(cycle_id: int) -> bool:
    """Whether a form is open without a link in force: the time of links is over."""
    in_force = Link.select(Link.assignment).where(
        (Link.assignment == Assignment.id) & Link.revoked_at.is_null()
    )
    is_open = (Assignment.cycle == cycle_id) & (Assignment.state == AssignmentState.OPEN)
    return Assignment.select().where(is_open & ~fn.EXISTS(in_force)).exists()


def count_unfinished(cycle_id: int) -> tuple[int, int]:
    """How many raters have open forms, and how many of them have an address. Reads those raters,
    and none who are done.
    """
    due = Participant.select().where(often(Participant.cycle == cycle_id), HAS_OPEN_FORMS)
    raters = int(due.count())
    return raters, raters - int(due.where(Participant.email.is_null()).count())


def has_open_forms(participant_id: int) -> bool:
    """Whether this rater still has something to do in a cycle that takes answers."""
    return (
        Assignment.select()
        .join(Cycle)
        .where(
            (Assignment.rater == participant_id)
            & (Assignment.state == AssignmentState.OPEN)
            & is_running()
        )
        .exists()
    )


def has_waiting_letter(participant_id: int) -> bool:
    """Whether a letter that asks this rater for forms is still on its way."""
    return (
        Letter.select()
        .where(
            (Letter.participant_id == participant_id)
            & Letter.kind.in_(ASKING)
            & Letter.state.in_(ON_ITS_WAY)
        )
        .exists()
    )


def with_waiting_letter(cycle_id: int) -> ModelSelect[Letter]:
    """Ids of participants to whom a letter that asks for forms is still on its way; its text is
    made when it leaves.
    """
    return Letter.select(Letter.participant_id).where(
        (Letter.cycle_id == cycle_id)
        & Letter.kind.in_(ASKING)
        & Letter.participant_id.is_null(False)
        & Letter.state.in_(ON_ITS_WAY)
    )


def cycles_to_remind() -> list[int]:
    """Ids of running cycles that remind today, now, where a reminder would reach somebody."""
    now = clock.to_local(clock.now())
    return [
        cycle.id
        for cycle in Cycle.select().where(is_running())
        if is_reminder_time(
            now,
            closes_on=clock.to_local(cycle.closes_at).date(),
            days=decode_plan(cycle.plan).reminder_days,
        )
        and is_anyone_to_remind(cycle.id)
    ]
