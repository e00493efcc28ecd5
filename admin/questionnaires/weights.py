"""All weights on one page: sections add up to 100, questions weigh inside their section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from msgspec.structs import replace

from admin.base import expose
from admin.forms import AdminForm
from admin.questionnaires.designer_page import DesignerPage, weight_facts, with_draft
from admin.questionnaires.draft import Draft, find_draft, posted_revision, save
from admin.questionnaires.draft_conflict import base_document, conflict_with, stored_differences
from admin.questionnaires.fields import CommaNumber
from admin.questionnaires.worked_example import level_name, outputs, raters
from survei.errors import StaleRevision
from survei.questionnaire import editing
from survei.questionnaire.document import Document, Section
from survei.questionnaire.example_raters import LEVEL_LABELS, with_usable_scales
from survei.questionnaire.kinds import Matrix, Rating
from survei.questionnaire.score_scale import document_scale
from survei.questionnaire.scoring import counting_items, scored_sections
from survei.questionnaire.spreading import spread_rest, spread_weights

#: What the buttons that spread weights do.
SPREAD = {"even": spread_weights, "rest": spread_rest}


@dataclass(frozen=True)
class Row:
    """A section with its field, and its ratings with theirs."""

    section: Section
    field: Any
    scored: bool
    questions: list[tuple[Rating, Any]]


class WeightsPage(DesignerPage):
    """One form for every weight of the draft."""

    @expose("/<int:questionnaire_id>/", methods=("GET", "POST"))
    @with_draft
    def weights(self, draft: Draft) -> ResponseReturnValue:
        """Shows and saves; buttons spread weights or only reckon the example."""
        if request.method == "GET":
            return self.show(draft, weights_form(draft.document))
        form = weights_form(draft.document, request.form)
        if posted_revision() != draft.revision:
            return self.refuse(draft)
        if not form.validate():
            return self.show(draft, form), 422
        typed = applied(draft.document, form)
        do = request.form.get("do", "")
        if do == "example":
            return self.show(draft, form, document=typed)
        document = SPREAD[do](typed) if do in SPREAD else typed
        try:
            save(draft, document, posted_revision())
        except StaleRevision:
            return self.refuse(find_draft(draft.id) or draft)
        if do == "rest" and weight_facts(typed)["rest"] <= 0:
            flash(_("Tidak ada sisa: jumlah bobot sudah 100 atau lebih."), "warning")
        flash(_("Bobot tersimpan."), "success")
        return redirect(url_for(".weights", questionnaire_id=draft.id), 303)

    @expose("/<int:questionnaire_id>/contoh", methods=("POST",))
    @with_draft
    def example(self, draft: Draft) -> ResponseReturnValue:
        """The worked example for weights as typed, for the page's script. Stores nothing."""
        form = weights_form(draft.document, request.form)
        if not form.validate():
            return jsonify({}), 422
        return jsonify(outputs(applied(draft.document, form), request.form))

    def refuse(self, draft: Draft) -> ResponseReturnValue:
        """What was typed, beside what is stored now."""
        form = weights_form(draft.document, request.form)
        form.validate()
        before = base_document(draft, posted_revision())
        old = weights_form(before) if before else None
        theirs = stored_differences(form, weights_form(draft.document), old)
        return self.show(draft, form, conflict_with(draft, before, theirs=theirs)), 409

    def show(
        self, draft: Draft, form: Any, conflict: Any = None, document: Document | None = None
    ) -> str:
        """Renders the form; the example stands on `document`, else on what is stored."""
        weighed = document or draft.document
        usable = with_usable_scales(weighed)
        return self.page(
            "questionnaires/weights.html",
            draft,
            conflict=conflict,
            example_url=url_for(".example", questionnaire_id=draft.id),
            form=form,
            level_name=level_name,
            levels=list(LEVEL_LABELS.items()),
            raters=raters(weighed, request.form),
            here=url_for(".weights", questionnaire_id=draft.id),
            rows=rows(draft.document, form),
            saved=False,
            is_mixed=not document_scale(usable).levels,
            scored=reckoned(usable),
            weights=weight_facts(weighed),
        )


def reckoned(document: Document) -> list[Section]:
    """Sections of the example: all that may count, once any does."""
    may_count = [section for section in document.sections if counting_items(section)]
    return may_count if scored_sections(document) else []


def weights_form(document: Document, formdata: Any = None) -> Any:
    """A field `s-code` per section and `q-code` per rating; missing ones keep what is stored."""
    fields: dict[str, Any] = {}
    data: dict[str, float] = {}
    for section in document.sections:
        fields[f"s-{section.code}"] = CommaNumber(section.title, least=0, most=100, empty=0.0)
        data[f"s-{section.code}"] = section.weight
        for question in section.ratings():
            field = CommaNumber(question.text, least=0, most=1000, empty=1.0)
            fields[f"q-{question.code}"] = field
            data[f"q-{question.code}"] = question.weight
    return type("WeightsForm", (AdminForm,), fields)(formdata, data=data)


def rows(document: Document, form: Any) -> list[Row]:
    """The form's fields beside the parts they belong to."""
    return [
        Row(
            section,
            form[f"s-{section.code}"],
            bool(counting_items(section)),
            [(question, form[f"q-{question.code}"]) for question in section.ratings()],
        )
        for section in document.sections
    ]


def applied(document: Document, form: Any) -> Document:
    """The document with the weights as typed."""
    for section in document.sections:
        if section.weight != form[f"s-{section.code}"].data:
            weight = form[f"s-{section.code}"].data
            document = editing.change_section(document, section.code, weight=weight)
        for question in section.ratings():
            weight = form[f"q-{question.code}"].data
            if question.weight != weight:
                document = _weighed(document, question.code, weight)
    return document


def _weighed(document: Document, key: str, weight: float) -> Document:
    """The rating, or the row of a matrix, with another weight."""
    code, _dot, row = key.partition(".")
    matrix = document.question(code)
    if not isinstance(matrix, Matrix):
        return editing.change_question(document, code, weight=weight)
    rows = [replace(one, weight=weight) if one.code == row else one for one in matrix.rows]
    return editing.change_question(document, code, rows=rows)
