"""`/pratinjau/<questionnaire>/<version>`: the form as raters will see it; nothing is stored."""

from __future__ import annotations

from flask import abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from formulir.forms import Definition, define
from formulir.language import has_english, wanted_language
from formulir.notice import Notice
from formulir.rendering import Outcome
from formulir.views.routes import blueprint
from survei.account.choices import Permission
from survei.account.policy import Principal, permits
from survei.cycle.choices import Relation
from survei.errors import NotFound
from survei.questionnaire.document import Document
from survei.questionnaire.queries import document_of, draft_of, questionnaire, versions_of


@blueprint.get("/pratinjau/<int:questionnaire_id>/<which>")
def preview(questionnaire_id: int, which: str) -> ResponseReturnValue:
    """Draft or numbered version, as any relation (`?relation=`), in either language."""
    if not permits(_principal(), Permission.VIEW_QUESTIONNAIRES):
        abort(404)
    relation = _relation()
    document = _document(questionnaire_id, which)
    definition = define(document, is_self=relation == Relation.SELF, language=wanted_language())
    return _page(definition, relation)


def _principal() -> Principal | None:
    """Who is signed in; Flask-Login's user carries the principal."""
    if not hasattr(current_app, "login_manager"):
        return None
    return getattr(current_user, "principal", None)


def _relation() -> Relation:
    try:
        return Relation(request.args.get("relation", Relation.PEER))
    except ValueError:
        abort(404)


def _document(questionnaire_id: int, which: str) -> Document:
    try:
        if which == "draft":
            document = draft_of(questionnaire(questionnaire_id))
        else:
            document = document_of(_version_id(questionnaire_id, which))
    except (NotFound, OverflowError):
        document = None
    if document is None:
        abort(404)
    return document


def _version_id(questionnaire_id: int, number: str) -> int:
    if not (number.isascii() and number.isdecimal() and len(number) < 6):
        raise NotFound
    for version in versions_of(questionnaire_id):
        if version.number == int(number):
            return int(version.id)
    raise NotFound


def _page(definition: Definition, relation: Relation) -> str:
    language = definition.context.language
    form = definition.draft()
    person = {
        "name": _("Nama pegawai"),
        "unit": _("Unit kerja"),
        "token": "",
        "opened": "",
        "draft_key": "",
    }
    promise = _("Pada formulir sungguhan, pemberitahuan privasi tampil di sini.")
    return render_template(
        "formulir/pages/form.html",
        language=language,
        other_language=has_english(definition.document),
        definition=definition,
        form=form,
        person=person,
        outcome=Outcome(),
        relation=relation,
        cycle_name=_("Pratinjau kuesioner"),
        period="–",
        deadline="–",
        notice=Notice(False, promise, ()),
        answered=0,
        asked=form.count()[1],
        opened_field="",
        is_preview=True,
    )
