"""`/f/<token>/draft`: saves what is typed so far; by script as one body, by button as a form.

Single answers as JSON come from other programs, and from pages opened before an update.
"""

from __future__ import annotations

from flask import Response, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from formulir.form_body import known, read_changes, read_opaque
from formulir.forms import Definition
from formulir.language import wanted_language
from formulir.open_stamp import opened_at
from formulir.opened_link import FormLink, form_of, not_taken
from formulir.refusals import Refused
from formulir.rendering import definition_for, filled_form
from formulir.saving import MEDIA_TYPE, REVISION, known_revision, save
from formulir.views.form import proof_in, to_form
from formulir.views.routes import blueprint
from survei import clock
from survei.cycle.queries import judging_moment
from survei.cycle.rules import accepts_at, last_moment
from survei.response.finishing import NotOpen
from survei.response.queries import is_taking_answers
from survei.response.rules import Typed
from survei.response.services import save_draft
from survei.web.link_routes import FORM

#: Id of the sentence, shown where the page is led to it, that says that the answers are kept.
KEPT = "tersimpan"


@blueprint.post(f"{FORM.rule}/draft")
def draft(token: str) -> ResponseReturnValue:
    """Stores answers, wrong ones too, and says when."""
    opened = form_of(token)
    is_whole = request.mimetype == MEDIA_TYPE
    if opened.has_ended and not (request.is_json or is_whole):
        return to_form(opened)
    if opened.has_ended or not accepts_at(opened.cycle, judging_moment(opened.cycle)):
        raise not_taken(token)
    return _store_whole(opened) if is_whole else _store_changes(opened)


def _store_whole(opened: FormLink) -> ResponseReturnValue:
    revision = known_revision(request.headers.get(REVISION, ""))
    if revision is None:
        raise Refused("unreadable")
    try:
        reply = save(
            opened.link,
            opened.token,
            read_opaque(),
            revision,
            language=wanted_language(),
            late=_late(opened),
        )
    except NotOpen:
        raise not_taken(opened.token) from None
    headers = {REVISION: reply.revision}
    return Response(reply.body, reply.status, headers, content_type=reply.media_type)


def _store_changes(opened: FormLink) -> ResponseReturnValue:
    definition = definition_for(opened.assignment)
    sent = read_changes()
    changes = known(sent, definition.codes)
    if any("\0" in text for texts in changes.values() for text in texts):
        raise Refused("unreadable")
    try:
        typed = save_draft(opened.link, opened.token, changes)
    except NotOpen:
        raise not_taken(opened.token) from None
    if request.is_json:
        return _state(opened, definition, typed)
    return onward(opened, definition, typed, proof_in(opened, sent), place=KEPT)


@blueprint.get(f"{FORM.rule}/draft")
def draft_again(token: str) -> ResponseReturnValue:
    """Somebody reloads the address of a saved draft: back to the form."""
    return to_form(form_of(token))


def onward(
    opened: FormLink, definition: Definition, typed: Typed, stamped: str, *, place: str = ""
) -> ResponseReturnValue:
    """To the form's address; in the grace that is closed, so the form itself, as it was opened."""
    since = opened_at(opened.token, stamped)
    if is_taking_answers(opened.cycle) or not is_taking_answers(opened.cycle, opened_at=since):
        return to_form(opened, place=place)
    form = definition.draft(MultiDict(typed))
    return make_response(filled_form(opened, form, stamped=stamped))


def _late(opened: FormLink) -> str:
    """In the grace: until when it can still be sent. Before, nothing."""
    if is_taking_answers(opened.cycle):
        return ""
    end = clock.format_time(last_moment(opened.cycle), wanted_language())
    return _(
        "Batas waktu sudah lewat. Kirim sebelum pukul %(time)s.", time=f"{end} {clock.zone_name()}"
    )


def _state(opened: FormLink, definition: Definition, typed: Typed) -> ResponseReturnValue:
    form = definition.draft(MultiDict(typed))
    form.validate()
    answered, asked = form.count()
    errors = {field.name: str(field.errors[0]) for field in form.fields() if field.errors}
    saved_at = clock.format_time(clock.now(), wanted_language())
    return jsonify(
        saved_at=saved_at, answered=answered, asked=asked, errors=errors, late=_late(opened)
    )
