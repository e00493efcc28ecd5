"""The auditor's list of reports, and deciding about one. No answer is ever shown here."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as __
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from admin.base import expose
from admin.disputes.auditor_decision import AuditorView, reason_field
from admin.forms import AdminForm
from survei.cycle.choices import Relation
from survei.cycle.relations import GROUP_LABELS
from survei.invitation.choices import DisputeDecision, HandoutWay
from survei.invitation.disputes import disputes, handouts_to
from survei.invitation.models import DisputedSubmission
from survei.lifecycle.disputing import decide_dispute

DECISION_LABELS = {
    DisputeDecision.KEEP: __("Tetap dipakai: penilaian kelompok ini dihitung seperti biasa"),
    DisputeDecision.LEAVE_OUT: __("Tidak dipakai: seluruh kelompok ini dikeluarkan dari hasilnya"),
}
#: How a link was handed out.
WAY_LABELS = {
    HandoutWay.SLIP: __("dicetak"),
    HandoutWay.WHATSAPP: __("disiapkan sebagai pesan WhatsApp"),
    HandoutWay.EXPORT: __("diunduh ke berkas"),
    HandoutWay.SHOWN: __("ditampilkan di layar"),
}
#: Reports on the page, undecided ones first.
MOST_SHOWN = 200


class DecisionForm(AdminForm):
    """What becomes of the group, and why."""

    decision = SelectField(
        __("Keputusan"),
        [InputRequired()],
        choices=[
            SelectChoice("", __("Pilih")),
            *(SelectChoice(decision.value, label) for decision, label in DECISION_LABELS.items()),
        ],
    )
    reason = reason_field(
        __("Penilai membaca alasan ini. Jangan menulis isi jawaban atau nama lain.")
    )


class Disputes(AuditorView):
    """Reports of all units: they are about what HR may have done."""

    description = "Penilai melaporkan bahwa bukan dirinya yang mengirim; putuskan kelompoknya."

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Every report with how it stands."""
        return self._render("disputes/index.html", reports=list(disputes().limit(MOST_SHOWN)))

    @expose("/<int:assignment_id>/", methods=("GET", "POST"))
    def decide(self, assignment_id: int) -> ResponseReturnValue:
        """One report with what is known of the link; a POST decides, for good."""
        chosen = disputes().where(DisputedSubmission.assignment == assignment_id)
        report: DisputedSubmission = chosen.first() or abort(404)
        form = DecisionForm(request.form or None)
        said = _("Keputusan dicatat dan disampaikan kepada penilai.")
        if self.is_settled(form, lambda: self._decide(form, assignment_id), said):
            return redirect(self.get_url(".index"), 303)
        page = self._render(
            "disputes/decide.html", report=report, form=form, handouts=handouts_to(assignment_id)
        )
        return page, 422 if form.errors else 200

    def _decide(self, form: DecisionForm, assignment_id: int) -> None:
        decision, reason = DisputeDecision(form.decision.data), form.reason.data or ""
        decide_dispute(assignment_id, decision, reason=reason, actor=self.principal.actor)

    def _render(self, template: str, **values: Any) -> str:
        return str(
            self.render(
                template,
                group_label=lambda form: GROUP_LABELS[Relation(form.relation)],
                way_labels=WAY_LABELS,
                decision_labels=DECISION_LABELS,
                **values,
            )
        )
