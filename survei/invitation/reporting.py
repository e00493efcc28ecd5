"""A rater says of a form that was sent: it was not me.

A confidential answer is tied to nobody, so the one in question cannot be found and taken out. The
report changes no answer: it marks the group, stops publishing, and tells the auditor and the
rater's own mailbox. So whoever holds somebody else's link cannot remove an answer in silence.
"""

from __future__ import annotations

from survei import clock
from survei.account.choices import Role
from survei.account.models import User
from survei.audit.choices import Actor, ActorKind
from survei.audit.services import record
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment, Cycle, Participant
from survei.database import is_sqlite
from survei.errors import WrongState
from survei.invitation.dispute_letters import DISPUTE_OPENED, DISPUTE_REPORTED
from survei.invitation.disputes import DISPUTABLE, dispute_of
from survei.invitation.models import DisputedSubmission, Link
from survei.invitation.replacing import replace_rater_links
from survei.mail.services import post_letter
from survei.write_transaction import write_transaction


def report_submission(link: Link) -> bool:
    """Notes that the holder of this link did not send the form; False when that is known already.

    Stored in one transaction with: new links for all that the rater has, where there is an address
    to send them to; a line in the log that names the form and nobody's answer; letters to the
    rater and to the auditors. Raises WrongState for a form that was not sent, or once results are
    published.
    """
    key = link.assignment_id
    assert key is not None
    person, reporter = link.participant, Actor(ActorKind.ANONYMOUS)
    with write_transaction():
        cycle = _held(person.cycle.id)
        if cycle.state not in DISPUTABLE:
            raise WrongState
        marked = (
            Assignment.update(is_disputed=True)
            .where(
                (Assignment.id == key)
                & ~Assignment.is_disputed
                & (Assignment.state == AssignmentState.SUBMITTED)
            )
            .execute()
        )
        if not marked:
            if dispute_of(key):
                return False
            raise WrongState
        has_address = bool(person.email)
        DisputedSubmission.insert(
            assignment=key, reported_at=clock.now(), is_mail_only=has_address
        ).execute()
        record(reporter, "dispute.report", "assignment", key)
        if has_address:
            replace_rater_links(person.id, actor=reporter)
            tell_rater(DISPUTE_REPORTED, person, key)
        for user in _judges():
            post_letter(
                DISPUTE_OPENED,
                recipient=user.email,
                payload={"user": user.id, "assignment": key},
                cycle_id=cycle.id,
            )
    return True


def _held(cycle_id: int) -> Cycle:
    """The cycle, which nobody publishes before this transaction has ended."""
    query = Cycle.select().where(Cycle.id == cycle_id)
    found: Cycle = (query if is_sqlite() else query.for_update()).get()
    return found


def tell_rater(kind: str, person: Participant, assignment_id: int) -> None:
    """A letter to the own mailbox about a form; nothing without an address."""
    if person.email:
        post_letter(
            kind,
            recipient=person.email,
            payload={"participant": person.id, "assignment": assignment_id},
            cycle_id=person.cycle.id,
            participant_id=person.id,
        )


def _judges() -> list[User]:
    """Auditors; without any the administrators, who can appoint one."""
    active = User.select().where(User.is_active).order_by(User.id)
    auditors = list(active.where(User.role == Role.AUDITOR))
    return auditors or list(active.where(User.role == Role.ADMIN))
