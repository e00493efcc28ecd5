"""Writes of links: revoking, issuing anew, sending again."""

from __future__ import annotations

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment, Participant
from survei.database import database
from survei.errors import NotFound, SurveiError, WrongState
from survei.invitation import issuing
from survei.invitation.choices import LinkPurpose
from survei.invitation.handouts import inherit_handouts
from survei.invitation.models import Link
from survei.invitation.queries import (
    INVITATION,
    has_open_forms,
    has_waiting_letter,
    link_of_participant,
)
from survei.mail.models import Letter
from survei.mail.services import post_letter


class NoAddress(SurveiError):
    """The person has no e-mail address; give the link by WhatsApp or on paper."""

    message = "Pegawai ini tidak memiliki alamat surel. Gunakan WhatsApp atau slip cetak."


class AlreadyQueued(SurveiError):
    """A letter to this person is still waiting; a second one would say the same."""

    message = "Surat untuk penilai ini masih menunggu dikirim."


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
        if link.assignment_id:
            inherit_handouts(fresh)
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
        # The list first: a form is within reach of the list that leads to it.
        for link in sorted(links, key=lambda link: link.assignment_id or 0):
            reissue_link(link, actor=actor)
    return len(links)


def replace_links(participant_id: int, *, actor: Actor) -> int:
    """New links for a rater's list and every form, sent ones too: their receipts lead to the list.

    Part of the caller's transaction. Returns how many were replaced.
    """
    held = (Link.participant == participant_id) & Link.revoked_at.is_null()
    links = list(Link.select().where(held & (Link.purpose != LinkPurpose.RESULT)))
    for link in links:
        _end(link)
        _issue(LinkPurpose(link.purpose), participant_id, link.assignment_id)
    record(actor, "link.reissue", "participant", participant_id, links=len(links))
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
