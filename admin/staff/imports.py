"""Importing a staff list: upload, look at the report, say yes."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from admin.base import expose
from admin.forms import say
from admin.lookup import whole
from admin.upload_page import FORM_BYTES, UploadPage
from admin.workbook_downloads import workbook_file
from survei.account.choices import Permission
from survei.account.policy import staff_scope
from survei.errors import SurveiError
from survei.staff import imports
from survei.staff.choices import (
    COLUMN_LABELS,
    IMPORT_STATE_LABELS,
    SEVERITY_LABELS,
    Column,
    ImportState,
)
from survei.staff.models import StaffImport
from survei.staff.queries import imports_of, staff_import
from survei.staff.report_workbook import EXPLANATIONS, report_workbook, template_workbook
from survei.staff.rules.columns import REQUIRED
from survei.workbook.file_kind import MOST_BYTES

#: Status of a refused confirmation.
REFUSED_STATUS = {imports.StaffChanged: 409, imports.ImportHasErrors: 422}
#: Rows of each list that the page shows; the workbook has all of them.
MOST_SHOWN = 50


class StaffImports(UploadPage):
    """The import wizard. A person sees their own uploads only."""

    permission = Permission.EDIT_STAFF
    description = _l("Daftar pegawai dari Excel, ODS, atau CSV.")
    largest = MOST_BYTES
    most_bytes = {"index": MOST_BYTES + FORM_BYTES}

    def take_file(self, name: str, data: bytes) -> StaffImport:
        """The list that was checked, with its report."""
        scope, actor = staff_scope(self.principal), self.principal.actor
        return imports.check_import(name, data, scope=scope, actor=actor)

    def after(self, taken: StaffImport) -> ResponseReturnValue:
        """To its report."""
        return redirect(self.get_url(".report", id=taken.id), 303)

    @expose("/laporan/")
    def report(self) -> ResponseReturnValue:
        """What the file would do, and what is wrong with it."""
        return self._report_page(self._mine())

    @expose("/simpan/", methods=("POST",))
    def confirm(self) -> ResponseReturnValue:
        """Writes the list. A second time it changes nothing."""
        checked = self._mine()
        try:
            imports.confirm_import(
                checked.id,
                scope=staff_scope(self.principal),
                actor=self.principal.actor,
                moves_confirmed=request.form.get("moves") == "1",
            )
        except (imports.StaffChanged, imports.ImportHasErrors, imports.MovesUnconfirmed) as error:
            status = REFUSED_STATUS.get(type(error), 422)
            return self._report_page(self._mine(), error=error), status
        return redirect(self.get_url(".report", id=checked.id), 303)

    @expose("/batal/", methods=("POST",))
    def drop(self) -> ResponseReturnValue:
        """Throws the list away; nothing of it is kept."""
        imports.drop_import(self._mine().id, actor=self.principal.actor)
        flash(_("Impor dibatalkan. Isi berkas sudah dihapus."), "success")
        return redirect(self.get_url(".index"), 303)

    @expose("/laporan.xlsx")
    def report_file(self) -> Response:
        """The whole report as a workbook, while the list waits."""
        plan = imports.report_of(self._mine()).plan
        if plan is None:
            abort(404)
        return workbook_file("laporan-impor", report_workbook(plan))

    @expose("/templat.xlsx")
    def template_file(self) -> Response:
        """An empty list with the right columns."""
        return workbook_file("templat-pegawai", template_workbook())

    def _mine(self) -> StaffImport:
        number = whole(request.values.get("id", ""))
        if number is None:
            abort(404)
        return staff_import(number, self.principal.user_id)

    def upload_page(self, error: str = "", **facts: Any) -> str:
        """The page, with what this person imported before."""
        done = list(imports_of(self.principal.user_id).limit(10))
        return self.render(
            "staff/import.html",
            error=error,
            columns=[
                (COLUMN_LABELS[column], column in REQUIRED, EXPLANATIONS[column])
                for column in Column
            ],
            done=[(one, imports.report_of(one).counts) for one in done],
            state_labels=IMPORT_STATE_LABELS,
            most_bytes=MOST_BYTES,
        )

    def _report_page(self, checked: StaffImport, error: SurveiError | None = None) -> str:
        report = imports.report_of(checked)
        names: dict[str, Any] = {
            "severity_labels": SEVERITY_LABELS,
            "most_shown": MOST_SHOWN,
            "say": say,
        }
        return self.render(
            "staff/import_report.html" if report.plan else "staff/import_done.html",
            checked=checked,
            counts=report.counts,
            plan=report.plan,
            is_confirmed=checked.state == ImportState.CONFIRMED,
            error=say(error.message, error.params) if error else "",
            column_labels=COLUMN_LABELS,
            **names,
        )
