"""`/f/<token>/bukti/<code>`: uploads the file that answers a question, and takes it out again.

By script in place (JSON): the form keeps the claim of the file among its answers. Else on a small
page of its own, with what was typed sealed under the code that the page hands on.
"""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from formulir.evidence_page import FILE, Asked, asked_for, upload_page
from formulir.language import wanted_language
from formulir.opened_link import FormLink, form_of, not_taken
from formulir.refusals import Refused, wants_json
from formulir.resuming import FIELD as RESUME_FIELD
from formulir.resuming import code_in, kept_here, opened_by
from formulir.views.answer_draft import shown_again
from formulir.views.form import proof_in, to_form
from formulir.views.routes import blueprint
from survei.evidence.claims import claimed_note, notes_claimed
from survei.evidence.refusals import EvidenceRefused, TooLarge
from survei.evidence.rules import CheckedFile, FileNote, check_file, size_text
from survei.response.attaching import attach, detach
from survei.response.draft_saving import OpenDraft, TooManyDrafts, clear_answer
from survei.response.finishing import NotOpen
from survei.throttle.choices import EVIDENCE
from survei.throttle.services import TooManyAttempts, take
from survei.web.link_routes import FORM

#: Names of fields: the claim of the file that goes, and those of the other files of the form.
OLD_CLAIM, OTHER_CLAIMS = "sebelumnya", "terlampir"


@blueprint.app_template_filter("file_size")
def _file_size(size: int) -> str:
    return size_text(size, wanted_language())


@blueprint.get(f"{FORM.rule}/bukti/<code>")
def evidence(token: str, code: str) -> ResponseReturnValue:
    """The small page."""
    opened = form_of(token)
    if opened.has_ended:
        return to_form(opened)
    return upload_page(asked_for(opened, code), stamped=proof_in(opened, request.args))


@blueprint.post(f"{FORM.rule}/bukti/<code>")
def upload(token: str, code: str) -> ResponseReturnValue:
    """Stores the file in place of the one before; 413 and 422 say why not, and keep that one."""
    opened = form_of(token)
    if opened.has_ended:
        return _ended(opened)
    asked = asked_for(opened, code)
    _take_turn(opened)
    try:
        return _by_script(asked) if wants_json() else _by_page(asked)
    except NotOpen:
        raise not_taken(opened.token) from None
    except TooManyDrafts:
        raise Refused("too_many_drafts") from None


@blueprint.post(f"{FORM.rule}/bukti/<code>/hapus")
def remove_evidence(token: str, code: str) -> ResponseReturnValue:
    """Deletes the file; that there was none is no error."""
    opened = form_of(token)
    if opened.has_ended:
        return _ended(opened)
    asked = asked_for(opened, code)
    try:
        return _remove_by_script(asked) if wants_json() else _remove_by_page(asked)
    except NotOpen:
        raise not_taken(opened.token) from None


def _by_script(asked: Asked) -> ResponseReturnValue:
    others = [claimed_note([claim]) for claim in request.form.getlist(OTHER_CLAIMS)]
    try:
        file = _sent_file()
        claim = attach(
            asked.opened.link,
            asked.face.code,
            file,
            held=[note for note in others if note],
            instead_of=claimed_note(request.form.getlist(OLD_CLAIM)),
        )
    except EvidenceRefused as refusal:
        return jsonify(message=_words(refusal)), _status(refusal)
    size = size_text(len(file.content), wanted_language())
    return jsonify(claim=claim, name=file.name, size=size)


def _remove_by_script(asked: Asked) -> ResponseReturnValue:
    if note := claimed_note(request.form.getlist(OLD_CLAIM)):
        detach(asked.opened.link, note)
    return jsonify(claim="", name="", size="")


def _by_page(asked: Asked) -> ResponseReturnValue:
    opened, code = asked.opened, asked.face.code
    draft, stamped = _draft_of(opened), proof_in(opened, request.form)
    notes = notes_claimed(draft.typed) if draft else {}
    try:
        claim = _attach(opened, code, _sent_file(), notes)
    except EvidenceRefused as refusal:
        status = _status(refusal)
        return upload_page(asked, _words(refusal), draft=draft, stamped=stamped, status=status)
    kept = kept_here(opened, draft.code if draft else "", {code: [claim]})
    return shown_again(opened, kept, stamped)


def _attach(opened: FormLink, code: str, file: CheckedFile, notes: dict[str, FileNote]) -> str:
    before = notes.pop(code, None)
    return attach(opened.link, code, file, held=notes.values(), instead_of=before)


def _remove_by_page(asked: Asked) -> ResponseReturnValue:
    opened, code = asked.opened, asked.face.code
    draft = _draft_of(opened)
    if draft is None:
        return to_form(opened)
    if note := claimed_note(draft.typed.get(code, ())):
        detach(opened.link, note)
    rest = clear_answer(opened.link, opened.token, draft.code, code)
    return shown_again(opened, rest or draft, proof_in(opened, request.form))


def _draft_of(opened: FormLink) -> OpenDraft | None:
    """What the page goes on with, by the code that it hands on."""
    code = code_in(request.form.get(RESUME_FIELD, ""))
    return opened_by(opened, code) if code else None


def _sent_file() -> CheckedFile:
    """Raises EvidenceRefused."""
    file = request.files.get(FILE)
    return check_file(file.filename or "" if file else "", file.read() if file else b"")


def _take_turn(opened: FormLink) -> None:
    try:
        take((EVIDENCE, str(opened.assignment.id)))
    except TooManyAttempts as error:
        raise Refused("too_many_files", seconds=error.seconds) from None


def _ended(opened: FormLink) -> ResponseReturnValue:
    if wants_json():
        raise not_taken(opened.token)
    return to_form(opened)


def _words(refusal: EvidenceRefused) -> str:
    return _(refusal.message) % refusal.params if refusal.params else _(refusal.message)


def _status(refusal: EvidenceRefused) -> int:
    return 413 if isinstance(refusal, TooLarge) else 422
