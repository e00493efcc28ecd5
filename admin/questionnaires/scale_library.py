"""The scale library: every shared scale, where it is used, and the page that changes one."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import View, expose
from admin.forms import say
from admin.questionnaires.designer_page import TOOLS
from admin.questionnaires.draft import actor, posted_revision
from admin.questionnaires.draft_conflict import stored_differences
from admin.questionnaires.editor import BLANK_ROWS, MORE_BLANK_ROWS
from admin.questionnaires.form_rows import add_blank_rows
from admin.questionnaires.forms import ScaleForm
from survei.account.choices import Permission
from survei.bank.models import SharedScale
from survei.bank.scale_library import queries, services
from survei.errors import StaleRevision, SurveiError
from survei.questionnaire.parts import Scale
from survei.questionnaire.translated_text import NOTHING

EDIT = Permission.EDIT_QUESTIONNAIRES
#: What a new scale begins as.
BLANK = Scale(title=NOTHING, points=[])


class ScaleLibraryPage(View):
    """Scales that questionnaires copy. Changing one here changes no questionnaire."""

    permission = Permission.VIEW_QUESTIONNAIRES
    description = "Skala yang dapat dipakai semua kuesioner: rubrik, ekspektasi, frekuensi."
    permissions = dict.fromkeys(("new", "edit", "duplicate", "archive", "restore"), EDIT)

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """All of them with their points and uses; archived ones on request."""
        with_archived = "arsip" in request.args
        rows = list(queries.shared_scales(archived=with_archived))
        return self.show_page(
            "scale_library.html",
            rows=[(row, queries.scale_of(row)) for row in rows],
            uses=queries.uses_of_scales(),
            with_archived=with_archived,
        )

    @expose("/baru", methods=("GET", "POST"))
    def new(self) -> ResponseReturnValue:
        """A scale made from nothing."""
        if request.method == "GET":
            return self.show_form(library_form(BLANK))
        form = library_form(BLANK, request.form)
        if not form.validate():
            return self.show_form(form), 422
        try:
            made = services.create_scale(form.applied(BLANK), actor=actor())
        except SurveiError as refusal:
            return self.show_form(form, refusal=say(refusal.message, refusal.params)), 422
        return self.after(made, _("Skala masuk ke pustaka."))

    @expose("/<key>/", methods=("GET", "POST"))
    def edit(self, key: str) -> ResponseReturnValue:
        """Changes a scale of the library. 409 keeps what was typed beside what is stored."""
        row = queries.shared_scale(key)
        stored = queries.scale_of(row)
        if request.method == "GET":
            return self.show_form(library_form(stored), row)
        form = library_form(stored, request.form)
        is_valid = form.validate()
        if posted_revision() != row.revision:
            return self.refuse(form, row)
        if not is_valid:
            return self.show_form(form, row), 422
        try:
            scale = form.applied(stored)
            saved = services.save_scale(key, scale, revision=row.revision, actor=actor())
        except StaleRevision:
            return self.refuse(form, queries.shared_scale(key))
        except SurveiError as refusal:
            return self.show_form(form, row, refusal=say(refusal.message, refusal.params)), 422
        return self.after(saved, _("Skala tersimpan. Kuesioner yang sudah memakainya tetap."))

    @expose("/<key>/gandakan", methods=("POST",))
    def duplicate(self, key: str) -> ResponseReturnValue:
        """A copy in the library; its page opens."""
        title = _("%(title)s (salinan)", title=queries.shared_scale(key).title)
        made = services.duplicate_scale(key, title, actor=actor())
        flash(_("Skala digandakan."), "success")
        return redirect(url_for(".edit", key=made.key), 303)

    @expose("/<key>/arsipkan", methods=("POST",))
    def archive(self, key: str) -> ResponseReturnValue:
        """Out of the choices; nothing is lost."""
        services.archive_scale(key, actor=actor())
        flash(_("Skala diarsipkan."), "success")
        return redirect(url_for(".index", arsip=1, _anchor=f"skala-{key}"), 303)

    @expose("/<key>/pulihkan", methods=("POST",))
    def restore(self, key: str) -> ResponseReturnValue:
        """Back from the archive."""
        services.restore_scale(key, actor=actor())
        flash(_("Skala dikeluarkan dari arsip."), "success")
        return redirect(url_for(".index", _anchor=f"skala-{key}"), 303)

    def after(self, row: SharedScale, said: str) -> ResponseReturnValue:
        """The list, or the same page with more empty rows."""
        flash(said, "success")
        if request.form.get("do") == "rows":
            return redirect(url_for(".edit", key=row.key, baris=1), 303)
        return redirect(url_for(".index", _anchor=f"skala-{row.key}"), 303)

    def refuse(self, form: Any, row: SharedScale) -> ResponseReturnValue:
        """The second editor: everything typed, beside what is stored now."""
        theirs = stored_differences(form, library_form(queries.scale_of(row)), None)
        return self.show_form(form, row, theirs=theirs, editor=row.updated_by), 409

    def show_form(self, form: Any, row: SharedScale | None = None, **context: Any) -> str:
        """Renders the form."""
        more = "baris" in request.args or row is None
        add_blank_rows(form.points, MORE_BLANK_ROWS if more else BLANK_ROWS)
        uses = queries.uses_of_scales().get(row.key, []) if row else []
        facts = {"form": form, "row": row, "refusal": "", "uses": uses, "theirs": {}, "editor": ""}
        return self.show_page("shared_scale.html", **{**facts, **context})

    def show_page(self, template: str, **context: Any) -> str:
        """A template of this area with what all of them ask."""
        facts = {**TOOLS, "may_edit": self.may("edit"), "conflict": None}
        return str(self.render(f"questionnaires/{template}", **{**facts, **context}))


def library_form(scale: Scale, formdata: Any = None) -> Any:
    """The form of a scale in every language that any scale of the library has."""
    return ScaleForm.of(scale, formdata, queries.library_languages())
