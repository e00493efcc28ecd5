"""`/f/<token>`: the form, its sending, and the receipt that is there for ever after."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Response, make_response, redirect
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from formulir.fields.evidence import UPLOAD_BUTTON
from formulir.form_body import Values, known, read_form
from formulir.language import asked_language, in_language
from formulir.open_stamp import FIELD as OPENED_FIELD
from formulir.open_stamp import opened_at
from formulir.opened_link import FormLink, form_of, not_taken, require_open
from formulir.receipts import ending_of
from formulir.refusals import Refused
from formulir.rendering import definition_for, filled_form, fresh_form
from formulir.submission import Fate, Submission, submit
from formulir.views.routes import blueprint
from survei.cycle.choices import AssignmentState
from survei.response.finishing import NotOpen
from survei.response.queries import is_taking_answers, open_draft
from survei.response.services import save_draft
from survei.web.link_routes import FORM


@blueprint.get(FORM.rule, strict_slashes=False)
def form(token: str) -> ResponseReturnValue:
    """The open form with what was saved, or how it ended."""
    opened = form_of(token)
    if opened.has_ended:
        return ending_of(opened)
    require_open(opened.cycle)
    draft = open_draft(opened.assignment.id, opened.token)
    if not draft.revision and not draft.files:
        return fresh_form(opened)
    form = definition_for(opened.assignment).draft(MultiDict(draft.typed))
    return make_response(filled_form(opened, form, revision=draft.revision))


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
    page = filled_form(opened, done.form, done.outcome, stamped=done.stamp)
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
    """Saves what was typed and goes to the page that uploads a file (without script)."""
    values, definition = read_form(), definition_for(opened.assignment)
    code = values[UPLOAD_BUTTON]
    if code not in definition.codes:
        return to_form(opened)
    try:
        save_draft(opened.link, opened.token, known(values, definition.codes))
    except NotOpen:
        return _overtaken(opened, done)
    path = in_language(FORM.path(opened.token, "bukti", code))
    if not is_taking_answers(opened.cycle):  # the grace: this form alone may be sent
        path += ("&" if "?" in path else "?") + urlencode({OPENED_FIELD: done.stamp})
    return redirect(path, 303)


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


def to_form(opened: FormLink, *, place: str = "") -> ResponseReturnValue:
    """See other: the form's own address, which shows how things stand; `place` is an id on it."""
    path = in_language(FORM.path(opened.token)) + (f"#{place}" if place else "")
    return Response(status=303, headers={"Location": path})


def proof_in(opened: FormLink, values: Values) -> str:
    """The proof of opening that came with a form; empty unless it holds."""
    stamped = values.get(OPENED_FIELD, "")
    return stamped if opened_at(opened.token, stamped) else ""
