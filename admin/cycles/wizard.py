"""The wizard: six short pages from a name to an open cycle, each saved on its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import expose
from admin.cycles.access import CycleView
from admin.cycles.forms import TimesForm
from admin.cycles.preparing import BY_KEY, STEPS, TIMES, Step, step_after
from admin.cycles.unit_choice import LOOK
from admin.forms import AdminForm
from survei import clock
from survei.account.choices import Permission
from survei.cycle import queries
from survei.cycle.choices import CycleState
from survei.cycle.default_versions.queries import proposal
from survei.cycle.models import Cycle
from survei.cycle.plan import Plan
from survei.cycle.services import create_cycle, save_cycle
from survei.errors import StaleRevision, WrongState
from survei.lifecycle.checking import begin_check
from survei.retention.choices import DataClass
from survei.retention.queries import period_of
from survei.staff.models import Unit

#: Proposed for a new cycle: opens in a week at 8, closes two weeks later at 16.
OPENS_IN, LASTS = timedelta(days=7), timedelta(days=14)


class Wizard(CycleView):
    """Prepares a cycle. Works without JavaScript; one can go back at any time."""

    permission = Permission.EDIT_CYCLES

    @expose("/", methods=("GET", "POST"))
    def create(self) -> ResponseReturnValue:
        """The first page of a new cycle; a POST creates it."""
        form = TimesForm(request.form or None, data=self._proposal())
        if request.method == "POST" and form.validate():
            columns = {name: form[name].data for name in TIMES}
            cycle = create_cycle(**columns, plan=self._first_plan(), actor=self.principal.actor)
            flash(_("Periode %(name)s tersimpan sebagai rancangan.", name=cycle.name), "success")
            return redirect(self.get_url(".step", cycle_id=cycle.id, key=STEPS[1].key), 303)
        status = 422 if request.method == "POST" else 200
        return self._page(STEPS[0], form, cycle=None), status

    @expose("/<int:cycle_id>/<key>/", methods=("GET", "POST"))
    def step(self, cycle_id: int, key: str) -> ResponseReturnValue:
        """One page of a cycle in preparation; 409 when somebody else saved meanwhile."""
        step = BY_KEY.get(key) or abort(404)
        cycle = self.handled(cycle_id)
        if cycle.state != CycleState.DRAFT:
            flash(
                _("Periode ini sudah atau sedang dibuka; rancangannya tidak dapat diubah."), "error"
            )
            return redirect(self.get_url("cycle.detail", cycle_id=cycle.id), 303)
        plan = queries.plan_of(cycle)
        posted = request.form if request.method == "POST" else None
        form, extra = step.build(posted, cycle, plan, self.scope)
        if posted is None or LOOK in posted:
            return self._page(step, form, cycle=cycle, **extra)
        if not form.validate():
            return self._page(step, form, cycle=cycle, **extra), 422
        try:
            save_cycle(
                cycle.id,
                revision=_revision(),
                actor=self.principal.actor,
                **step.changes(form, plan),
            )
        except (StaleRevision, WrongState) as refusal:
            editor = queries.last_editor(cycle.id)
            return self._page(
                step, form, cycle=cycle, stale_editor=editor, refusal=refusal, **extra
            ), 409
        return redirect(self._next_url(step, cycle), 303)

    def _page(
        self,
        step: Step,
        form: AdminForm,
        *,
        cycle: Cycle | None,
        stale_editor: str = "",
        **extra: object,
    ) -> str:
        return self.render(
            step.template,
            form=form,
            cycle=cycle,
            step=step,
            steps=STEPS,
            number=STEPS.index(step) + 1,
            stale_editor=stale_editor,
            zone=clock.zone_name(),
            **extra,
        )

    def _next_url(self, step: Step, cycle: Cycle) -> str:
        following = step_after(step)
        if request.form.get("go") == "stay":
            flash(_("Tersimpan."), "success")
            return self.get_url("cycle.detail", cycle_id=cycle.id)
        if following is None:
            begin_check(cycle.id, actor=self.principal.actor)
            return self.get_url("cycle.check", cycle_id=cycle.id)
        return self.get_url(".step", cycle_id=cycle.id, key=following.key)

    def _proposal(self) -> dict[str, object]:
        today = clock.today()
        day = today + OPENS_IN
        opens_at = clock.from_local(datetime(day.year, day.month, day.day, 8))  # noqa: DTZ001
        closes_at = clock.from_local(
            datetime(day.year, day.month, day.day, 16)  # noqa: DTZ001
        )
        return {
            "period_start": today.replace(month=1, day=1),
            "period_end": today.replace(month=12, day=31),
            "opens_at": opens_at,
            "closes_at": closes_at + LASTS,
            "grace_minutes": 15,
        }

    def _first_plan(self) -> Plan:
        """HR of one unit begins with that unit.

        `?baku=1` begins with the questionnaires of "Untuk siapa".
        """
        plan = Plan(retention_years=period_of(DataClass.SUBMISSIONS).amount)
        if not self.scope.everyone:
            plan.unit_ids = [Unit.get(Unit.lineage == self.scope.unit_lineage).id]
        if request.args.get("baku") == "1":
            plan.relations, plan.instruments = proposal()
        return plan


def _revision() -> int:
    text = request.form.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
