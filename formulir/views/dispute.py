"""`/f/<token>/bukan-saya`: somebody else sent this form; the auditor is told."""

from __future__ import annotations

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from formulir.dispute_words import SEGMENT, consequences, masked
from formulir.form_body import read_form
from formulir.language import wanted_language
from formulir.opened_link import FormLink, form_of
from formulir.refusals import Refused
from formulir.views.form import to_form
from formulir.views.routes import blueprint
from survei import clock
from survei.errors import WrongState
from survei.invitation.disputes import is_disputable
from survei.invitation.reporting import report_submission
from survei.throttle.choices import DISPUTE_ADDRESS
from survei.throttle.services import TooManyAttempts, take
from survei.web.link_routes import FORM

#: Field of the box that is ticked: a program that presses buttons ticks none.
SURE = "yakin"


@blueprint.get(f"{FORM.rule}/{SEGMENT}")
def dispute(token: str) -> ResponseReturnValue:
    """Says what will happen, and asks."""
    opened = form_of(token)
    if not is_disputable(opened.assignment, opened.cycle):
        return to_form(opened)
    return _page(opened)


@blueprint.post(f"{FORM.rule}/{SEGMENT}")
def report_dispute(token: str) -> ResponseReturnValue:
    """Reports it once the box is ticked; 422 until then, 429 for a network that reports many."""
    opened = form_of(token)
    if not is_disputable(opened.assignment, opened.cycle):
        return to_form(opened)
    if read_form().get(SURE) != "1":
        return _page(opened, error=_("Centang dahulu pernyataan ini.")), 422
    try:
        take((DISPUTE_ADDRESS, request.remote_addr or ""))
        report_submission(opened.link)
    except TooManyAttempts as error:
        raise Refused("too_many_reports", seconds=error.seconds) from None
    except WrongState:
        return to_form(opened)
    email = opened.link.participant.email
    if not email:
        return to_form(opened)
    page = render_template(
        "formulir/pages/disputed.html", language=wanted_language(), email=masked(email)
    )
    return make_response(page)


def _page(opened: FormLink, *, error: str = "") -> str:
    language, assignment = wanted_language(), opened.assignment
    return render_template(
        "formulir/pages/dispute.html",
        language=language,
        relation=assignment.relation,
        name=assignment.ratee.name,
        date=clock.format_date(assignment.done_on, language) if assignment.done_on else "",
        consequences=consequences(opened.link.participant.email),
        token=opened.token,
        error=error,
    )
