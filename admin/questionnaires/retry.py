"""A button that came too late: what it asked for in words, and whether it can still be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _

from admin.questionnaires.operations import perform
from survei.errors import SurveiError
from survei.questionnaire.document import Document
from survei.questionnaire.languages import name_of
from survei.questionnaire.places import short

#: Verb → what was asked for.
REQUESTS = {
    "section-add": "menambah aspek",
    "section-up": "menaikkan aspek “%(name)s”",
    "section-down": "menurunkan aspek “%(name)s”",
    "section-place": "memindahkan aspek “%(name)s”",
    "section-duplicate": "menggandakan aspek “%(name)s”",
    "section-delete": "menghapus aspek “%(name)s” beserta indikatornya",
    "question-add": "menambah indikator di aspek “%(name)s”",
    "question-new": "menambah indikator di aspek “%(target)s”",
    "question-paste": "menambah indikator yang ditempel di aspek “%(name)s”",
    "question-up": "menaikkan indikator “%(name)s”",
    "question-down": "menurunkan indikator “%(name)s”",
    "question-move": "memindahkan indikator “%(name)s” ke aspek “%(target)s”",
    "question-place": "memindahkan indikator “%(name)s” ke aspek “%(target)s”",
    "question-to": "memindahkan indikator “%(name)s” ke aspek “%(target)s”",
    "question-kind": "mengganti jenis jawaban “%(name)s”",
    "question-duplicate": "menggandakan indikator “%(name)s”",
    "question-delete": "menghapus indikator “%(name)s”",
    "scale-add": "menambah skala",
    "scale-refresh": "memperbarui skala “%(name)s” dari pustaka",
    "scale-use": "memakai skala “%(name)s” untuk semua indikator",
    "scale-duplicate": "menggandakan skala “%(name)s”",
    "scale-delete": "menghapus skala “%(name)s”",
    "language-add": "menambah bahasa",
    "language-remove": "menghapus bahasa %(name)s beserta terjemahannya",
}
#: Posted fields that say where and what; the pasted lines have a box of their own.
KEPT = ("target", "after", "section", "kind", "template", "language", "language_code")


@dataclass(frozen=True)
class Retry:
    """What the page of a refusal offers to do again."""

    do: str
    words: str
    fields: dict[str, str]
    lines: str
    is_possible: bool


def retry_of(document: Document, before: Document | None, do: str) -> Retry | None:
    """The refused button on the document as it is now; None for what is no button."""
    verb, _colon, code = do.partition(":")
    if verb not in REQUESTS:
        return None
    name, target = names(document, before, code)
    fields = {key: request.form[key][:200] for key in KEPT if key in request.form}
    kind = f"kind-{code}"
    if kind in request.form:
        fields[kind] = request.form[kind][:40]
    return Retry(
        do=do,
        words=_(REQUESTS[verb], name=name, target=target),
        fields=fields,
        lines=request.form.get("lines", ""),
        is_possible=is_possible(document, do),
    )


def is_possible(document: Document, do: str) -> bool:
    """Whether the button would do something now."""
    try:
        perform(document, do, request.form)
    except SurveiError:
        return False
    return True


def names(document: Document, before: Document | None, code: str) -> tuple[str, str]:
    """What the part and the section it should go to are called, now or before."""
    own, _colon, rest = code.partition(":")
    target = request.form.get("target") or request.form.get("section") or rest.partition(":")[0]
    known = [one for one in (document, before) if one is not None]
    return name_in(known, own), name_in(known, target)


def name_in(documents: list[Document], code: str) -> str:
    """Title or wording of a part in the first document that has it."""
    for document in documents:
        question = document.question(code)
        part: Any = document.section(code) or document.scales.get(code)
        if question is not None:
            return short(question.text or code)
        if part is not None:
            return short(part.title)
        if code in document.languages:
            return name_of(code)
    return short(code)
