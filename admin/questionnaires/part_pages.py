"""The parts that have a page of their own, in a table keyed by the word in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from admin.questionnaires.forms import CoverForm, PartForm, ScaleForm, SectionForm
from admin.questionnaires.question_forms import question_form
from survei.errors import NotFound
from survei.questionnaire import editing
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import QUESTION_KIND_LABELS, Question, Rating, kind_of
from survei.questionnaire.parts import Anchor, Scale


@dataclass(frozen=True)
class PartKind:
    """How one kind of part is found, shown as a form and put back."""

    template: str
    find: Callable[[Document, str], Any]
    form: Callable[[Document, Any, Any], PartForm]
    #: (document, code, part as edited, form, document it was edited in) → document.
    put: Callable[[Document, str, Any, Any, Document], Document]
    heading: Callable[[Any], str]
    autosaves: bool = True


def _put_cover(document: Document, code: str, part: Any, form: Any, base: Document) -> Document:
    return editing.change_document(document, **form.values())


def _put_section(document: Document, code: str, part: Any, form: Any, base: Document) -> Document:
    if document.section(code) is None:
        return editing.add_section(document, part)
    return editing.change_section(document, code, **form.values())


def _put_question(document: Document, code: str, part: Any, form: Any, base: Document) -> Document:
    if document.question(code) is not None:
        return editing.replace_question(document, code, part)
    home = base.section_of(code)
    known = [section.code for section in document.sections]
    if not known:
        raise NotFound
    target = home.code if home and home.code in known else known[-1]
    return editing.add_question(document, target, part)


def _put_scale(document: Document, code: str, part: Any, form: Any, base: Document) -> Document:
    renamed = form.renamed_values()
    for question in document.questions() if renamed else ():
        if isinstance(question, Rating) and question.scale == code:
            anchors = renamed_anchors(question.anchors, renamed)
            document = editing.change_question(document, question.code, anchors=anchors)
    return editing.set_scale(document, code, part)


def renamed_anchors(anchors: dict[str, Anchor], renamed: dict[str, str]) -> dict[str, Anchor]:
    """Anchors that follow their points to new values, also when two points change places."""
    return {renamed.get(value, value): anchor for value, anchor in anchors.items()}


def _question_heading(question: Question) -> str:
    return _("Indikator · %(kind)s", kind=_(QUESTION_KIND_LABELS[kind_of(question)]))


def _section_form(document: Document, section: Section, formdata: Any) -> PartForm:
    return SectionForm.build(document, section, formdata)


def _scale_form(document: Document, scale: Scale, formdata: Any) -> PartForm:
    return ScaleForm.of(scale, formdata, document.languages)


PARTS: dict[str, PartKind] = {
    "sampul": PartKind(
        "questionnaires/cover.html",
        lambda document, code: document,
        lambda document, part, formdata: CoverForm.of(part, formdata, document.languages),
        _put_cover,
        lambda part: _("Judul dan pengantar"),
    ),
    "aspek": PartKind(
        "questionnaires/section.html",
        lambda document, code: document.section(code),
        _section_form,
        _put_section,
        lambda part: _("Aspek “%(title)s”", title=part.title),
    ),
    "indikator": PartKind(
        "questionnaires/question.html",
        lambda document, code: document.question(code),
        question_form,
        _put_question,
        _question_heading,
    ),
    "skala": PartKind(
        "questionnaires/scale.html",
        lambda document, code: document.scales.get(code),
        _scale_form,
        _put_scale,
        lambda part: _("Skala “%(title)s”", title=part.title),
        autosaves=False,
    ),
}
