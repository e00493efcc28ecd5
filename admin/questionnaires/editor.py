"""The page of one part: cover, section, question or scale. Saves, autosaves, refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import FieldList

from admin.actor_words import actor_words
from admin.base import expose
from admin.forms import say
from admin.questionnaires.condition_fields import ConditionField, menus
from admin.questionnaires.designer_page import (
    DesignerPage,
    draft_status,
    part_url,
    with_draft,
    without_draft,
)
from admin.questionnaires.draft import Draft, find_draft, posted_revision, save, wants_json
from admin.questionnaires.draft_conflict import (
    Conflict,
    base_document,
    conflict_with,
    stored_differences,
)
from admin.questionnaires.form_rows import (
    add_blank_rows,
    apply_preset,
    arrange,
    drop_clause,
    ordered_list,
    take_lines,
)
from admin.questionnaires.language_operations import offered
from admin.questionnaires.outcomes import TooManyQuestions
from admin.questionnaires.outline_findings import count_data, is_long
from admin.questionnaires.part_pages import PARTS, PartKind
from survei.errors import NotFound, StaleRevision
from survei.numerals import digits
from survei.questionnaire import editing
from survei.questionnaire.document import MOST_QUESTIONS, Document
from survei.questionnaire.editing import CodeRefused
from survei.questionnaire.kinds import Question, kind_of
from survei.questionnaire.translating import translations

#: Empty rows under a list that can grow: at first sight, and after "tambah baris".
BLANK_ROWS, MORE_BLANK_ROWS = 1, 4


class PartPage(DesignerPage):
    """GET shows the part's form; POST saves it into the draft."""

    @expose("/<int:questionnaire_id>/<part>/<code>", methods=("GET", "POST"))
    @with_draft
    def edit(self, draft: Draft, part: str, code: str) -> ResponseReturnValue:
        """422 keeps what was typed; 409 too, and shows what the other editor changed."""
        kind = PARTS.get(part)
        if kind is None:
            abort(404)
        editing_now = Editing(draft, part, kind, code)
        if editing_now.stored is None and request.method == "GET":
            abort(404)
        if request.method == "GET":
            return self.show(editing_now, kind.form(draft.document, editing_now.stored, None))
        return self.receive(editing_now)

    def receive(self, now: Editing) -> ResponseReturnValue:
        """Saves what was posted, or says why not."""
        if posted_revision() != now.draft.revision:
            return self.refuse(now)
        if now.source is None:
            return without_draft(self, now.draft.id), 409
        form = now.kind.form(now.base, now.source, request.form)
        do = request.form.get("do", "")
        drop_clause(form, do)
        refusal = "" if wants_json() else take_lines(form, request.form.get("lines", ""))
        if not form.validate() or refusal:
            return self.unfinished(now, form, refusal)
        arrange(form, do)
        apply_preset(form, do, request.form.get("preset", ""))
        try:
            document, opens = now.applied(form), now.code
            if do == "next":
                document, opens = with_another(document, now.code)
            draft = save(now.draft, document, posted_revision())
        except StaleRevision:
            current = find_draft(now.draft.id) or now.draft
            return self.refuse(Editing(current, now.part, now.kind, now.code))
        except (NotFound, CodeRefused):
            return without_draft(self, now.draft.id), 409
        if wants_json():
            found = {} if is_long(draft.document) else {"count": count_data(draft.document)}
            return jsonify(revision=draft.revision, status=draft_status(draft), **found)
        return redirect(self.after(now, do, opens), 303)

    def unfinished(self, now: Editing, form: Any, refusal: str) -> ResponseReturnValue:
        """Something typed cannot be kept as it is, or `refusal` says why pasted lines cannot."""
        if wants_json():
            return jsonify(errors={field.id: True for field in form if field.errors}), 422
        if not refusal:
            return self.show(now, form), 422
        ordered_list(form).errors = [*ordered_list(form).errors, refusal]
        return self.show(now, form, lines=request.form["lines"]), 422

    def refuse(self, now: Editing) -> ResponseReturnValue:
        """The second editor: everything typed, beside what is stored now."""
        if wants_json():
            return jsonify(editor=actor_words(now.draft.questionnaire.draft_saved_by)), 409
        if now.source is None:
            return without_draft(self, now.draft.id), 409
        document = now.draft.document if now.stored else now.base
        form = now.kind.form(document, now.source, request.form)
        form.validate()
        lines = request.form.get("lines", "")
        return self.show(now, form, conflict=now.conflict(form), lines=lines), 409

    def after(self, now: Editing, do: str, opens: str) -> str:
        """Back to the outline, or on with this part or a new one."""
        to = part_url(now.draft.id)
        if do == "back":
            return now.outline_url
        if do.startswith(("clause", "preset")):
            member = do.split(":")[1] if ":" in do else "required_if"
            return to(now.part, now.code, _anchor=member)
        if do.startswith("row"):
            return to(now.part, now.code, baris=MORE_BLANK_ROWS if do == "rows" else None)
        return to(now.part, opens, tersimpan=1)

    def show(
        self, now: Editing, form: Any, conflict: Conflict | None = None, lines: str = ""
    ) -> str:
        """Renders the form; `lines` were pasted and not taken yet."""
        rows = MORE_BLANK_ROWS if "baris" in request.args else BLANK_ROWS
        for field in form:
            if isinstance(field, FieldList):
                add_blank_rows(field, rows)
        part = now.source
        facts = {
            "autosaves": now.kind.autosaves and not conflict,
            "back": now.outline_url,
            "menus": condition_menus(now, form),
            "base_revision": now.base_revision if conflict else None,
            "code": now.code,
            "crumbs": [],
            "form": form,
            "groups": form.groups(),
            "heading": now.kind.heading(part),
            "lines": lines,
            "here": part_url(now.draft.id)(now.part, now.code),
            "saved": "tersimpan" in request.args,
        }
        more = FACTS[now.part](now, part) if now.part in FACTS else {}
        return self.page(now.kind.template, now.draft, conflict=conflict, **{**facts, **more})


class Editing:
    """A part of a draft, and the state that the posted page was made from."""

    def __init__(self, draft: Draft, part: str, kind: PartKind, code: str) -> None:
        self.draft, self.part, self.kind, self.code = draft, part, kind, code
        #: The part as stored now; None when it does not exist (any more).
        self.stored = kind.find(draft.document, code)

    @property
    def outline_url(self) -> str:
        """The page from which one came, the focus where this part is."""
        if self.part == "skala":
            return url_for("designer.scales", questionnaire_id=self.draft.id)
        nouns = {"indikator": "question", "aspek": "section", "sampul": "cover"}
        focus = f"{nouns[self.part]}-open:{self.code}"
        return url_for("designer.outline", questionnaire_id=self.draft.id, fokus=focus)

    @property
    def base_revision(self) -> int:
        """The revision that the person saw when typing began."""
        base = digits(request.form.get("base", ""))
        return posted_revision() if base is None else base

    @property
    def base(self) -> Document:
        """The document that the page was made from; the present one when it is forgotten."""
        if self.stored is not None or request.method == "GET":
            return self.draft.document
        return base_document(self.draft, self.base_revision) or self.draft.document

    @property
    def was(self) -> Any:
        """The part as it was when the page was made."""
        before = base_document(self.draft, self.base_revision)
        return self.kind.find(before, self.code) if before else None

    @property
    def source(self) -> Any:
        """The part as stored, else as it was; None when neither is known."""
        return self.stored if self.stored is not None else self.was

    def applied(self, form: Any) -> Document:
        """The draft with what was typed; everything else as it is stored now."""
        part = form.applied(self.source)
        return self.kind.put(self.draft.document, self.code, part, form, self.base)

    def conflict(self, form: Any) -> Conflict:
        """What the other editor did meanwhile."""
        before = base_document(self.draft, self.base_revision)
        if self.stored is None:
            return conflict_with(self.draft, before, is_gone=True)
        stored = self.kind.form(self.draft.document, self.stored, None)
        old = self.kind.form(before, self.was, None) if before and self.was else None
        theirs = stored_differences(form, stored, old)
        return conflict_with(self.draft, before, theirs=theirs)


def with_another(document: Document, code: str) -> tuple[Document, str]:
    """A blank question like this one right after it, and its code; at the limit nothing is added,
    and a message says so.
    """
    if sum(1 for _item in document.questions()) < MOST_QUESTIONS:
        return editing.add_alike(document, code)
    refusal = TooManyQuestions(most=MOST_QUESTIONS)
    flash(say(refusal.message, refusal.params), "error")
    return document, code


def condition_menus(now: Editing, form: Any) -> dict[str, Any] | None:
    """What the condition builder's script needs; None where nothing has conditions."""
    field = next((one for one in form if isinstance(one, ConditionField)), None)
    return menus(field.asked, now.source) if field is not None and field.asked else None


def question_facts(now: Editing, question: Question) -> dict[str, Any]:
    """What the page of a question shows beside its form."""
    section = now.draft.document.section_of(now.code)
    items = list(now.draft.document.questions())
    codes = [item.code for item in items]
    at = codes.index(now.code) if now.code in codes else None
    before = items[at - 1] if at else None
    after = items[at + 1] if at is not None and at + 1 < len(items) else None
    crumbs = []
    if section:
        crumbs.append(
            {"label": section.title, "url": part_url(now.draft.id)("aspek", section.code)}
        )
        number = [item.code for item in section.questions].index(now.code) + 1
        crumbs.append({"label": _("Indikator %(number)s", number=number), "url": ""})
    return {
        "kind": kind_of(question),
        "section_code": section.code if section else "",
        "neighbours": {"before": before, "after": after},
        "crumbs": crumbs,
    }


def cover_facts(now: Editing, document: Document) -> dict[str, Any]:
    """What the cover shows below its form: the questionnaire's languages, and what may join."""
    draft = now.draft
    return {
        "offered": offered(draft.document),
        "spoken": translations(draft.document),
    }


#: Word of the part's page → what it shows beside its form.
FACTS: dict[str, Callable[[Editing, Any], dict[str, Any]]] = {
    "indikator": question_facts,
    "sampul": cover_facts,
}
