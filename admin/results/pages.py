"""Cycles with their results, publishing them, one person's result, and the workbook."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from time import monotonic
from typing import Any

from flask import abort, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import View, expose
from admin.forms import say as say_message
from admin.lookup import whole
from admin.results.presentation import presented
from survei import clock
from survei.account.choices import Permission
from survei.account.policy import permits, staff_scope
from survei.cycle import queries as cycle_queries
from survei.cycle.choices import CYCLE_STATE_LABELS, CycleState
from survei.cycle.models import Cycle
from survei.result import listing
from survei.result.document import decode_result
from survei.result.queries import documents, result_of
from survei.result.services import Unfinished, publish_results, record_export, record_view
from survei.result.workbook import write_workbook
from survei.throttle.choices import EXPORT
from survei.throttle.services import take

#: Seconds of publishing in one request; a larger cycle goes on with the next one.
SLICE_SECONDS = 12
#: Bytes of a workbook that are kept in memory before it goes to a temporary file.
IN_MEMORY = 2_000_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Results(View):
    """Results of closed cycles."""

    permission = Permission.VIEW_RESULTS
    permissions = {"publish": Permission.EDIT_CYCLES, "download": Permission.EXPORT_RESULTS}
    confirm_password = ("download",)
    description = "Terbitkan hasil periode yang sudah ditutup, baca, dan unduh."

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Cycles that are closed or published."""
        return self.render(
            "results/index.html",
            rows=listing.finished_cycles(staff_scope(self.principal)),
            state_labels=CYCLE_STATE_LABELS,
        )

    @expose("/<cycle_id>/")
    def cycle(self, cycle_id: str) -> ResponseReturnValue:
        """A closed cycle with the step to publish it, or the people of a published one."""
        cycle, scope = self._cycle(cycle_id), staff_scope(self.principal)
        if cycle.state == CycleState.CLOSED:
            return self._publish_page(cycle)
        search = request.args.get("search", "")[:100]
        page = listing.ratees(
            cycle.id, scope, search=search, page=whole(request.args.get("page", "0")) or 0
        )
        return self.render("results/cycle.html", cycle=cycle, page=page, search=search)

    @expose("/<cycle_id>/terbitkan", methods=("POST",))
    def publish(self, cycle_id: str) -> ResponseReturnValue:
        """Publishes; a large cycle in several requests."""
        cycle = self._cycle(cycle_id)
        if not self._may_publish(cycle):
            abort(403)
        if cycle.state == CycleState.CLOSED and request.form.get("yakin") != "1":
            return self._publish_page(cycle, error=_("Centang dahulu pernyataan ini.")), 422
        try:
            until = monotonic() + SLICE_SECONDS
            publish_results(cycle.id, actor=self.principal.actor, until=until)
        except Unfinished as state:
            message = say_message(state.message, state.params)
            return self._publish_page(cycle, progress=message), 202
        flash(_("Hasil diterbitkan. Setiap pegawai mendapat tautan ke hasilnya."), "success")
        return redirect(url_for(".cycle", cycle_id=cycle.id), 303)

    @expose("/<cycle_id>/unduh", methods=("POST",))
    def download(self, cycle_id: str) -> ResponseReturnValue:
        """All results that this user may see, as a workbook; counted and on record."""
        cycle = self._cycle(cycle_id)
        if cycle.state != CycleState.PUBLISHED:
            abort(404)
        take((EXPORT, str(self.principal.user_id)))
        file: Any = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - sent, then closed
        count = write_workbook(file, documents(cycle.id, staff_scope(self.principal)))
        record_export(cycle.id, actor=self.principal.actor, results=count)
        file.seek(0)
        name = f"hasil-penilaian-{cycle.id}-{clock.today():%Y-%m-%d}.xlsx"
        answer = send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)
        answer.call_on_close(file.close)
        return answer

    @expose("/pegawai/<participant_id>/")
    def person(self, participant_id: str) -> ResponseReturnValue:
        """One person's result; looking at it is on record."""
        row = result_of(self._key(participant_id), staff_scope(self.principal))
        record_view(row.ratee_id, actor=self.principal.actor, what="result")
        document = decode_result(row.document)
        return self.render("results/person.html", row=row, **presented(document))

    def _publish_page(self, cycle: Cycle, **more: Any) -> str:
        return self.render(
            "results/publish.html",
            cycle=cycle,
            outlook=listing.outlook(cycle),
            may_publish=self._may_publish(cycle),
            **{"error": "", "progress": "", **more},
        )

    def _cycle(self, text: str) -> Cycle:
        cycle = listing.finished_cycle(self._key(text), staff_scope(self.principal))
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
