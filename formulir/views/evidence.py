"""`/f/<token>/bukti/<code>`: uploads the file that answers a question, and takes it out again.

By script in place (JSON), else on a small page of its own; what was typed is in the draft by then.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from formulir.fields.base import Face
from formulir.form_body import read_form
from formulir.form_errors import Complaint
from formulir.forms import Definition
from formulir.language import in_language, wanted_language
from formulir.open_stamp import FIELD as OPENED_FIELD
from formulir.opened_link import FormLink, form_of, not_taken
from formulir.refusals import Refused, wants_json
from formulir.rendering import definition_for
from formulir.retention_sentences import file_sentence
from formulir.views.answer_draft import onward
from formulir.views.form import proof_in, to_form
from formulir.views.routes import blueprint
from survei.cycle.queries import judging_moment, plan_of
from survei.cycle.rules import accepts_at
from survei.evidence.choices import MOST_BYTES
from survei.evidence.refusals import EvidenceRefused, TooLarge
from survei.evidence.rules import FileNote, check_file, size_text
from survei.response.attaching import attach, detach
from survei.response.finishing import NotOpen
from survei.response.queries import notes_in, questions_with_files, read_draft
from survei.response.rules import Typed
from survei.throttle.choices import EVIDENCE
from survei.throttle.services import TooManyAttempts, take
from survei.web.link_routes import FORM

#: Name of the file in the body.
FILE = "berkas"


@blueprint.app_template_filter("file_size")
def _file_size(size: int) -> str:
    return size_text(size, wanted_language())


@dataclass(frozen=True)
class Asked:
    """A question for a file, on a form that is open."""

    opened: FormLink
    definition: Definition
    face: Face

    def note(self, typed: Typed) -> FileNote | None:
        """What the draft says of the file, if there is one."""
        return notes_in(typed, (self.face.code,)).get(self.face.code)


@blueprint.get(f"{FORM.rule}/bukti/<code>")
def evidence(token: str, code: str) -> ResponseReturnValue:
    """The small page."""
    opened = form_of(token)
    if opened.has_ended:
        return to_form(opened)
    return _page(_asked(opened, code), stamped=proof_in(opened, request.args))


@blueprint.post(f"{FORM.rule}/bukti/<code>")
def upload(token: str, code: str) -> ResponseReturnValue:
    """Stores the file in place of the one before; 413 and 422 say why not, and keep that one."""
    opened = form_of(token)
    if opened.has_ended:
        return _ended(opened)
    asked = _asked(opened, code)
    stamped = proof_in(opened, request.form)
    _take_turn(opened)
    file = request.files.get(FILE)
    try:
        checked = check_file(file.filename or "" if file else "", file.read() if file else b"")
        typed = attach(opened.link, opened.token, code, checked)
    except EvidenceRefused as refusal:
        return _refused(asked, refusal, stamped)
    except NotOpen:
        raise not_taken(opened.token) from None
    return _done(asked, typed, stamped)


@blueprint.post(f"{FORM.rule}/bukti/<code>/hapus")
def remove_evidence(token: str, code: str) -> ResponseReturnValue:
    """Deletes the file; that there was none is no error."""
    opened = form_of(token)
    if opened.has_ended:
        return _ended(opened)
    asked = _asked(opened, code)
    try:
        typed = detach(opened.link, opened.token, code)
    except NotOpen:
        raise not_taken(opened.token) from None
    return _done(asked, typed, proof_in(opened, read_form()))


def _page(
    asked: Asked, error: str = "", *, stamped: str = "", status: int = 200
) -> ResponseReturnValue:
    """`stamped` is the proof of opening that the page hands on."""
    opened, language = asked.opened, wanted_language()
    path = FORM.path(opened.token, "bukti", asked.face.code)
    note = asked.note(read_draft(opened.assignment.id, opened.token))
    errors = [Complaint(FILE, _("Berkas"), error, is_missing=False)] if error else []
    html = render_template(
        "formulir/pages/evidence.html",
        language=language,
        face=asked.face,
        form_path=in_language(FORM.path(opened.token)),
        path=in_language(path),
        removal=in_language(f"{path}/hapus"),
        file=note,
        size=size_text(note.size, language) if note else "",
        error=error,
        errors=errors,
        most_bytes=MOST_BYTES,
        kept=file_sentence(plan_of(opened.cycle)),
        opened_field=OPENED_FIELD,
        stamped=stamped,
    )
    return make_response(html, status)


def _asked(opened: FormLink, code: str) -> Asked:
    """Raises Refused when the form is closed or has no such question."""
    if not accepts_at(opened.cycle, judging_moment(opened.cycle)):
        raise not_taken(opened.token)
    if code not in questions_with_files(opened.assignment):
        raise Refused("unknown")
    definition = definition_for(opened.assignment)
    faces = (one.face for part in definition.sections for one in part.questions)
    return Asked(opened, definition, next(face for face in faces if face.code == code))


def _take_turn(opened: FormLink) -> None:
    try:
        take((EVIDENCE, str(opened.assignment.id)))
    except TooManyAttempts as error:
        raise Refused("too_many_files", seconds=error.seconds) from None


def _ended(opened: FormLink) -> ResponseReturnValue:
    if wants_json():
        raise not_taken(opened.token)
    return to_form(opened)


def _refused(asked: Asked, refusal: EvidenceRefused, stamped: str) -> ResponseReturnValue:
    message = _(refusal.message) % refusal.params if refusal.params else _(refusal.message)
    status = 413 if isinstance(refusal, TooLarge) else 422
    if wants_json():
        return jsonify(message=message), status
    return _page(asked, message, stamped=stamped, status=status)


def _done(asked: Asked, typed: Typed, stamped: str) -> ResponseReturnValue:
    note = asked.note(typed)
    if wants_json():
        size = size_text(note.size, wanted_language()) if note else ""
        return jsonify(id=note.id if note else "", name=note.name if note else "", size=size)
    return onward(asked.opened, asked.definition, typed, stamped, place=f"q-{asked.face.code}")
