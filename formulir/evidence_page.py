"""The small page that uploads the file of one question, for who has no script."""

from __future__ import annotations

from dataclasses import dataclass

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from formulir.fields.base import Face
from formulir.form_errors import Complaint
from formulir.language import in_language, wanted_language
from formulir.open_stamp import FIELD as OPENED_FIELD
from formulir.opened_link import FormLink, not_taken
from formulir.refusals import Refused
from formulir.rendering import definition_for
from formulir.resuming import FIELD as RESUME_FIELD
from formulir.retention_sentences import file_sentence
from survei.cycle.queries import judging_moment, plan_of
from survei.cycle.rules import accepts_at
from survei.evidence.choices import MOST_BYTES
from survei.evidence.claims import claimed_note
from survei.evidence.rules import size_text
from survei.response.draft_saving import OpenDraft
from survei.response.queries import questions_with_files
from survei.web.link_routes import FORM

#: Name of the file in the body.
FILE = "berkas"


@dataclass(frozen=True)
class Asked:
    """A question for a file, on a form that is open."""

    opened: FormLink
    face: Face


def asked_for(opened: FormLink, code: str) -> Asked:
    """Raises Refused when the form is closed or has no such question."""
    if not accepts_at(opened.cycle, judging_moment(opened.cycle)):
        raise not_taken(opened.token)
    if code not in questions_with_files(opened.assignment):
        raise Refused("unknown")
    definition = definition_for(opened.assignment)
    faces = (one.face for part in definition.sections for one in part.questions)
    return Asked(opened, next(face for face in faces if face.code == code))


def upload_page(
    asked: Asked,
    error: str = "",
    *,
    draft: OpenDraft | None = None,
    stamped: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    """The page. `draft` is what the form goes on with; `stamped` the proof of opening that the page
    hands on.
    """
    opened, language = asked.opened, wanted_language()
    path = FORM.path(opened.token, "bukti", asked.face.code)
    file = claimed_note(draft.typed.get(asked.face.code, ())) if draft else None
    errors = [Complaint(FILE, _("Berkas"), error, is_missing=False)] if error else []
    html = render_template(
        "formulir/pages/evidence.html",
        language=language,
        face=asked.face,
        form_path=in_language(FORM.path(opened.token)),
        back=in_language(FORM.path(opened.token, "lanjut")),
        path=in_language(path),
        removal=in_language(f"{path}/hapus"),
        file=file,
        size=size_text(file.size, language) if file else "",
        error=error,
        errors=errors,
        most_bytes=MOST_BYTES,
        kept=file_sentence(plan_of(opened.cycle)),
        code=draft.code if draft else "",
        carried={OPENED_FIELD: stamped, RESUME_FIELD: draft.code if draft else ""},
    )
    return make_response(html, status)
