"""`/pratinjau/<questionnaire>/<version>`: the form as raters will see it; nothing is stored.

Sending checks the answers by the rules of a real form and shows what it would show: errors, the
question about equal ratings, or a receipt with the scores of these answers. Neither is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from formulir.fields.evidence import with_sample_files
from formulir.form_body import read_form
from formulir.form_errors import Outcome, outcome_of
from formulir.forms import AnswerForm, Definition, define
from formulir.language import asked_language
from formulir.prefill import typed
from formulir.privacy_notice import PrivacyNotice, gist_for, promise_for
from formulir.views.routes import blueprint
from formulir.visitor import visitor
from survei import clock
from survei.account.choices import Permission
from survei.account.policy import permits
from survei.catalogues import CATALOGUES, interface_language
from survei.cycle.choices import Relation
from survei.cycle.plan import Plan
from survei.cycle.relations import PREVIEWED, is_confidential, is_self
from survei.drafting.queries import document_of, draft_of, questionnaire, versions_of
from survei.errors import NotFound
from survei.presentation.score_preview import ScorePreview, score_preview
from survei.questionnaire.document import Document
from survei.questionnaire.languages import MAIN, name_of
from survei.questionnaire.sampler import asked_filling
from survei.questionnaire.samples import sample_answers


@dataclass(frozen=True)
class Preview:
    """What is looked at, and as whom."""

    definition: Definition
    relation: Relation

    @property
    def language(self) -> str:
        """Of the questionnaire."""
        return self.definition.context.language

    @property
    def page_language(self) -> str:
        """Of everything around it."""
        return interface_language(self.language)

    @property
    def document(self) -> Document:
        """The questionnaire."""
        return self.definition.document


#: Unlike a link, the address is no secret; without a word about its origin, the browser would
#: send the form as if from another site.
HEADERS = {"Referrer-Policy": "same-origin"}


@blueprint.get("/pratinjau/<int:questionnaire_id>/<which>")
def preview(questionnaire_id: int, which: str) -> ResponseReturnValue:
    """Draft or numbered version, as any relation (`?relation=`), in any language (`?lang=`),
    empty or with sample answers (`?isi=tengah`, by chance `?isi=acak-7`).
    """
    shown = _preview(questionnaire_id, which)
    return _page(shown, shown.definition.draft(typed(shown.document, _samples(shown)))), HEADERS


@blueprint.post("/pratinjau/<int:questionnaire_id>/<which>")
def try_preview(questionnaire_id: int, which: str) -> ResponseReturnValue:
    """What sending these answers would lead to; they are forgotten with this answer."""
    shown = _preview(questionnaire_id, which)
    values = with_sample_files(read_form(), shown.document)
    form = shown.definition.complete(values)
    if outcome := outcome_of(shown.definition, form, values):
        return _page(shown, form, outcome), 422, HEADERS
    return _receipt(shown, form), HEADERS


def _preview(questionnaire_id: int, which: str) -> Preview:
    """What the address asks for; 404 for whom it is not and for what is not there."""
    if not permits(visitor(), Permission.VIEW_QUESTIONNAIRES):
        abort(404)
    relation = _relation()
    document = _document(questionnaire_id, which)
    definition = define(
        document,
        is_self=is_self(relation),
        is_confidential=is_confidential(relation),
        language=_language(document),
    )
    return Preview(definition, relation)


def _language(document: Document) -> str:
    """The language in the address, also one whose title is not written yet."""
    asked = asked_language()
    return asked if asked in (*CATALOGUES, *document.languages) else MAIN


def _samples(shown: Preview) -> dict[str, object]:
    """The sample answers that the address asks for; none for words that name no sample."""
    filling, seed = asked_filling(request.args.get("isi", ""))
    if filling is None:
        return {}
    return sample_answers(shown.document, filling, seed=seed, language=shown.language)


def _relation() -> Relation:
    try:
        return Relation(request.args.get("relation", PREVIEWED))
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


def _page(shown: Preview, form: AnswerForm, outcome: Outcome | None = None) -> str:
    person = {
        "name": _("Nama pegawai"),
        "unit": _("Unit kerja"),
        "token": "",
        "opened": "",
        "draft_key": "",
        "revision": 0,
    }
    relation = shown.relation
    promise = promise_for(relation, Plan())
    notice = PrivacyNotice(is_confidential(relation), gist_for(relation), promise, ())
    answered, asked = form.count()
    return render_template(
        "formulir/pages/form.html",
        handed_out=[],
        language=shown.page_language,
        languages=[(one, name_of(one)) for one in (MAIN, *shown.document.languages)],
        definition=shown.definition,
        form=form,
        person=person,
        outcome=outcome or Outcome(),
        relation=shown.relation,
        cycle_name=_("Pratinjau kuesioner"),
        period="–",
        deadline="–",
        notice=notice,
        answered=answered,
        asked=asked,
        opened_field="",
        sheet_field="",
        sheet="",
        is_preview=True,
    )


def _receipt(shown: Preview, form: AnswerForm) -> str:
    scores = score_preview(shown.document, form.answers(), shown.page_language)
    return render_template(
        "formulir/pages/preview_receipt.html",
        language=shown.page_language,
        relation=shown.relation,
        date=clock.format_date(clock.today(), shown.page_language),
        is_scorable=scores is not None,
        figures=_figures(scores) if scores else [],
        is_mixed=scores is not None and scores.is_mixed,
        again=f"?{urlencode({'relation': shown.relation, 'lang': shown.language})}",
    )


def _figures(scores: ScorePreview) -> list[tuple[str, str]]:
    """(section, score) and the total; nothing where nothing is scored."""
    rows = [(row.title, row.level) for row in scores.rows]
    return [*rows, (_("Nilai akhir"), scores.total)] if rows else []
