"""After the closing: taking it back, or computing results, which ends that for good."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from admin.base import expose
from admin.cycles.forms import ReopeningForm
from admin.cycles.one_cycle import OneCycle
from admin.cycles.step_confirmations import sent_fact, sent_words
from admin.fields import given
from admin.format import ended, number
from admin.forms import say
from survei import clock
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.cycle.progress_queries import progress
from survei.cycle.rules import DeadlineInvalid, DeadlineTooLate, ReasonInvalid
from survei.errors import SurveiError
from survei.invitation.queries import count_unfinished
from survei.jobs.models import Job
from survei.lifecycle.computing import begin_computing
from survei.lifecycle.reopening import reopen_cycle
from survei.lifecycle.workload import is_computing_long
from survei.purge.holds import DataHeld
from survei.purge.queries import hold_of
from survei.response.queries import draft_count
from survei.staff.rules import Scope

#: Which field of the form a refusal belongs to.
FIELD_OF: dict[type[SurveiError], str] = {
    DeadlineInvalid: "closes_at",
    DeadlineTooLate: "closes_at",
    ReasonInvalid: "reason",
}


class Ending(OneCycle):
    """Reopening and computing."""

    @expose("/<int:cycle_id>/buka-kembali/", methods=("GET", "POST"))
    def reopen(self, cycle_id: int) -> ResponseReturnValue:
        """Takes a closing back, with a reason and a new closing time."""
        cycle = self.handled(cycle_id)
        if request.method == "GET" and cycle.state != CycleState.CLOSED:
            return self._too_late(cycle)
        form = ReopeningForm(request.form or None, closes_at=_proposed(cycle))
        if request.method == "POST" and form.validate():
            try:
                told = reopen_cycle(
                    cycle.id,
                    closes_at=given(form.closes_at.data),
                    reason=form.reason.data,
                    actor=self.principal.actor,
                )
            except (DeadlineInvalid, ReasonInvalid) as refusal:
                form[FIELD_OF[type(refusal)]].errors = [say(refusal.message, refusal.params)]
            except SurveiError as refusal:
                return self._refused(cycle, refusal)
            else:
                flash(_reopened(told.letters, told.raters - told.letters), "success")
                return redirect(self.get_url(".detail", cycle_id=cycle.id), 303)
        return self._reopening_page(cycle, form), 422 if form.errors else 200

    @expose("/<int:cycle_id>/hitung/", methods=("GET", "POST"))
    def compute(self, cycle_id: int) -> ResponseReturnValue:
        """Computes results, after saying with numbers that it cannot be undone."""
        cycle = self.handled(cycle_id)
        if hold := hold_of(cycle.id):
            return self._refused(cycle, DataHeld(reason=hold.reason))
        if request.method == "GET":
            if cycle.state != CycleState.CLOSED:
                return self._too_late(cycle)
            return self._computing_page(cycle)
        if request.form.get("yakin") != "1":
            return self._computing_page(cycle, error=_("Centang dahulu pernyataan ini.")), 422
        return self._compute(cycle)

    def _compute(self, cycle: Cycle) -> ResponseReturnValue:
        try:
            done = begin_computing(cycle, actor=self.principal.actor)
        except SurveiError as refusal:
            return self._refused(cycle, refusal)
        if isinstance(done, Job):
            return redirect(self.get_url("jobs.show", job_id=done.id), 303)
        flash(
            _(
                "Hasil telah dihitung: %(answers)s jawaban rahasia dilepaskan dari pengisinya, "
                "%(drafts)s draf dihapus. Langkah berikutnya: terbitkan hasil.",
                answers=number(done.answers),
                drafts=number(done.drafts),
            ),
            "success",
        )
        return redirect(self.get_url(".detail", cycle_id=cycle.id), 303)

    def _refused(self, cycle: Cycle, refusal: SurveiError) -> ResponseReturnValue:
        """The cycle as it is now, 409: somebody else was faster."""
        flash(say(refusal.message, refusal.params), "error")
        return self.detail(cycle.id), 409

    def _too_late(self, cycle: Cycle) -> ResponseReturnValue:
        flash(_("Langkah ini tidak dapat dilakukan pada status saat ini."), "error")
        return redirect(self.get_url(".detail", cycle_id=cycle.id), 303)

    def _reopening_page(self, cycle: Cycle, form: ReopeningForm) -> str:
        facts = [ended(cycle), sent_fact(cycle), *_told_facts(cycle)]
        return self._page("cycles/reopen.html", cycle, form=form, facts=facts)

    def _computing_page(self, cycle: Cycle, *, error: str = "") -> str:
        tally = progress(cycle.id, Scope(everyone=True)).all
        is_large = is_computing_long(cycle.id)
        facts = [ended(cycle), sent_words(tally), *_lost_facts(cycle)]
        return self._page("cycles/compute.html", cycle, facts=facts, error=error, is_large=is_large)


def _proposed(cycle: Cycle) -> Any:
    """The old closing time where it is still to come."""
    return cycle.closes_at if cycle.closes_at > clock.now() else None


def _told_facts(cycle: Cycle) -> list[str]:
    raters, reachable = count_unfinished(cycle.id)
    facts = [
        ngettext(
            "%(count)s penilai belum selesai; %(letters)s di antaranya mendapat surel dengan "
            "batas waktu baru dan tautan yang sama.",
            "%(count)s penilai belum selesai; %(letters)s di antaranya mendapat surel dengan "
            "batas waktu baru dan tautan yang sama.",
            raters,
            count=number(raters),
            letters=number(reachable),
        ),
    ]
    if raters > reachable:
        facts.append(_("Yang tanpa alamat surel perlu diberi tahu lewat WhatsApp atau slip."))
    drafts = draft_count(cycle.id)
    facts.append(
        ngettext(
            "%(count)s draf masih tersimpan dan dapat dilanjutkan oleh penilainya.",
            "%(count)s draf masih tersimpan dan dapat dilanjutkan oleh penilainya.",
            drafts,
            count=number(drafts),
        )
    )
    return facts


def _lost_facts(cycle: Cycle) -> list[str]:
    drafts = draft_count(cycle.id)
    return [
        ngettext(
            "%(count)s draf yang belum terkirim dihapus.",
            "%(count)s draf yang belum terkirim dihapus.",
            drafts,
            count=number(drafts),
        ),
        _("Jawaban rekan dan bawahan dilepaskan dari pengisinya, dengan urutan acak."),
        _("Periode tidak dapat dibuka kembali; formulir yang belum terkirim tidak dihitung."),
        _("Belum ada yang terlihat oleh siapa pun: hasil diterbitkan pada langkah berikutnya."),
    ]


def _reopened(letters: int, unreached: int) -> str:
    text = ngettext(
        "Periode dibuka kembali. %(count)s surat kepada penilai yang belum selesai menunggu "
        "dikirim.",
        "Periode dibuka kembali. %(count)s surat kepada penilai yang belum selesai menunggu "
        "dikirim.",
        letters,
        count=number(letters),
    )
    if unreached <= 0:
        return text
    return f"{text} " + ngettext(
        "%(count)s penilai tanpa surat baru perlu diberi tahu dengan cara lain.",
        "%(count)s penilai tanpa surat baru perlu diberi tahu dengan cara lain.",
        unreached,
        count=number(unreached),
    )
