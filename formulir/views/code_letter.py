"""`/f/<token>/surat`: a resume code goes to the rater's own mailbox: the one under which this form
is kept, or a fresh one of a draft from an older release. No page shows the latter.
"""

from __future__ import annotations

from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from formulir.form_body import Values, known, read_form
from formulir.open_stamp import opened_at
from formulir.opened_link import FormLink, form_of, not_taken, require_open
from formulir.refusals import Refused, wants_json
from formulir.rendering import Resumed, definition_for, filled_form
from formulir.resuming import FIELD, code_in, count_letter, kept_here, opened_by
from formulir.views.answer_draft import shown_again
from formulir.views.form import proof_in, to_form
from formulir.views.routes import blueprint
from survei.database import database
from survei.response.code_letters import post_code
from survei.response.draft_saving import OpenDraft, TooManyDrafts
from survei.response.finishing import NotOpen
from survei.response.old_drafts import copy_old_draft
from survei.web.link_routes import FORM

#: Field of the button that asks for the draft of an older release.
OLD_FIELD = "lama"


@blueprint.post(f"{FORM.rule}/surat")
def mail_code(token: str) -> ResponseReturnValue:
    """Queues the letter; what came with the request is saved and shown again."""
    opened = form_of(token)
    if opened.has_ended and not wants_json():
        return to_form(opened)
    if opened.has_ended:
        raise not_taken(opened.token)
    values = read_form()
    require_open(opened.cycle, opened_at=opened_at(opened.token, proof_in(opened, values)))
    if not opened.link.participant.email:
        raise Refused("no_address")
    try:
        return _mail_old(opened, values) if OLD_FIELD in values else _mail_own(opened, values)
    except NotOpen:
        raise not_taken(opened.token) from None
    except TooManyDrafts:
        raise Refused("too_many_drafts") from None


def _mail_own(opened: FormLink, values: Values) -> ResponseReturnValue:
    draft = _kept(opened, values) or opened_by(opened, values.get(FIELD, ""))
    if draft is None:
        raise Refused("wrong_code")
    count_letter(opened)
    _post(opened, draft)
    return _told() if wants_json() else _again(opened, draft, values, mailed="own")


def _mail_old(opened: FormLink, values: Values) -> ResponseReturnValue:
    count_letter(opened)
    copy = copy_old_draft(opened.link, opened.token)
    if copy is None:
        raise Refused("old_gone")
    _post(opened, copy)
    if wants_json():
        return _told()
    if draft := _kept(opened, values):
        return _again(opened, draft, values, mailed="old")
    form = definition_for(opened.assignment).draft()
    page = filled_form(
        opened, form, resumed=Resumed(mailed="old"), stamped=proof_in(opened, values)
    )
    return Response(page)


def _post(opened: FormLink, draft: OpenDraft) -> None:
    with database.atomic():
        post_code(opened.link, draft.code)


def _kept(opened: FormLink, values: Values) -> OpenDraft | None:
    """What a page without script sends along is typed, and saved first."""
    changes = known(values, definition_for(opened.assignment).codes)
    if not any(any(texts) for texts in changes.values()):
        return None
    return kept_here(opened, code_in(values.get(FIELD, "")), changes)


def _told() -> ResponseReturnValue:
    return jsonify(message=_("Kode sedang dikirim ke alamat surel Anda."))


def _again(
    opened: FormLink, draft: OpenDraft, values: Values, *, mailed: str
) -> ResponseReturnValue:
    stamped = proof_in(opened, values)
    return shown_again(opened, draft, stamped, is_saved=True, mailed=mailed)
