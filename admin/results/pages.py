"""Cycles with their results, publishing them, one person's result, and the workbook."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import View, expose
from admin.format import number
from admin.forms import say
from admin.lookup import whole
from admin.results.proof_words import proof_sentences
from admin.results.shown_result import document_of
from admin.workbook_downloads import results_file
from survei.account.choices import Permission
from survei.account.policy import permits, staff_scope
from survei.audit.whole_log import LogNotWhole
from survei.cycle import queries as cycle_queries
from survei.cycle.choices import CYCLE_STATE_LABELS, CycleState, Relation
from survei.cycle.group_sizes import group_sizes
from survei.cycle.models import Cycle
from survei.cycle.relations import GROUP_LABELS
from survei.invitation.disputes import disputes_in
from survei.jobs.choices import JobKind
from survei.jobs.models import Job
from survei.jobs.queries import live_job, newest_file
from survei.lifecycle.disputing import ReportsChanged, Undecided
from survei.lifecycle.exporting_results import begin_export
from survei.lifecycle.proving import FiguresBeyond, ResultsChanged
from survei.lifecycle.publishing import begin_publishing
from survei.lifecycle.unproved_answers import AnswersUnproved
from survei.presentation.results_workbook import write_workbook
from survei.response.box_proof import BoxChanged
from survei.result import result_lists
from survei.result.proof_counts import proof_counts
from survei.result.queries import documents, result_of
from survei.result.services import record_export, record_view
from survei.throttle.choices import EXPORT
from survei.throttle.services import take

#: Bytes of a workbook that are kept in memory before it goes to a temporary file.
IN_MEMORY = 2_000_000
#: Why a cycle is not published, said on its page.
REFUSALS = (
    Undecided,
    LogNotWhole,
    ReportsChanged,
    AnswersUnproved,
    BoxChanged,
    FiguresBeyond,
    ResultsChanged,
)


class Results(View):
    """Results of closed cycles."""

    permission = Permission.VIEW_RESULTS
    permissions = {"publish": Permission.EDIT_CYCLES, "download": Permission.EXPORT_RESULTS}
    confirm_password = ("download",)
    description = "Terbitkan hasil periode yang sudah ditutup, baca, dan unduh."

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Cycles that are closed, computed or published."""
        return self.render(
            "results/index.html",
            rows=result_lists.finished_cycles(staff_scope(self.principal)),
            state_labels=CYCLE_STATE_LABELS,
        )

    @expose("/<cycle_id>/")
    def cycle(self, cycle_id: str) -> ResponseReturnValue:
        """What is to be done before there are results, or the people of a published cycle."""
        cycle, scope = self._cycle(cycle_id), staff_scope(self.principal)
        if cycle.state == CycleState.CLOSED:
            return self.render("results/closed.html", cycle=cycle, may=self._may_publish(cycle))
        if cycle.state == CycleState.COMPUTED:
            return self._publish_page(cycle)
        search = request.args.get("search", "")[:100]
        page = result_lists.ratees(cycle.id, scope, search=search, page=_asked_page())
        file = newest_file(cycle.id, self.principal.user_id)
        proof = proof_sentences(proof_counts(cycle.id))
        return self.render(
            "results/cycle.html", cycle=cycle, page=page, search=search, file=file, proof=proof
        )

    @expose("/<cycle_id>/terbitkan", methods=("POST",))
    def publish(self, cycle_id: str) -> ResponseReturnValue:
        """Publishes; a large cycle is left to the worker."""
        cycle = self._cycle(cycle_id)
        if not self._may_publish(cycle):
            abort(403)
        if cycle.state == CycleState.COMPUTED and request.form.get("yakin") != "1":
            return self._publish_page(cycle, error=_("Centang dahulu pernyataan ini.")), 422
        try:
            begun = begin_publishing(cycle, actor=self.principal.actor)
        except REFUSALS as refusal:
            return self._publish_page(cycle, error=say(refusal.message, refusal.params)), 409
        if isinstance(begun, Job):
            return _to_page(begun)
        flash(_told(group_sizes(cycle).reachable), "success")
        return redirect(url_for(".cycle", cycle_id=cycle.id), 303)

    @expose("/<cycle_id>/unduh", methods=("POST",))
    def download(self, cycle_id: str) -> ResponseReturnValue:
        """All results that this user may see, as a workbook; counted and on record. Many are
        left to the worker.
        """
        cycle, scope = self._cycle(cycle_id), staff_scope(self.principal)
        if cycle.state != CycleState.PUBLISHED:
            abort(404)
        take((EXPORT, str(self.principal.user_id)))
        if job := begin_export(cycle.id, scope, actor=self.principal.actor):
            return _to_page(job)
        file: Any = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - sent, then closed
        count = write_workbook(file, documents(cycle.id, scope))
        record_export(cycle.id, actor=self.principal.actor, results=count)
        file.seek(0)
        return results_file(cycle.id, file)

    @expose("/pegawai/<participant_id>/")
    def person(self, participant_id: str) -> ResponseReturnValue:
        """One person's result; looking at it is on record."""
        row = result_of(self._key(participant_id), staff_scope(self.principal))
        shown = document_of(row)
        record_view(row.ratee_id, actor=self.principal.actor, what="result")
        return self.render("results/person.html", row=row, **shown)

    def _publish_page(self, cycle: Cycle, **more: Any) -> str:
        return self.render(
            "results/publish.html",
            cycle=cycle,
            outlook=result_lists.outlook(cycle),
            thin=result_lists.thin_page(cycle, staff_scope(self.principal), _asked_page()),
            disputes=disputes_in(cycle.id),
            group_label=lambda of: GROUP_LABELS[Relation(of.relation)],
            may_publish=self._may_publish(cycle),
            under_way=live_job(cycle.id, JobKind.PUBLISH),
            **{"error": "", **more},
        )

    def _cycle(self, text: str) -> Cycle:
        cycle = result_lists.finished_cycle(self._key(text), staff_scope(self.principal))
        return cycle or abort(404)

    def _key(self, text: str) -> int:
        key = whole(text)
        return abort(404) if key is None else key

    def _may_publish(self, cycle: Cycle) -> bool:
        """Who edits cycles, and only one that lies within what they see."""
        if not permits(self.principal, Permission.EDIT_CYCLES):
            return False
        plan = cycle_queries.plan_of(cycle)
        return cycle_queries.lies_within(plan, staff_scope(self.principal))


def _asked_page() -> int:
    return whole(request.args.get("page", "0")) or 0


def _told(letters: int) -> str:
    return _(
        "Hasil diterbitkan; %(count)s surel dengan tautan masuk antrean kirim.",
        count=number(letters),
    )


def _to_page(job: Job) -> ResponseReturnValue:
    return redirect(url_for("jobs.show", job_id=job.id), 303)
