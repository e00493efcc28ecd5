"""All weights on one page: sections add up to 100, questions weigh inside their section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import expose
from admin.forms import AdminForm
from admin.questionnaires.conflict import base_document, conflict_with, stored_differences
from admin.questionnaires.draft import Draft, find_draft, posted_revision, save
from admin.questionnaires.fields import CommaNumber
from admin.questionnaires.page import DesignerPage, weight_facts, with_draft
from survei.errors import StaleRevision
from survei.questionnaire import editing
from survei.questionnaire.document import Document, Question, Rating, Section
from survei.questionnaire.scoring import counting_items


@dataclass(frozen=True)
class Row:
    """A section with its field, and its ratings with theirs."""

    section: Section
    field: Any
    scored: bool
    questions: list[tuple[Question, Any]]


class WeightsPage(DesignerPage):
    """One form for every weight of the draft."""

    @expose("/<int:questionnaire_id>/", methods=("GET", "POST"))
    @with_draft
    def weights(self, draft: Draft) -> ResponseReturnValue:
        """Shows and saves. "Bagi rata" spreads the sections' weights on the server too."""
        if request.method == "GET":
            return self.show(draft, weights_form(draft.document))
        form = weights_form(draft.document, request.form)
        if posted_revision() != draft.revision:
            return self.refuse(draft)
        if not form.validate():
            return self.show(draft, form), 422
        document = applied(draft.document, form)
        if request.form.get("do") == "even":
            document = editing.spread_weights(document)
        try:
            save(draft, document, posted_revision())
        except StaleRevision:
            return self.refuse(find_draft(draft.id) or draft)
        flash(_("Bobot tersimpan."), "success")
        return redirect(url_for(".weights", questionnaire_id=draft.id), 303)

    def refuse(self, draft: Draft) -> ResponseReturnValue:
        """What was typed, beside what is stored now."""
        form = weights_form(draft.document, request.form)
        form.validate()
        before = base_document(draft, posted_revision())
        old = weights_form(before) if before else None
        theirs = stored_differences(form, weights_form(draft.document), old)
        return self.show(draft, form, conflict_with(draft, before, theirs=theirs)), 409

    def show(self, draft: Draft, form: Any, conflict: Any = None) -> str:
        """Renders the form."""
        return self.page(
            "questionnaires/weights.html",
            draft,
            conflict=conflict,
            form=form,
            here=url_for(".weights", questionnaire_id=draft.id),
            rows=rows(draft.document, form),
            saved=False,
            weights=weight_facts(draft.document),
        )


def weights_form(document: Document, formdata: Any = None) -> Any:
    """A field `s-code` per section and `q-code` per rating; missing ones keep what is stored."""
    fields: dict[str, Any] = {}
    data: dict[str, float] = {}
    for section in document.sections:
        fields[f"s-{section.code}"] = CommaNumber(section.title, least=0, most=100, empty=0.0)
        data[f"s-{section.code}"] = section.weight
        for question in ratings(section):
            field = CommaNumber(question.text, least=0, most=1000, empty=1.0)
            fields[f"q-{question.code}"] = field
            data[f"q-{question.code}"] = question.weight
    return type("WeightsForm", (AdminForm,), fields)(formdata, data=data)


def ratings(section: Section) -> list[Rating]:
    """Questions that have a weight."""
    return [question for question in section.questions if isinstance(question, Rating)]


def rows(document: Document, form: Any) -> list[Row]:
    """The form's fields beside the parts they belong to."""
    return [
        Row(
            section,
            form[f"s-{section.code}"],
            bool(counting_items(section)),
            [(question, form[f"q-{question.code}"]) for question in ratings(section)],
        )
        for section in document.sections
    ]


def applied(document: Document, form: Any) -> Document:
    """The document with the weights as typed."""
    for section in document.sections:
        if section.weight != form[f"s-{section.code}"].data:
            weight = form[f"s-{section.code}"].data
            document = editing.change_section(document, section.code, weight=weight)
        for question in ratings(section):
            weight = form[f"q-{question.code}"].data
            if question.weight != weight:
                document = editing.change_question(document, question.code, weight=weight)
    return document
