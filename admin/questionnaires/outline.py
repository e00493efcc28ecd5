"""The draft as raters see it, with the buttons that change its order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from flask import abort, flash, g, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from admin.base import expose
from admin.forms import say
from admin.questionnaires.designer_page import DesignerPage, part_url, weight_facts, with_draft
from admin.questionnaires.draft import Draft, actor, find_draft, posted_revision, save
from admin.questionnaires.draft_conflict import base_document, conflict_with
from admin.questionnaires.operations import perform
from admin.questionnaires.outcomes import Outcome
from admin.questionnaires.outline_findings import (
    finding_counts,
    findings_by_part,
    findings_data,
    findings_of,
)
from admin.questionnaires.outline_sections import (
    AT_FIRST,
    Faces,
    facts_of,
    known_document,
    lost_conditions,
    sheets,
)
from admin.questionnaires.retry import retry_of
from survei.bank.scale_library.queries import shared_scales, standings
from survei.bank.scale_library.rules import ScaleUnfinished
from survei.bank.scale_library.services import give_scale
from survei.drafting import undo
from survei.errors import NotFound, StaleRevision, SurveiError
from survei.questionnaire.kinds import KINDS

#: What the page of scales calls itself in `home`, so that undo comes back to it.
SCALES = "skala"


class OutlinePage(DesignerPage):
    """Outline, scales, and every button that needs no form of its own."""

    @expose("/<int:questionnaire_id>/")
    @with_draft
    def outline(self, draft: Draft) -> ResponseReturnValue:
        """The whole questionnaire on one page.

        A script that fetches one section more beside it gets no message: that is the page's.
        """
        g.is_piece = "buka" in request.args
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
            return self.home_of(do)(draft, said=said, typed=typed_text()), 422
        flash(outcome.said, "success")
        self.warn(lost_conditions(outcome.document, draft.document))
        return redirect(self.after(draft, do, outcome), 303)

    @expose("/<int:questionnaire_id>/urungkan", methods=("POST",))
    @with_draft
    def undo(self, draft: Draft) -> ResponseReturnValue:
        """Takes the last change back."""
        return self.travel(draft, undo.undo_draft, _("Perubahan terakhir diurungkan."))

    @expose("/<int:questionnaire_id>/ulangi", methods=("POST",))
    @with_draft
    def redo(self, draft: Draft) -> ResponseReturnValue:
        """Brings back what was undone."""
        return self.travel(draft, undo.redo_draft, _("Perubahan dikembalikan."))

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

    def travel(self, draft: Draft, way: Any, said: str) -> ResponseReturnValue:
        """One step through the history, back to the page whose button it was."""
        home = "scale-" if request.form.get("home") == SCALES else ""
        try:
            way(draft.id, revision=posted_revision(), actor=actor())
        except StaleRevision:
            return self.refused(find_draft(draft.id) or draft, home)
        except undo.NothingToUndo as refusal:
            return self.home_of(home)(draft, said=say(refusal.message, refusal.params)), 409
        flash(said, "success")
        home_page = ".scales" if home else ".outline"
        return redirect(url_for(home_page, questionnaire_id=draft.id), 303)

    def refused(self, draft: Draft, do: str) -> ResponseReturnValue:
        """The page as it is now, with what the other changed and what this one asked for."""
        advice = _(
            "Tombol yang Anda tekan belum dijalankan. Lihat susunan terbaru di bawah, lalu tekan "
            "lagi bila masih perlu."
        )
        base = base_document(draft, posted_revision())
        retry = retry_of(draft.document, base, do)
        conflict = conflict_with(draft, base, advice=advice, retry=retry)
        return self.home_of(do)(draft, conflict=conflict), 409

    def home_of(self, do: str) -> Callable[..., str]:
        """The page on which a button stands."""
        return self.scales_page if do.startswith("scale-") else self.outline_page

    def after(self, draft: Draft, do: str, outcome: Outcome) -> str:
        """Where the outcome leads."""
        if outcome.opens:
            return part_url(draft.id)(*outcome.opens)
        page = ".scales" if do.startswith("scale-") else ".outline"
        return url_for(page, questionnaire_id=draft.id, fokus=outcome.focus or None)

    @staticmethod
    def warn(lost: int) -> None:
        """Says that conditions lost what they ask about; each is marked at its place."""
        if lost:
            flash(
                ngettext(
                    "%(num)s syarat kini menanyakan hal yang belum ditanyakan. Lihat tandanya.",
                    "%(num)s syarat kini menanyakan hal yang belum ditanyakan. Lihat tandanya.",
                    lost,
                ),
                "warning",
            )

    @expose("/<int:questionnaire_id>/tambah")
    @with_draft
    def add(self, draft: Draft) -> ResponseReturnValue:
        """Kinds to choose from, and a box for many questions at once."""
        section = draft.document.section(request.args.get("aspek", ""))
        after = draft.document.question(request.args.get("sesudah", ""))
        if after is not None:
            section = draft.document.section_of(after.code)
        if section is None:
            abort(404)
        place = {"section": section, "after": after}
        return self.page("questionnaires/add.html", draft, kind_cards=kind_cards(), **place)

    @expose("/<int:questionnaire_id>/pindah/<code>")
    @with_draft
    def places(self, draft: Draft, code: str) -> ResponseReturnValue:
        """The sections that a question may go to."""
        question, home = draft.document.question(code), draft.document.section_of(code)
        if question is None:
            abort(404)
        return self.page("questionnaires/places.html", draft, question=question, home=home)

    @expose("/<int:questionnaire_id>/temuan")
    @with_draft
    def findings(self, draft: Draft) -> ResponseReturnValue:
        """What the check finds, as data for the outline's script."""
        return jsonify(findings_data(findings_of(draft.document), draft.document))

    def outline_page(self, draft: Draft, **context: Any) -> str:
        """Renders the outline."""
        focus = request.args.get("fokus", "")[:100]
        total = sum(1 for _item in draft.document.questions())
        is_long = total > AT_FIRST or known_document(draft) is not None
        findings = [] if is_long else findings_of(draft.document)
        facts = {
            "faces": Faces(draft.document),
            "facts_of": facts_of,
            "findings": findings_by_part(findings),
            "finding_counts": finding_counts(findings, draft.document),
            "findings_later": is_long,
            "focus": focus,
            "folded": "lipat" in request.args,
            "home": "",
            "history": undo.history_of(draft.questionnaire),
            "kind_cards": kind_cards(),
            "question_buttons": question_buttons(),
            "add_url": url_for(".add", questionnaire_id=draft.id, sesudah=""),
            "move_url": url_for(".places", questionnaire_id=draft.id, code="-")[:-1],
            "question_url": question_url(draft.id),
            "sheets": sheets(draft, focus),
            "total": total,
            "weights": weight_facts(draft.document),
            "words": words(),
            "said": "",
            "typed": "",
        }
        return self.page("questionnaires/outline.html", draft, **{**facts, **context})

    def scales_page(self, draft: Draft, **context: Any) -> str:
        """Renders the scales and how often each is used."""
        used = [item.scale for item in draft.document.questions() if hasattr(item, "scale")]
        facts = {
            "rated": len(used),
            "uses": {key: used.count(key) for key in draft.document.scales},
            "library": list(shared_scales()),
            "standings": standings(draft.document),
            "home": SCALES,
            "history": undo.history_of(draft.questionnaire),
            "said": "",
            "typed": "",
        }
        return self.page("questionnaires/scales.html", draft, **{**facts, **context})


def words() -> dict[str, str]:
    """Words that stand beside every question, translated once a page."""
    return {
        "unnamed": _("(belum ada kalimat)"),
        "optional": _("boleh dilewati"),
        "uncounted": _("tidak dihitung"),
        "reversed": _("skala terbalik"),
        "reading": _("Teks informasi"),
        "more": _("Sisipkan di bawah"),
        "elsewhere": _("Ke aspek …"),
        "grip": _("Pindahkan: seret, atau tekan Spasi lalu panah"),
        "grip_section": _("Pindahkan aspek: seret, atau tekan Spasi lalu panah"),
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


def kind_cards() -> list[tuple[str, str, str]]:
    """Kind, label and what it is for, of each kind that can be added."""
    return [(str(kind), _(struct.label), _(struct.use)) for kind, struct in KINDS.items()]
