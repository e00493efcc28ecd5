"""`/f/<token>`: the form, its sending, and the receipt that is there for ever after."""

from __future__ import annotations

from contextlib import suppress

from flask import Response, make_response
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from formulir.body import Values, read_form
from formulir.endings import ending_of
from formulir.language import in_language
from formulir.links import FormLink, form_of, require_open
from formulir.objections import objection
from formulir.opened import FIELD as OPENED_FIELD
from formulir.opened import opened_at
from formulir.rendering import definition_for, filled_form, fresh_form
from formulir.views.routes import blueprint
from formulir.written import kept_for_copying
from survei.response.queries import read_draft
from survei.response.services import NotOpen, submit_response


@blueprint.get("/f/<token>", strict_slashes=False)
def form(token: str) -> ResponseReturnValue:
    """The open form with what was saved, or how it ended."""
    opened = form_of(token)
    if opened.has_ended:
        return ending_of(opened)
    require_open(opened.cycle)
    typed = read_draft(opened.assignment.id, opened.token)
    if not typed:
        return fresh_form(opened)
    form = definition_for(opened.assignment).draft(MultiDict(typed))
    return make_response(filled_form(opened, form))


@blueprint.post("/f/<token>", strict_slashes=False)
def send(token: str) -> ResponseReturnValue:
    """Spends the link when everything is complete; else shows the form with all that was typed."""
    with kept_for_copying():
        return _send(form_of(token))


def _send(opened: FormLink) -> ResponseReturnValue:
    if opened.has_ended:
        return to_form(opened)
    values = read_form()
    stamped = proof_in(opened, values)
    require_open(opened.cycle, opened_at=opened_at(opened.token, stamped))
    definition = definition_for(opened.assignment)
    form = definition.complete(values)
    if outcome := objection(definition, form, values):
        return Response(filled_form(opened, form, outcome, stamped=stamped), status=422)
    # Revoked, declined or closed while this was on its way: the form's address says which.
    with suppress(NotOpen):
        submit_response(opened.link, form.answers())
    return to_form(opened)


def to_form(opened: FormLink) -> ResponseReturnValue:
    """See other: the form's own address, which shows how things stand."""
    return Response(status=303, headers={"Location": in_language(f"/f/{opened.token}")})


def proof_in(opened: FormLink, values: Values) -> str:
    """The proof of opening that came with a form; empty unless it holds."""
    stamped = values.get(OPENED_FIELD, "")
    return stamped if opened_at(opened.token, stamped) else ""
