"""The auditor's page of the boxes: what did not match when one was to be opened, and whether what
the log says of an opened one still holds. No answer is ever shown here.
"""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as __
from wtforms import HiddenField

from admin.base import expose
from admin.disputes.auditor_decision import AuditorView, reason_field
from admin.forms import AdminForm
from survei.cycle.choices import NOT_YET_OPEN, CycleState, Relation
from survei.cycle.models import Cycle, Participant
from survei.cycle.relations import GROUP_LABELS
from survei.lifecycle.box_opening import decide_box, mismatch_of
from survei.response.box_proof import Difference, box_proof, check_box

#: Cycles on the page, newest first; groups that are named.
MOST_SHOWN = 100


class BoxForm(AdminForm):
    """Why the box is opened all the same."""

    about = HiddenField()
    reason = reason_field(__("Tersimpan pada catatan kejadian. Sebutkan apa yang sudah diperiksa."))


class Boxes(AuditorView):
    """Boxes of all cycles: they are about what somebody with the database may have done."""

    description = "Jawaban tersegel dicocokkan dengan formulir yang terkirim sebelum dibuka."

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Every box with how it stands."""
        boxed = Cycle.box_key.is_null(False) & Cycle.state.not_in(NOT_YET_OPEN)
        cycles = Cycle.select().where(boxed).order_by(Cycle.id.desc())
        rows = [(cycle, _standing(cycle)) for cycle in cycles.limit(MOST_SHOWN)]
        return str(self.render("disputes/boxes.html", rows=rows))

    @expose("/<int:cycle_id>/", methods=("GET", "POST"))
    def decide(self, cycle_id: int) -> ResponseReturnValue:
        """One box; a POST decides that it is opened without what does not match."""
        cycle: Cycle = Cycle.get_or_none(Cycle.id == cycle_id) or abort(404)
        form = BoxForm(request.form or None)
        about, reason = form.about.data or "", form.reason.data or ""
        if self.is_settled(
            form,
            lambda: decide_box(cycle.id, about=about, reason=reason, actor=self.principal.actor),
            _("Keputusan dicatat. Pengelola SDM dapat menghitung hasil lagi."),
        ):
            return redirect(self.get_url(".index"), 303)
        return self._page(cycle, form), 422 if form.errors else 200

    def _page(self, cycle: Cycle, form: BoxForm) -> str:
        is_waiting = cycle.state == CycleState.CLOSED
        mismatch = mismatch_of(cycle.id) if is_waiting else None
        check = check_box(cycle)
        found = mismatch.differences if mismatch else check.proof.differences if check else []
        return str(
            self.render(
                "disputes/box.html",
                cycle=cycle,
                form=form,
                standing=_standing(cycle),
                mismatch=mismatch,
                check=check,
                differences=[_named(one) for one in found[:MOST_SHOWN]],
                more=max(0, len(found) - MOST_SHOWN),
            )
        )


def _standing(cycle: Cycle) -> str:
    if cycle.state in (CycleState.OPEN, CycleState.OPENING):
        return _("Tersegel; pengisian berlangsung")
    if cycle.state == CycleState.CLOSED:
        found = mismatch_of(cycle.id)
        if found is None:
            return _("Tersegel; menunggu hasil dihitung")
        if found.reason is not None:
            return _("Diputuskan")
        if found.is_key_lost:
            return _("Kuncinya hilang; menunggu keputusan")
        return _("Tidak cocok; menunggu keputusan")
    proof = box_proof(cycle.id)
    if proof is None:
        return _("Dibuka tanpa catatan")
    return _("Dibuka tanpa yang tidak cocok") if proof.differences else _("Dibuka; cocok")


def _named(one: Difference) -> dict[str, Any]:
    """A group in words."""
    ratee = Participant.get_or_none(Participant.id == one.ratee_id)
    group = GROUP_LABELS[Relation(one.relation)] if one.relation in list(Relation) else ""
    return {
        "name": ratee.name if ratee else _("tidak dapat dibaca"),
        "group": group,
        "missing": one.missing,
        "foreign": one.foreign,
    }
