"""From a token to its link: found, of the right kind, not revoked, in time. Guessing is slowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from flask import request

from formulir.cycle_end import refused_at_end
from formulir.language import wanted_language
from formulir.refusals import Refused
from formulir.replaced_link import refused_as_ended
from survei import clock
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment, Cycle
from survei.cycle.queries import judging_moment
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import Link
from survei.invitation.rules import tidy_token
from survei.invitation.token_lookup import find_link
from survei.response.rules import is_before, takes_answers
from survei.throttle.choices import WRONG_LINK
from survei.throttle.queries import seconds_to_wait
from survei.throttle.services import count


@dataclass(frozen=True)
class FormLink:
    """A form link with what belongs to it."""

    link: Link
    assignment: Assignment
    cycle: Cycle
    #: The token without what mail programs left behind it.
    token: str

    @property
    def has_ended(self) -> bool:
        """Whether the form is done, sent or declined."""
        return self.assignment.state in (AssignmentState.SUBMITTED, AssignmentState.DECLINED)


def form_of(token: str) -> FormLink:
    """The form that a token opens. Raises Refused like `link_of`."""
    link = link_of(token, LinkPurpose.FORM)
    assert link.assignment is not None
    return FormLink(link, link.assignment, link.assignment.cycle, tidy_token(token) or token)


def link_of(token: str, purpose: LinkPurpose) -> Link:
    """The link that a token opens. Raises Refused: unknown, ended, or too many wrong ones."""
    link = find_link(token)
    if link is None or link.purpose != purpose:
        refuse_unknown()
    if link.revoked_at or _is_revoked(link.assignment):
        raise refused_as_ended(link)
    return link


def live_link(token: str) -> Link | None:
    """The link of a form if it is in force, else None; a wrong token is not counted."""
    link = find_link(token)
    if link is None or link.purpose != LinkPurpose.FORM or link.revoked_at:
        return None
    return link


def open_link(token: str) -> Link | None:
    """The link of a form that is open, else None; a wrong token is not counted."""
    link = live_link(token)
    assignment = link.assignment if link else None
    return link if assignment and assignment.state == AssignmentState.OPEN else None


def _is_revoked(assignment: Assignment | None) -> bool:
    return assignment is not None and assignment.state == AssignmentState.REVOKED


def refuse_unknown() -> NoReturn:
    """Raises Refused after counting the failure."""
    wrong_attempt()
    raise Refused("unknown")


def wrong_attempt() -> None:
    """Counts a failure of this address; raises Refused when there were too many.

    Only failures count, so a whole office behind one address can open its links (security.md,
    row 15).
    """
    address = request.remote_addr or ""
    if wait := seconds_to_wait(WRONG_LINK, address):
        raise Refused("too_many", seconds=wait)
    count((WRONG_LINK, address))


def require_open(cycle: Cycle, *, opened_at: datetime | None = None) -> None:
    """Raises Refused when the cycle does not take answers now.

    `opened_at` is when this form was opened, proved; it gives the grace after the closing.
    """
    now = judging_moment(cycle)
    if is_before(cycle, now):
        raise Refused("before", opening=clock.format_moment(cycle.opens_at, wanted_language()))
    if not takes_answers(cycle, now, opened_at=opened_at):
        raise refused_at_end(cycle, now)


def not_taken(token: str) -> Refused:
    """Why nothing more is stored, as things stand now: done, revoked, not begun, or over."""
    try:
        opened = form_of(token)
        if not opened.has_ended:
            require_open(opened.cycle)
    except Refused as refused:
        return refused
    if opened.has_ended:
        return Refused("ended")
    # The grace of a form that was opened in time has run out meanwhile.
    return refused_at_end(opened.cycle, clock.now())
