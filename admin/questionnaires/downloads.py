"""Questionnaires as files: JSON, XLSForm, codebook; the whole library; the JSON Schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flask import Response, abort
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from admin.base import View, expose
from admin.questionnaires.draft import find_questionnaire
from admin.workbook_downloads import XLSX
from survei import clock
from survei.account.choices import Permission
from survei.account.policy import permits
from survei.audit.services import record
from survei.database import database
from survei.drafting import queries
from survei.exchange.archive import write_library
from survei.exchange.codebook import write_codebook
from survei.exchange.json_schema import as_json, schema_text
from survei.exchange.xlsform.exporting import write_xlsform
from survei.numerals import digits
from survei.questionnaire.document import Document
from survei.throttle.choices import EXPORT
from survei.throttle.services import take

DRAFT = "draf"
JSON, ZIP = "application/json", "application/zip"


class Form(NamedTuple):
    """One kind of file."""

    label: str
    mimetype: str
    ending: str
    write: Callable[[Document, str], bytes]


#: Word of the address → kind of file.
FORMS = {
    "xlsform": Form(
        _l("XLSForm (.xlsx)"),
        *(XLSX, "xlsx", lambda document, version: write_xlsform(document, version=version)),
    ),
    "buku-kode": Form(
        _l("Buku kode (.xlsx)"),
        *(XLSX, "xlsx", lambda document, version: write_codebook(document, facts=_facts(version))),
    ),
    "json": Form(_l("JSON"), JSON, "json", lambda document, version: as_json(document)),
}


def _facts(version: str) -> dict[str, str]:
    return {"Versi": version or DRAFT, "Dibuat": clock.format_moment(clock.now())}


class DownloadsPage(View):
    """What leaves as a file. Nothing of it stands in the menu."""

    permission = Permission.VIEW_QUESTIONNAIRES

    def is_visible(self) -> bool:
        """Reached from the list of questionnaires."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """All files in one place."""
        return self.render(
            "questionnaires/downloads.html",
            rows=queries.questionnaire_rows(archived=True),
            forms=FORMS,
            may_edit=permits(self.principal, Permission.EDIT_QUESTIONNAIRES),
        )

    @expose("/<int:questionnaire_id>/<what>/<form>")
    def file(self, questionnaire_id: int, what: str, form: str) -> Response:
        """A version by its number, or "draf", in one of the `FORMS`."""
        item = find_questionnaire(questionnaire_id)
        kind = FORMS.get(form)
        number = digits(what, 6)
        if kind is None or (number is None and what != DRAFT):
            abort(404)
        version = "" if number is None else str(number)
        if number is not None:
            document = queries.document_of(queries.version_numbered(item.id, number).id)
        else:
            document = queries.draft_of(item) or abort(404)
        self._note("questionnaire", item.id, form)
        data = kind.write(document, version)
        return _file(f"{item.key}-{what}-{form}", kind.ending, kind.mimetype, data)

    @expose("/pustaka.zip")
    def library(self) -> Response:
        """Every questionnaire with its draft and versions."""
        self._note("questionnaire", "-", "zip")
        return _file("pustaka-kuesioner", "zip", ZIP, write_library())

    @expose("/skema.json")
    def schema(self) -> Response:
        """The JSON Schema that a questionnaire as JSON follows."""
        return Response(schema_text(), mimetype=JSON)

    def _note(self, kind: str, number: object, form: str) -> None:
        take((EXPORT, str(self.principal.user_id)))
        with database.atomic():
            record(self.principal.actor, "export.questionnaire", kind, number, format=form)


def _file(name: str, ending: str, mimetype: str, data: bytes) -> Response:
    """A download with today's date in its name. `name` holds codes only."""
    filename = f"{name}-{clock.today():%Y-%m-%d}.{ending}"
    disposition = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Response(data, mimetype=mimetype, headers=disposition)
