"""The draft as raters see it, with the buttons that change its order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import expose
from admin.forms import say
from admin.questionnaires.conflict import base_document, conflict_with
from admin.questionnaires.draft import Draft, actor, find_draft, posted_revision, save
from admin.questionnaires.operations import Outcome, perform
from admin.questionnaires.page import DesignerPage, part_url, weight_facts, with_draft
from survei.errors import NotFound, StaleRevision, SurveiError
from survei.questionnaire import history
from survei.questionnaire.finding import Finding
from survei.questionnaire.rules import check
from survei.questionnaire.scale_library.queries import shared_scales, standings
from survei.questionnaire.scale_library.rules import ScaleUnfinished
from survei.questionnaire.scale_library.services import give_scale


class OutlinePage(DesignerPage):
    """Outline, scales, and every button that needs no form of its own."""

    @expose("/<int:questionnaire_id>/")
    @with_draft
    def outline(self, draft: Draft) -> ResponseReturnValue:
        """The whole questionnaire on one page."""
        return self.outline_page(draft)

    @expose("/<int:questionnaire_id>/skala/")
    @with_draft
    def scales(self, draft: Draft) -> ResponseReturnValue:
        """All scales of the draft."""
        return self.scales_page(draft)

    @expose("/<int:questionnaire_id>/ubah", methods=("POST",))
    @with_draft
    def change(self, draft: Draft) -> ResponseReturnValue:
        """Does what the button says and goes where it leads. 409 when the page is stale."""
        do, revision = request.form.get("do", ""), posted_revision()
        if revision != draft.revision:
            return self.refused(draft, do)
        try:
            outcome = perform(draft.document, do, request.form)
            save(draft, outcome.document, revision)
        except StaleRevision:
            return self.refused(find_draft(draft.id) or draft, do)
        except NotFound:
            raise
        except SurveiError as refusal:
            said = say(refusal.message, refusal.params)
            return self.outline_page(draft, said=said, typed=typed_text()), 422
        flash(outcome.said, "success")
        return redirect(self.after(draft, do, outcome), 303)

    @expose("/<int:questionnaire_id>/urungkan", methods=("POST",))
    @with_draft
    def undo(self, draft: Draft) -> ResponseReturnValue:
        """Takes the last change back."""
        return self.travel(draft, history.undo_draft)

    @expose("/<int:questionnaire_id>/ulangi", methods=("POST",))
    @with_draft
    def redo(self, draft: Draft) -> ResponseReturnValue:
        """Brings back what was undone."""
        return self.travel(draft, history.redo_draft)

    @expose("/<int:questionnaire_id>/skala/beri", methods=("POST",))
    @with_draft
    def give(self, draft: Draft) -> ResponseReturnValue:
        """Puts a scale of the draft into the library. 409 when the page is stale."""
        code = request.form.get("scale", "")
        try:
            give_scale(draft.id, code, revision=posted_revision(), actor=actor())
        except StaleRevision:
            return self.refused(find_draft(draft.id) or draft, "scale-give")
        except ScaleUnfinished as refusal:
            return self.scales_page(draft, said=say(refusal.message, refusal.params)), 422
        flash(_("Skala masuk ke pustaka dan dapat dipakai kuesioner lain."), "success")
        return redirect(url_for(".scales", questionnaire_id=draft.id), 303)

    def travel(self, draft: Draft, way: Any) -> ResponseReturnValue:
        """One step through the history."""
        try:
            way(draft.id, revision=posted_revision(), actor=actor())
        except StaleRevision:
            return self.refused(find_draft(draft.id) or draft, "")
        except history.NothingToUndo as refusal:
            return self.outline_page(draft, said=say(refusal.message, refusal.params)), 409
        return redirect(url_for(".outline", questionnaire_id=draft.id), 303)

    def refused(self, draft: Draft, do: str) -> ResponseReturnValue:
        """The page as it is now, with what the other editor changed."""
        advice = _(
            "Tombol yang Anda tekan belum dijalankan. Lihat susunan terbaru di bawah, lalu tekan "
            "lagi bila masih perlu."
        )
        base = base_document(draft, posted_revision())
        conflict = conflict_with(draft, base, advice=advice)
        page = self.scales_page if do.startswith("scale-") else self.outline_page
        return page(draft, conflict=conflict, typed=typed_text()), 409

    def after(self, draft: Draft, do: str, outcome: Outcome) -> str:
        """Where the outcome leads."""
        if outcome.opens:
            return part_url(draft.id)(*outcome.opens)
        page = ".scales" if do.startswith("scale-") else ".outline"
        return url_for(page, questionnaire_id=draft.id, fokus=outcome.focus or None)

    def outline_page(self, draft: Draft, **context: Any) -> str:
        """Renders the outline."""
        facts = {
            "question_buttons": question_buttons(),
            "question_url": question_url(draft.id),
            "words": words(),
            "findings": findings_by_part(check(draft.document)),
            "focus": request.args.get("fokus", "")[:100],
            "history": history.history_of(draft.questionnaire),
            "total": sum(1 for _item in draft.document.questions()),
            "weights": weight_facts(draft.document),
            "said": "",
            "typed": "",
        }
        return self.page("questionnaires/outline.html", draft, **{**facts, **context})

    def scales_page(self, draft: Draft, **context: Any) -> str:
        """Renders the scales and how often each is used."""
        uses = dict.fromkeys(draft.document.scales, 0)
        for question in draft.document.questions():
            if getattr(question, "scale", None) in uses:
                uses[question.scale] += 1
        facts = {
            "uses": uses,
            "library": list(shared_scales()),
            "standings": standings(draft.document),
            "history": history.history_of(draft.questionnaire),
            "said": "",
            "typed": "",
        }
        return self.page("questionnaires/scales.html", draft, **{**facts, **context})


def words() -> dict[str, str]:
    """Words that stand beside every question, translated once a page."""
    return {
        "unnamed": _("(belum ada kalimat)"),
        "optional": _("(boleh dilewati)"),
        "cannot_rate": _("Tidak dapat menilai"),
    }


def question_buttons() -> list[tuple[str, str, str]]:
    """Verb, word and sign of each button beside a question."""
    return [
        ("question-up", _("Naikkan"), "↑"),
        ("question-down", _("Turunkan"), "↓"),
        ("question-duplicate", _("Gandakan"), ""),
        ("question-delete", _("Hapus"), ""),
    ]


def question_url(questionnaire_id: int) -> Callable[[str], str]:
    """Addresses of questions, the route looked up once."""
    start = part_url(questionnaire_id)("indikator", "kode").removesuffix("kode")
    return lambda code: start + quote(code, safe="")


def typed_text() -> str:
    """The long text that a button was posted with, so that a refusal gives it back."""
    return request.form.get("lines", "")


def findings_by_part(findings: list[Finding]) -> dict[str, list[Finding]]:
    """Findings under "question:code" or "section:code"; the rest stands on the check's page."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        place = finding.place
        if place.question:
            found[f"question:{place.question}"].append(finding)
        elif place.section:
            found[f"section:{place.section}"].append(finding)
    return dict(found)
