"""What a form link shows once it is done: the receipt, or the note that it was declined."""

from __future__ import annotations

from flask import Response, make_response, render_template

from formulir.held import device_key
from formulir.language import wanted_language
from formulir.links import FormLink
from formulir.receipts import onward_from, receipt_of, receipt_page
from survei import clock
from survei.cycle.choices import DECLINE_LABELS, AssignmentState, DeclineReason
from survei.response.queries import is_taking_answers


def ending_of(opened: FormLink) -> Response:
    """The page of a form that was sent or declined, the same at every visit."""
    if opened.assignment.state == AssignmentState.SUBMITTED:
        return receipt_page(receipt_of(opened.link, opened.assignment, wanted_language()))
    return _declined(opened)


def _declined(opened: FormLink) -> Response:
    link, assignment, language = opened.link, opened.assignment, wanted_language()
    reason = assignment.decline_reason
    return make_response(
        render_template(
            "formulir/pages/declined.html",
            language=language,
            name=assignment.ratee.name,
            date=clock.format_date(assignment.done_on, language) if assignment.done_on else "",
            reason=DECLINE_LABELS[DeclineReason(reason)] if reason else "",
            onward=onward_from(link),
            token=opened.token,
            is_open=is_taking_answers(opened.cycle),
            draft_key=device_key(link.token_hash),
        )
    )
