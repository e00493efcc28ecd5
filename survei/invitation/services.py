"""Writes of links: revoking, giving back, replacing, sending again."""

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
from survei.invitation.replacement_letter import post_replaced_link
from survei.invitation.replacing import replace_rater_links
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


def restore_form(link: Link, *, actor: Actor) -> Link:
    """A form that was revoked opens again, by another link than this, its last one. No other link
    changes: none of them opened it meanwhile. Raises WrongState for a form that is not revoked.
    """
    assert link.assignment_id is not None
    with database.atomic():
        _move(link.assignment_id, AssignmentState.REVOKED, AssignmentState.OPEN)
        fresh = _issue(link.participant_id, link.assignment_id)
        inherit_handouts(fresh)
        record(actor, "link.restore", *_subject(link), purpose=link.purpose)
    return fresh


def reissue_all(participant_id: int, *, actor: Actor) -> int:
    """New links for all that a rater has in the cycle, and one letter that brings them, where there
    is an address: when a mail or a slip went to the wrong person.

    Returns how many were replaced. Raises WrongState where none is in force.
    """
    with database.atomic():
        count = replace_rater_links(participant_id, actor=actor)
        if not count:
            raise WrongState
        post_replaced_link(Participant.get_by_id(participant_id))
    return count


def _issue(participant_id: int, assignment_id: int) -> Link:
    row = issuing.link_row(LinkPurpose.FORM, participant_id, assignment_id)
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
