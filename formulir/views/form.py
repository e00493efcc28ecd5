"""`/f/<token>`: the form, its sending, and the receipt that is there for ever after."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response
from flask.typing import ResponseReturnValue

from formulir.evidence_page import asked_for, upload_page
from formulir.fields.evidence import UPLOAD_BUTTON
from formulir.form_body import Values, known, read_form
from formulir.language import asked_language, in_language
from formulir.open_stamp import FIELD as OPENED_FIELD
from formulir.open_stamp import opened_at
from formulir.opened_link import FormLink, form_of, not_taken, require_open
from formulir.receipts import ending_of
from formulir.refusals import Refused
from formulir.rendering import Resumed, definition_for, filled_form, fresh_form
from formulir.resuming import FIELD as RESUME_FIELD
from formulir.resuming import code_in, kept_here
from formulir.submission import Fate, Submission, submit
from formulir.views.routes import blueprint
from survei.cycle.choices import AssignmentState
from survei.response.draft_saving import TooManyDrafts
from survei.response.finishing import NotOpen
from survei.response.queries import questions_with_files
from survei.web.link_routes import FORM


@blueprint.get(FORM.rule, strict_slashes=False)
def form(token: str) -> ResponseReturnValue:
    """The open form, empty whoever opens it, or how it ended."""
    opened = form_of(token)
    if opened.has_ended:
        return ending_of(opened)
    require_open(opened.cycle)
    return fresh_form(opened)


@blueprint.post(FORM.rule, strict_slashes=False)
def send(token: str) -> ResponseReturnValue:
    """Spends the link when everything is complete; else shows the form with all that was typed."""
    opened = form_of(token)
    if opened.has_ended:
        return _sent_before(opened)
    done = submit(opened.link, opened.token, read_form(), language=asked_language())
    return ANSWERS[done.fate](opened, done)


def _stored(opened: FormLink, done: Submission) -> ResponseReturnValue:
    return to_form(opened)


def _late(opened: FormLink, done: Submission) -> ResponseReturnValue:
    """Says when it ended, or when it begins. Raises Refused."""
    require_open(opened.cycle, opened_at=opened_at(opened.token, done.stamp))
    return _overtaken(opened, done)  # it was taking answers again a moment later


def _objected(opened: FormLink, done: Submission) -> ResponseReturnValue:
    assert done.form is not None
    resumed = Resumed(code=code_in(read_form().get(RESUME_FIELD, "")))
    page = filled_form(opened, done.form, done.outcome, resumed=resumed, stamped=done.stamp)
    return Response(page, status=422)


def _sent_before(opened: FormLink) -> ResponseReturnValue:
    """To the receipt; what is sent after a decline is not taken, and said so."""
    if opened.assignment.state == AssignmentState.DECLINED:
        raise Refused("declined")
    return to_form(opened)


def _overtaken(opened: FormLink, done: Submission) -> ResponseReturnValue:
    """Sent, declined, revoked or closed while this was on its way: says which."""
    now = form_of(opened.token)
    if now.has_ended:
        return _sent_before(now)
    raise not_taken(opened.token)


def _unsealable(opened: FormLink, done: Submission) -> ResponseReturnValue:
    """Nothing is lost: the page shows what was typed. Raises Refused."""
    raise Refused("unsealable")


def _to_upload(opened: FormLink, done: Submission) -> ResponseReturnValue:
    """Seals what was typed, and shows the page that uploads a file (without script)."""
    values, definition = read_form(), definition_for(opened.assignment)
    code = values[UPLOAD_BUTTON]
    if code not in questions_with_files(opened.assignment):
        return to_form(opened)
    try:
        changes = known(values, definition.codes)
        kept = kept_here(opened, code_in(values.get(RESUME_FIELD, "")), changes)
    except NotOpen:
        return _overtaken(opened, done)
    except TooManyDrafts:
        raise Refused("too_many_drafts") from None
    return upload_page(asked_for(opened, code), draft=kept, stamped=done.stamp)


#: What is answered to each fate; a test holds it equal to them.
ANSWERS: dict[Fate, Callable[[FormLink, Submission], ResponseReturnValue]] = {
    Fate.STORED: _stored,
    Fate.ENDED: _overtaken,
    Fate.LATE: _late,
    Fate.OBJECTED: _objected,
    Fate.UPLOAD: _to_upload,
    Fate.OVERTAKEN: _overtaken,
    Fate.UNSEALABLE: _unsealable,
}


def to_form(opened: FormLink) -> ResponseReturnValue:
    """See other: the form's own address, which shows how things stand."""
    return Response(status=303, headers={"Location": in_language(FORM.path(opened.token))})


def proof_in(opened: FormLink, values: Values) -> str:
    """The proof of opening that came with a form; empty unless it holds."""
    stamped = values.get(OPENED_FIELD, "")
    return stamped if opened_at(opened.token, stamped) else ""
