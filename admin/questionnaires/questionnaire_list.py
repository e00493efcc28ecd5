"""The list of questionnaires, a new one, and the page of one: draft, versions, archive."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import expose
from admin.forms import say
from admin.questionnaires.draft import actor, find_questionnaire, posted_revision
from admin.questionnaires.starting_points import NewForm, start_document, starts
from admin.questionnaires.version_comparison import VersionComparison
from admin.questionnaires.version_page import VersionPage
from survei.account.choices import Permission
from survei.drafting import queries, services
from survei.drafting.models import Questionnaire
from survei.errors import SurveiError
from survei.numerals import digits
from survei.questionnaire.codes import unique_code

EDIT = Permission.EDIT_QUESTIONNAIRES


class QuestionnairesPage(VersionComparison, VersionPage):
    """What HR sees first: all questionnaires, and each with its draft and versions."""

    permission = Permission.VIEW_QUESTIONNAIRES
    description = "Susun kuesioner dari pustaka atau dari awal, lalu terbitkan."
    pages_below = (
        "designer",
        "designer_part",
        "designer_rubric",
        "designer_weights",
        "designer_preview",
        "paper",
        "publishing",
        "questionnaire_import",
        "questionnaire_archive",
        "questionnaire_files",
    )
    permissions = dict.fromkeys(
        ("new", "start", "discard", "archive", "restore", "delete", "retire"), EDIT
    )

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The list; archived ones on request."""
        with_archived = "arsip" in request.args
        rows = queries.questionnaire_rows(archived=with_archived)
        return self.show_page("list.html", rows=rows, with_archived=with_archived)

    @expose("/baru", methods=("GET", "POST"))
    def new(self) -> ResponseReturnValue:
        """A draft from the library, from a published questionnaire or from blank."""
        choices = starts()
        form = NewForm(request.form, [start.value for start in choices])
        refusal = ""
        if request.method == "POST" and form.validate():
            try:
                made = self.create(form)
                return redirect(url_for("designer.outline", questionnaire_id=made.id), 303)
            except SurveiError as error:
                refusal = say(error.message, error.params)
        page = self.show_page("new.html", form=form, starts=choices, refusal=refusal)
        return page, 422 if request.method == "POST" else 200

    def create(self, form: NewForm) -> Questionnaire:
        """Calls the service; the key is made from the title."""
        document = start_document(form.start.data)
        title = form.title.data or (str(document.title) if document else _("Kuesioner baru"))
        taken = {row.key for row in queries.questionnaires(archived=True)}
        key = unique_code(title, taken, otherwise="kuesioner")
        return services.create_questionnaire(key, title, document=document, actor=actor())

    @expose("/<int:questionnaire_id>/")
    def show(self, questionnaire_id: int) -> ResponseReturnValue:
        """Draft, versions and archive of one questionnaire."""
        item = find_questionnaire(questionnaire_id)
        versions = list(queries.versions_of(item.id))
        return self.show_page("show.html", item=item, versions=versions)

    @expose("/<int:questionnaire_id>/mulai", methods=("POST",))
    def start(self, questionnaire_id: int) -> ResponseReturnValue:
        """The next draft, from the version that was chosen."""
        number = digits(request.form.get("from", ""), 6)
        done = self.attempt(
            questionnaire_id,
            lambda: services.start_draft(questionnaire_id, number=number, actor=actor()),
        )
        return done or redirect(url_for("designer.outline", questionnaire_id=questionnaire_id), 303)

    @expose("/<int:questionnaire_id>/buang", methods=("POST",))
    def discard(self, questionnaire_id: int) -> ResponseReturnValue:
        """Throws the draft away."""
        revision = posted_revision()
        return self.step(
            questionnaire_id,
            lambda: services.discard_draft(questionnaire_id, revision=revision, actor=actor()),
            _("Draf dibuang. Versi terbit tidak berubah."),
        )

    @expose("/<int:questionnaire_id>/arsipkan", methods=("POST",))
    def archive(self, questionnaire_id: int) -> ResponseReturnValue:
        """Out of lists and choices; nothing is lost."""
        return self.step(
            questionnaire_id,
            lambda: services.archive(questionnaire_id, actor=actor()),
            _("Kuesioner diarsipkan."),
        )

    @expose("/<int:questionnaire_id>/pulihkan", methods=("POST",))
    def restore(self, questionnaire_id: int) -> ResponseReturnValue:
        """Back from the archive."""
        return self.step(
            questionnaire_id,
            lambda: services.restore(questionnaire_id, actor=actor()),
            _("Kuesioner dikeluarkan dari arsip."),
        )

    @expose("/<int:questionnaire_id>/hapus", methods=("POST",))
    def delete(self, questionnaire_id: int) -> ResponseReturnValue:
        """Deletes what was never published."""
        done = self.attempt(
            questionnaire_id,
            lambda: services.delete_questionnaire(questionnaire_id, actor=actor()),
        )
        if done is None:
            flash(_("Kuesioner dihapus."), "success")
        return done or redirect(url_for(".index"), 303)
