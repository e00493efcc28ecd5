"""The questionnaire on paper: a PDF of the draft or of a version, for any relation."""

from __future__ import annotations

from datetime import datetime

from flask import Response, abort, current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import secure_filename

from admin.base import View, expose
from admin.questionnaires.draft import find_questionnaire
from admin.questionnaires.preview import asked_language, asked_relation
from survei.account.choices import Permission
from survei.cycle.relations import is_confidential, is_self
from survei.drafting import queries
from survei.drafting.models import Questionnaire
from survei.paper import Edition, paper_form
from survei.questionnaire.document import Document, encode, fingerprint

#: What the address says for the draft, as in the preview.
DRAFT = "draft"


class PaperPage(View):
    """Reached from the previews."""

    permission = Permission.VIEW_QUESTIONNAIRES

    def is_visible(self) -> bool:
        """Reached from the previews."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """No paper without a questionnaire."""
        return redirect(url_for("questionnaires.index"))

    @expose("/<int:questionnaire_id>/<which>")
    def form(self, questionnaire_id: int, which: str) -> ResponseReturnValue:
        """The PDF to keep. Raises PaperTooLong (422)."""
        document, edition = state(find_questionnaire(questionnaire_id), which)
        pdf = paper_form(document, edition)
        name = f"attachment; filename={file_name(document, edition)}"
        headers = {"Content-Disposition": name}
        return Response(pdf, mimetype="application/pdf", headers=headers)


def state(item: Questionnaire, which: str) -> tuple[Document, Edition]:
    """The document asked for, and what its paper says about it; 404 when it is not there."""
    if which == DRAFT:
        document = queries.draft_of(item)
        if document is None or item.draft_saved_at is None:
            abort(404)
        return document, edition(document, None, fingerprint(encode(document)), item.draft_saved_at)
    if not (which.isascii() and which.isdecimal() and len(which) < 6):
        abort(404)
    version = queries.version_numbered(item.id, int(which))
    document = queries.document_of(version.id)
    number, sha256 = int(version.number), str(version.sha256)
    return document, edition(document, number, sha256, version.published_at)


def edition(document: Document, number: int | None, sha256: str, made_at: datetime) -> Edition:
    """As the address asks: relation and language."""
    relation = asked_relation()
    return Edition(
        relation=relation,
        is_self=is_self(relation),
        is_confidential=is_confidential(relation),
        language=asked_language(document),
        version=number,
        sha256=sha256,
        organisation=current_app.config["SETTINGS"].organisation,
        made_at=made_at,
    )


def file_name(document: Document, edition: Edition) -> str:
    """ "guru-versi-3-peer-id.pdf"."""
    state = f"versi-{edition.version}" if edition.version else "draf"
    name = f"{document.key[:80]}-{state}-{edition.relation}-{edition.language}"
    return f"{secure_filename(name) or 'kuesioner'}.pdf"
