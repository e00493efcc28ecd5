"""Writes of links: opening a cycle, revoking, issuing anew, reminding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.cycle.choices import AssignmentState
from survei.cycle.freezing import freeze_cycle, record_opening
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.planning import prepare
from survei.cycle.queries import cycle as cycle_of
from survei.cycle.queries import within
from survei.database import database
from survei.errors import NotFound, SurveiError, WrongState
from survei.invitation import issuing
from survei.invitation.choices import LinkPurpose
from survei.invitation.keys import set_key
from survei.invitation.letters import RESULT
from survei.invitation.models import Link
from survei.invitation.queries import (
    EVERYONE,
    INVITATION,
    REMINDER,
    has_open_forms,
    has_waiting_letter,
    is_running,
    link_of_participant,
    ratees_in,
    raters_in,
    to_remind,
)
from survei.mail.models import Letter
from survei.mail.services import post_letter
from survei.staff.rules import Scope

__all__ = ["set_key"]


class NoAddress(SurveiError):
    """The person has no e-mail address; give the link by WhatsApp or on paper."""

    message = "Pegawai ini tidak memiliki alamat surel. Gunakan WhatsApp atau slip cetak."


class AlreadyQueued(SurveiError):
    """A letter to this person is still waiting; a second one would say the same."""

    message = "Surat untuk penilai ini masih menunggu dikirim."


@dataclass(frozen=True)
class OpeningCounts:
    """What opening a cycle made."""

    participants: int
    assignments: int
    links: int
    letters: int
    #: Raters without an address, who need a slip or a message.
    without_email: int


def open_cycle(
    cycle_id: int, *, actor: Actor, progress: Callable[[int, int], None] | None = None
) -> OpeningCounts:
    """Opens a cycle in one transaction: people frozen, raters assigned, links issued, letters
    queued. `progress(done, total)` counts rows. Raters are drawn before the transaction.

    Raises what `freeze_cycle` raises; then nothing has happened.
    """
    prepared = prepare(cycle_of(cycle_id))
    with database.atomic():
        frozen = freeze_cycle(prepared, progress=_first_half(progress))
        people, forms = len(frozen.participants), len(frozen.assignments)
        total = 2 * (people + forms)
        links = issuing.issue_form_links(
            cycle_id,
            (lambda done: progress(2 * people + forms + done, total)) if progress else None,
        )
        lists = issuing.issue_list_links(cycle_id)
        chosen = Participant.id.in_(raters_in(cycle_id))
        due_at = max(clock.now(), frozen.cycle.opens_at)
        letters = issuing.post_to(INVITATION, cycle_id, chosen, due_at=due_at)
        record_opening(frozen, actor=actor)
        record(actor, "cycle.invite", "cycle", cycle_id, links=links + lists, letters=letters)
    return OpeningCounts(people, forms, links + lists, letters, lists - letters)


def _first_half(
    progress: Callable[[int, int], None] | None,
) -> Callable[[int, int], None] | None:
    """The freezing reports its own total; to the caller it is a part of the whole."""
    return (lambda done, total: progress(done, 2 * total)) if progress else None


def result_links(cycle: Cycle) -> int:
    """A result link and a letter without any score for every ratee; once, at publishing.

    Part of the caller's transaction. Returns the number of links; a second call makes none.
    """
    with database.atomic():
        links = issuing.issue_result_links(cycle.id)
        if links:
            told = Letter.select(Letter.participant_id).where(
                (Letter.cycle_id == cycle.id) & (Letter.kind == RESULT)
            )
            chosen = Participant.id.in_(ratees_in(cycle.id)) & Participant.id.not_in(told)
            issuing.post_to(RESULT, cycle.id, chosen, due_at=clock.now())
    return links


def record_export(cycle_id: int, count: int, *, actor: Actor) -> None:
    """Notes that somebody took the links of a cycle out of the system."""
    with database.atomic():
        record(actor, "link.export", "cycle", cycle_id, links=count)


def record_handout(participant_ids: Sequence[int], way: str, *, actor: Actor) -> None:
    """Notes that somebody saw links of raters in order to hand them out: on paper, by WhatsApp."""
    with database.atomic():
        for participant_id in participant_ids:
            record(actor, "link.handout", "participant", participant_id, way=way)


# --- one link --------------------------------------------------------------------------------


def revoke_link(link: Link, *, actor: Actor) -> None:
    """Ends a link: its token answers 410 from now on. A form's open assignment is revoked too.

    Raises WrongState for a link that is revoked already or a form that was sent.
    """
    with database.atomic():
        _end(link)
        if link.assignment_id:
            _move(link.assignment_id, AssignmentState.OPEN, AssignmentState.REVOKED)
        record(actor, "link.revoke", *_subject(link), purpose=link.purpose)


def reissue_link(link: Link, *, actor: Actor) -> Link:
    """A link with a new nonce in place of this one, whose token answers 410 from now on.

    A revoked form opens again. Raises WrongState for a link that was replaced already or a form
    that was sent or declined. A draft kept under the old token cannot be read any more.
    """
    with database.atomic():
        newest = current_link(link)
        if newest is not None and newest.token_hash != link.token_hash:
            raise WrongState
        if link.assignment_id:
            _reopen(link.assignment_id)
        if newest is not None:
            _end(link)
        fresh = _issue(LinkPurpose(link.purpose), link.participant_id, link.assignment_id)
        record(actor, "link.reissue", *_subject(link), purpose=link.purpose)
    return fresh


def reissue_all(participant_id: int, *, actor: Actor) -> int:
    """New links for a rater's list and every open form: when a mail went to the wrong person.

    Returns how many were replaced.
    """
    with database.atomic():
        links = list(
            Link.select()
            .join(Assignment, "LEFT JOIN")
            .where(
                (Link.participant == participant_id)
                & Link.revoked_at.is_null()
                & (Link.purpose != LinkPurpose.RESULT)
                & (Link.assignment.is_null() | (Assignment.state == AssignmentState.OPEN))
            )
        )
        for link in links:
            reissue_link(link, actor=actor)
    return len(links)


def current_link(link: Link) -> Link | None:
    """The link in force for the same form, list or result."""
    return Link.get_or_none(
        (Link.participant == link.participant_id)
        & (Link.purpose == link.purpose)
        & (
            Link.assignment.is_null()
            if link.assignment_id is None
            else Link.assignment == link.assignment_id
        )
        & Link.revoked_at.is_null()
    )


def _issue(purpose: LinkPurpose, participant_id: int, assignment_id: int | None) -> Link:
    row = issuing.link_row(purpose, participant_id, assignment_id)
    fields = dict(zip(issuing.LINK_COLUMNS, row, strict=True))
    Link.insert(fields).execute()
    return Link.get_by_id(fields["token_hash"])


def _end(link: Link) -> None:
    ended = (
        Link.update(revoked_at=clock.now())
        .where((Link.token_hash == link.token_hash) & Link.revoked_at.is_null())
        .execute()
    )
    if ended != 1:
        raise WrongState


def _reopen(assignment_id: int) -> None:
    assignment = Assignment.get_by_id(assignment_id)
    if assignment.state == AssignmentState.REVOKED:
        _move(assignment_id, AssignmentState.REVOKED, AssignmentState.OPEN)
    elif assignment.state != AssignmentState.OPEN:
        raise WrongState


def _move(assignment_id: int, before: AssignmentState, after: AssignmentState) -> None:
    moved = (
        Assignment.update(state=after)
        .where((Assignment.id == assignment_id) & (Assignment.state == before))
        .execute()
    )
    if moved != 1:
        raise WrongState


def _subject(link: Link) -> tuple[str, int]:
    if link.assignment_id:
        return "assignment", link.assignment_id
    return "participant", link.participant_id


# --- letters ---------------------------------------------------------------------------------


def send_again(participant_id: int, *, actor: Actor) -> Letter:
    """The letter with the same link once more, to one rater with open forms.

    Raises NoAddress, AlreadyQueued, WrongState when nothing is open or the cycle is not.
    """
    with database.atomic():
        person = Participant.get_or_none(Participant.id == participant_id)
        if person is None:
            raise NotFound
        if not person.email:
            raise NoAddress
        record(actor, "mail.send_again", "participant", participant_id)
        has_link = link_of_participant(participant_id, LinkPurpose.LIST) is not None
        if not has_link or not has_open_forms(participant_id):
            raise WrongState
        if has_waiting_letter(participant_id):
            raise AlreadyQueued
        return post_letter(
            INVITATION,
            recipient=person.email,
            payload={"participant": participant_id},
            cycle_id=person.cycle.id,
            participant_id=participant_id,
        )


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
