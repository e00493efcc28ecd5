"""Importing a questionnaire: upload, look at it and at what was left behind, say yes or no."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import expose
from admin.forms import say
from admin.questionnaires.condition_sources import ConditionSources
from admin.questionnaires.designer_page import TOOLS
from admin.questionnaires.draft import actor, posted_revision
from admin.questionnaires.outline import words
from admin.questionnaires.outline_sections import Faces
from admin.upload_page import FORM_BYTES, WORKBOOK_REFUSALS, UploadPage
from admin.workbook_downloads import workbook_file
from survei.account.choices import Permission
from survei.drafting import queries
from survei.errors import SurveiError
from survei.exchange import imports
from survei.exchange.models import QuestionnaireImport
from survei.exchange.xlsform.report import FATE_LABELS, FormRefused, Remark
from survei.questionnaire.checks import check
from survei.questionnaire.document import decode
from survei.questionnaire.finding import DocumentInvalid
from survei.questionnaire.languages import MAIN, name_of
from survei.questionnaire.wording import shown_in, written_languages
from survei.workbook.file_kind import MOST_BYTES
from survei.workbook.inert_workbook import Page, text_workbook

#: Remarks that the page shows; the workbook has all of them.
MOST_SHOWN = 100
REPLACE = "ganti"


class ImportPage(UploadPage):
    """The import of one questionnaire. A person sees their own uploads only."""

    permission = Permission.EDIT_QUESTIONNAIRES
    largest = MOST_BYTES
    most_bytes = {"index": MOST_BYTES + FORM_BYTES}
    refusals = {**WORKBOOK_REFUSALS, FormRefused: 422, DocumentInvalid: 422}

    def is_visible(self) -> bool:
        """Reached from the list of questionnaires."""
        return False

    def take_file(self, name: str, data: bytes) -> QuestionnaireImport:
        """The questionnaire that was read, with what could not be carried."""
        return imports.check_file(name, data, actor=actor())

    def after(self, taken: QuestionnaireImport) -> ResponseReturnValue:
        """To its preview."""
        return redirect(url_for(".show", import_id=taken.id), 303)

    def facts_of(self, refusal: SurveiError) -> dict[str, Any]:
        """What is to be mended in the file, by row or by place."""
        if isinstance(refusal, FormRefused):
            return {"remarks": refusal.remarks}
        return {"findings": refusal.findings} if isinstance(refusal, DocumentInvalid) else {}

    @expose("/<int:import_id>/")
    def show(self, import_id: int) -> ResponseReturnValue:
        """The questionnaire as raters would see it, and what could not be carried."""
        checked = self._mine(import_id)
        if checked.questionnaire is not None:
            return redirect(
                url_for("questionnaires.show", questionnaire_id=checked.questionnaire.id)
            )
        if not checked.document:
            return redirect(url_for(".index"), 303)
        return self._preview(checked)

    @expose("/<int:import_id>/simpan", methods=("POST",))
    def confirm(self, import_id: int) -> ResponseReturnValue:
        """A new questionnaire, or the draft of the one with this key. Twice changes nothing."""
        checked = self._mine(import_id)
        try:
            if request.form.get("as") == REPLACE:
                revision = posted_revision()
                made = imports.confirm_draft(checked.id, revision=revision, actor=actor())
            else:
                made = imports.confirm_new(checked.id, actor=actor())
        except SurveiError as error:
            if not checked.document:
                return redirect(url_for(".index"), 303)
            return self._preview(self._mine(import_id), say(error.message, error.params)), 409
        flash(_("Kuesioner diimpor sebagai draf. Periksa, lengkapi, lalu terbitkan."), "success")
        return redirect(url_for("designer.outline", questionnaire_id=made.id), 303)

    @expose("/<int:import_id>/batal", methods=("POST",))
    def drop(self, import_id: int) -> ResponseReturnValue:
        """Throws the file away; nothing of it is kept."""
        imports.drop_file(self._mine(import_id).id, actor=actor())
        flash(_("Impor dibatalkan. Isi berkas sudah dihapus."), "success")
        return redirect(url_for(".index"), 303)

    @expose("/<int:import_id>/laporan.xlsx")
    def report(self, import_id: int) -> Response:
        """All remarks as a workbook."""
        remarks = imports.remarks_of(self._mine(import_id))
        header = ("Akibat", "Lembar", "Baris", "Kolom", "Keterangan")
        lines = [
            (FATE_LABELS[one.fate], one.sheet, one.row_text, one.column, told_remark(one))
            for one in remarks
        ]
        book = text_workbook([Page("Laporan", header, lines, 36)])
        return workbook_file("laporan-impor-kuesioner", book)

    def _mine(self, import_id: int) -> QuestionnaireImport:
        return imports.import_of(import_id, self.principal.user_id)

    def upload_page(self, error: str = "", **found: Any) -> str:
        facts: dict[str, Any] = {"remarks": [], "findings": [], **found}
        return self._page("import.html", error=error, most_bytes=MOST_BYTES, **facts)

    def _preview(self, checked: QuestionnaireImport, refusal: str = "") -> str:
        document = decode(checked.document)
        languages = [MAIN, *written_languages(document)]
        asked = request.args.get("bahasa", MAIN)
        language = asked if asked in languages else MAIN
        shown = shown_in(document, language)
        return self._page(
            "import_preview.html",
            checked=checked,
            document=document,
            shown=shown,
            language=language,
            languages=[(one, name_of(one)) for one in languages],
            asked=ConditionSources(shown),
            faces=Faces(shown),
            words=words(),
            remarks=imports.remarks_of(checked),
            findings=check(document),
            known=queries.questionnaire_by_key(document.key),
            refusal=refusal,
        )

    def _page(self, template: str, **context: Any) -> str:
        facts = {"fate_labels": FATE_LABELS, "told_remark": told_remark, "most_shown": MOST_SHOWN}
        return str(self.render(f"questionnaires/{template}", **{**TOOLS, **facts, **context}))


def told_remark(remark: Remark) -> str:
    """The sentence in the language of the page."""
    return say(remark.message, dict(remark.params))
