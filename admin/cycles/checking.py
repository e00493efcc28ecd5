"""The last step of the wizard: what opening would create, what is wrong, and the button that opens.

Where there are too many people for a page, the worker checks, and the page shows what it found for
as long as that holds. Only a POST asks the worker.
"""

from __future__ import annotations

from flask import abort, current_app, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from admin.base import expose
from admin.cycles.one_cycle import OneCycle
from admin.cycles.preparing import STEPS
from admin.forms import say
from admin.jobs.presentation import words_of
from survei import clock
from survei.cycle.choices import CycleState
from survei.cycle.draw import is_left_to_chance
from survei.cycle.kept_check import CheckStatus
from survei.cycle.models import Cycle
from survei.cycle.opening_findings import Concerned, Problem
from survei.cycle.queries import plan_of
from survei.cycle.relations import RELATIONS
from survei.errors import SurveiError
from survei.jobs.choices import LIVE, JobKind, JobState
from survei.jobs.models import Job
from survei.jobs.queries import refusal_of
from survei.jobs.rules import RELOAD_SECONDS, is_stalled, percent_of
from survei.lifecycle.checking import begin_check, check_of
from survei.lifecycle.opening import begin_opening
from survei.lifecycle.workload import is_opening_long

#: {kind of problem: step of the wizard where it is mended}.
MENDED_AT = {
    "period": "times",
    "closing_order": "times",
    "closing_past": "times",
    "closing_far": "times",
    "nobody": "people",
    "unit_gone": "people",
    "unit_empty": "people",
    "no_tasks": "raters",
    "no_questionnaire": "forms",
    "version_gone": "forms",
    "version_retired": "forms",
    "scale_tells": "forms",
    "weights": "scheme",
    "weights_unused": "scheme",
    "weights_partly": "scheme",
    **{f"few_{one}": "raters" for one, row in RELATIONS.items() if row.is_drawn_for_all},
}


class Checking(OneCycle):
    """The check before the opening, and the opening."""

    @expose("/<int:cycle_id>/periksa/", methods=("GET", "POST"))
    def check(self, cycle_id: int) -> ResponseReturnValue:
        """Counts and problems before the opening, and the button that opens. A POST has the worker
        check, where a page cannot.
        """
        cycle = self._draft(cycle_id)
        if request.method == "GET":
            return self._check_page(cycle)
        begin_check(cycle.id, actor=self.principal.actor)
        return redirect(self.get_url(".check", cycle_id=cycle.id), 303)

    @expose("/<int:cycle_id>/buka/", methods=("POST",))
    def open(self, cycle_id: int) -> ResponseReturnValue:
        """Opens, if the numbers were confirmed; otherwise asks. All or nothing."""
        cycle = self._draft(cycle_id)
        if request.form.get("yakin") != "1":
            return self._check_page(cycle, is_asking=True)
        found = self._status_of(cycle).found
        if found is None:
            return self._not_opened(cycle, _("Periode belum dibuka. Periksa dahulu, lalu buka."))
        try:
            begun = begin_opening(cycle.id, found, actor=self.principal.actor)
        except SurveiError as refusal:
            return self._not_opened(cycle, say(refusal.message, refusal.params))
        if isinstance(begun, Job):
            return redirect(self.get_url("jobs.show", job_id=begun.id), 303)
        flash(
            _(
                "Periode telah dibuka: %(forms)s formulir, %(letters)s surat menunggu dikirim.",
                forms=begun.assignments,
                letters=begun.letters,
            ),
            "success",
        )
        return redirect(self.get_url(".detail", cycle_id=cycle.id), 303)

    def _draft(self, cycle_id: int) -> Cycle:
        """The cycle if it is still in preparation; otherwise its page says what it is."""
        cycle = self.handled(cycle_id)
        if cycle.state != CycleState.DRAFT:
            flash(_("Periode ini sudah atau sedang dibuka."), "error")
            abort(redirect(self.get_url(".detail", cycle_id=cycle.id), 303))
        return cycle

    def _not_opened(self, cycle: Cycle, why: str) -> ResponseReturnValue:
        """The page as it is now, 409."""
        flash(why, "error")
        answer = make_response(self._check_page(cycle))
        answer.status_code = 409
        return answer

    def _status_of(self, cycle: Cycle) -> CheckStatus:
        """What is known about opening the cycle now."""
        return check_of(cycle, mails_per_hour=current_app.config["SETTINGS"].mails_per_hour)

    def _check_page(self, cycle: Cycle, *, is_asking: bool = False) -> ResponseReturnValue:
        status = self._status_of(cycle)
        found = status.found
        if found is None:
            return self._waiting_page(cycle, status)
        return self._page(
            "cycles/check.html",
            cycle,
            found=found,
            made_at=status.made_at,
            problems=[self._shown(problem) for problem in found.problems],
            is_asking=is_asking and found.is_ready,
            is_large=is_opening_long(found),
            is_example=is_left_to_chance(plan_of(cycle)),
            steps=STEPS,
            mended_at=MENDED_AT,
        )

    def _waiting_page(self, cycle: Cycle, status: CheckStatus) -> ResponseReturnValue:
        """Until the worker has checked: how far it is, or the button that asks it."""
        job = status.job
        is_live = job is not None and job.state in LIVE
        message, params = refusal_of(job) if job else ("", {})
        page = self._page(
            "cycles/check_waiting.html",
            cycle,
            steps=STEPS,
            job=job,
            is_live=is_live,
            made_at=status.made_at,
            words=words_of(JobKind.CHECK),
            percent=percent_of(job) if job else 0,
            is_stalled=job is not None and is_stalled(job, clock.now()),
            has_failed=job is not None and job.state == JobState.FAILED,
            refusal=say(message, params) if message else "",
        )
        return (page, {"Refresh": RELOAD_SECONDS}) if is_live else page

    def _shown(self, problem: Problem) -> tuple[Problem, str, list[Concerned]]:
        """A problem, its sentence, and those of its people whom the principal may see."""
        prefix = self.scope.unit_lineage or ""
        people = [person for person in problem.people if person.lineage.startswith(prefix)]
        params = {
            name: format_decimal(value) if isinstance(value, int) else value
            for name, value in problem.params.items()
        }
        if "relation" in params:
            params["relation"] = _(str(params["relation"]).capitalize()).lower()
        return problem, say(problem.message, params), people
