"""`/f/<token>/draft`: saves what is typed so far; by script as one sealed body, by button as a
form, which the server seals under a code that it shows. With the proof of a code it gives a body
back.
"""

from __future__ import annotations

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from formulir.form_body import known, read_form, read_opaque
from formulir.language import wanted_language
from formulir.opened_link import FormLink, form_of, not_taken
from formulir.refusals import Refused
from formulir.rendering import Resumed, definition_for, filled_form
from formulir.resuming import FIELD, code_in, kept_here
from formulir.saving import MEDIA_TYPE, PROOF, REVISION, Sent, known_revision, save
from formulir.views.form import proof_in, to_form
from formulir.views.routes import blueprint
from survei import clock
from survei.cycle.queries import judging_moment
from survei.cycle.rules import accepts_at, last_moment
from survei.response.draft_saving import OpenDraft, TooManyDrafts
from survei.response.finishing import NotOpen
from survei.response.queries import is_taking_answers, sealed_draft
from survei.response.resume_code import access_in
from survei.web.link_routes import FORM


@blueprint.post(f"{FORM.rule}/draft")
def draft(token: str) -> ResponseReturnValue:
    """Stores answers, wrong ones too; says when to a script, and the code to all others."""
    opened = form_of(token)
    is_by_script = request.is_json or request.mimetype == MEDIA_TYPE
    if opened.has_ended and not is_by_script:
        return to_form(opened)
    _require_time(opened)
    try:
        return _store_whole(opened) if is_by_script else _store_typed(opened)
    except NotOpen:
        raise not_taken(opened.token) from None
    except TooManyDrafts:
        raise Refused("too_many_drafts") from None


@blueprint.get(f"{FORM.rule}/draft")
def draft_again(token: str) -> ResponseReturnValue:
    """The sealed body, for who proves to know the code, however many tried before: nobody who has
    the link locks out who typed (`survei/response/resume_code.py`). Else back to the form.
    """
    opened = form_of(token)
    if PROOF not in request.headers:
        return to_form(opened)
    _require_time(opened)
    access = access_in(request.headers[PROOF])
    stored = sealed_draft(opened.link, access) if access else None
    if stored is None:
        raise Refused("wrong_code")
    revision, body = stored
    return Response(body, headers={REVISION: str(revision)}, content_type=MEDIA_TYPE)


def _require_time(opened: FormLink) -> None:
    """Raises Refused when nothing is kept any more."""
    if opened.has_ended or not accepts_at(opened.cycle, judging_moment(opened.cycle)):
        raise not_taken(opened.token)


def _store_whole(opened: FormLink) -> ResponseReturnValue:
    revision = known_revision(request.headers.get(REVISION, ""))
    access = access_in(request.headers.get(PROOF, ""))
    if access is None:
        raise Refused("outdated")
    if revision is None:
        raise Refused("unreadable")
    sent = Sent(access, revision, read_opaque())
    reply = save(opened.link, sent, language=wanted_language(), late=_late(opened))
    headers = {REVISION: reply.revision}
    return Response(reply.body, reply.status, headers, content_type=reply.media_type)


def _store_typed(opened: FormLink) -> ResponseReturnValue:
    values, definition = read_form(), definition_for(opened.assignment)
    changes = known(values, definition.codes)
    if any("\0" in text for texts in changes.values() for text in texts):
        raise Refused("unreadable")
    kept = kept_here(opened, code_in(values.get(FIELD, "")), changes)
    return shown_again(opened, kept, proof_in(opened, values), is_saved=True)


def shown_again(
    opened: FormLink, draft: OpenDraft, stamped: str, *, is_saved: bool = False, mailed: str = ""
) -> ResponseReturnValue:
    """The form with a draft that the server opened for whoever typed its code."""
    form = definition_for(opened.assignment).draft(MultiDict(draft.typed))
    resumed = Resumed(code=draft.code, is_saved=is_saved, mailed=mailed)
    return make_response(filled_form(opened, form, resumed=resumed, stamped=stamped))


def _late(opened: FormLink) -> str:
    """In the grace: until when it can still be sent. Before, nothing."""
    if is_taking_answers(opened.cycle):
        return ""
    end = clock.format_time(last_moment(opened.cycle), wanted_language())
    return _(
        "Batas waktu sudah lewat. Kirim sebelum pukul %(time)s.", time=f"{end} {clock.zone_name()}"
    )
