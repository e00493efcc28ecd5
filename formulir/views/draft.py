"""`/f/<token>/draft`: saves what is typed so far; by script as JSON, by button as a form."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from formulir.body import known, read_changes
from formulir.forms import Definition
from formulir.language import wanted_language
from formulir.links import FormLink, form_of
from formulir.refusals import Refused
from formulir.rendering import definition_for
from formulir.views.form import to_form
from formulir.views.routes import blueprint
from survei import clock
from survei.cycle.rules import accepts_at
from survei.response.queries import Typed
from survei.response.services import NotOpen, save_draft


@blueprint.post("/f/<token>/draft")
def draft(token: str) -> ResponseReturnValue:
    """Stores the changed answers, wrong ones too, and says when and what is wrong."""
    opened = form_of(token)
    if opened.has_ended or not accepts_at(opened.cycle, clock.now()):
        raise _over(opened)
    definition = definition_for(opened.assignment)
    changes = known(read_changes(), definition.codes)
    if any("\0" in text for texts in changes.values() for text in texts):
        raise Refused("unreadable")
    try:
        typed = save_draft(opened.link, opened.token, changes)
    except NotOpen:
        raise _over(opened) from None
    return _state(definition, typed) if request.is_json else to_form(opened)


@blueprint.get("/f/<token>/draft")
def draft_again(token: str) -> ResponseReturnValue:
    """Somebody reloads the address of a saved draft: back to the form."""
    return to_form(form_of(token))


def _over(opened: FormLink) -> Refused:
    return Refused("over", deadline=clock.format_moment(opened.cycle.closes_at, wanted_language()))


def _state(definition: Definition, typed: Typed) -> ResponseReturnValue:
    form = definition.draft(MultiDict(typed))
    form.validate()
    answered, asked = form.count()
    errors = {field.name: str(field.errors[0]) for field in form.fields() if field.errors}
    saved_at = clock.format_time(clock.now(), wanted_language())
    return jsonify(saved_at=saved_at, answered=answered, asked=asked, errors=errors)
