"""What a form link shows once it is done: the receipt, or the note that it was declined."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, make_response, render_template

from formulir.language import wanted_language
from formulir.links import FormLink
from survei import clock
from survei.cycle.choices import DECLINE_LABELS, AssignmentState, DeclineReason
from survei.invitation.choices import LinkPurpose
from survei.invitation.keys import link_key
from survei.invitation.models import Link
from survei.invitation.queries import link_of_participant, path_of, tasks_of
from survei.invitation.rules import receipt_number
from survei.response.rules import takes_answers

PAGES = {
    AssignmentState.SUBMITTED: "formulir/pages/receipt.html",
    AssignmentState.DECLINED: "formulir/pages/declined.html",
}


@dataclass(frozen=True)
class Onward:
    """Where the rater goes from here."""

    #: Path and ratee's name of the next open form.
    next_path: str | None
    next_name: str | None
    #: How many forms are still open.
    left: int
    list_path: str | None


def ending_of(opened: FormLink) -> Response:
    """The receipt, the same at every visit; answers are never shown."""
    link, assignment, language = opened.link, opened.assignment, wanted_language()
    reason = assignment.decline_reason
    return make_response(
        render_template(
            PAGES[AssignmentState(assignment.state)],
            language=language,
            name=assignment.ratee.name,
            relation=assignment.relation,
            date=clock.format_date(assignment.done_on, language) if assignment.done_on else "",
            number=receipt_number(link_key(), assignment.id, link.nonce),
            reason=DECLINE_LABELS[DeclineReason(reason)] if reason else "",
            onward=onward_from(link),
            token=opened.token,
            is_open=takes_answers(opened.cycle, clock.now()),
            draft_key=link.token_hash[:16],
        )
    )


def onward_from(link: Link) -> Onward:
    """The next open form of the same rater, and their list."""
    left = [
        task
        for task in tasks_of(link.participant_id)
        if task.assignment.state == AssignmentState.OPEN
        and takes_answers(link.participant.cycle, clock.now())
    ]
    its_list = link_of_participant(link.participant_id, LinkPurpose.LIST)
    return Onward(
        next_path=left[0].path if left else None,
        next_name=left[0].assignment.ratee.name if left else None,
        left=len(left),
        list_path=path_of(its_list) if its_list else None,
    )
