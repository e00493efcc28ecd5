"""The page of the rules, and the steps: another period, a hold, lifting it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import abort, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import View, expose
from admin.forms import AdminForm, place_error
from admin.retention.forms import HoldForm, ReasonForm, period_form
from admin.retention.rule_words import rule_words
from survei import clock
from survei.account.choices import Permission
from survei.errors import SurveiError
from survei.purge import queries
from survei.purge.holds import lift_hold, place_hold
from survei.purge.models import LegalHold, PurgeRun
from survei.purge.rules import AHEAD_DAYS
from survei.retention.choices import DataClass
from survei.retention.queries import period_of
from survei.retention.rules import CHOSEN, PROMISED, RULES
from survei.retention.services import choose_period

#: After so long without a run somebody should look after the worker.
OVERDUE = timedelta(hours=3)
#: Classes for which a new period counts in cycles that open later.
LATER = (*PROMISED, DataClass.SUBMISSIONS)


class Retention(View):
    """Rules and figures of the whole organisation; names nobody."""

    permission = Permission.VIEW_RETENTION
    permissions = dict.fromkeys(("period", "hold", "lift"), Permission.MANAGE_RETENTION)
    confirm_password = True
    description = "Berapa lama data disimpan, apa yang jatuh tempo, dan apa yang ditahan."

    def may(self, method: str) -> bool:
        """It is about all units at once: nothing for an officer of one."""
        return super().may(method) and not self.principal.unit_lineage

    def is_accessible(self) -> bool:
        """As `may`: in the menu for whom it opens."""
        return super().is_accessible() and not self.principal.unit_lineage

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Every class of data, the holds, and the last runs."""
        last = queries.last_run()
        return self.render(
            "retention/index.html",
            class_statuses=queries.class_statuses(current_app.config["SETTINGS"]),
            rule_words=rule_words,
            rules=RULES,
            chosen=CHOSEN,
            ahead=AHEAD_DAYS,
            holds=queries.holds(),
            runs=queries.past_runs(),
            last=last,
            is_overdue=_is_overdue(last),
        )

    @expose("/<word>/ubah", methods=("GET", "POST"))
    def period(self, word: str) -> ResponseReturnValue:
        """Another period for one class."""
        if word not in CHOSEN:
            abort(404)
        data = DataClass(word)
        form = period_form(data)(request.form or None, data={"amount": period_of(data).amount})
        return self._step(
            form,
            lambda: choose_period(
                data,
                form["amount"].data,
                reason=form.reason.data,
                actor=self.principal.actor,
            ),
            _("Masa simpan telah diubah."),
            "retention/period.html",
            rule=RULES[data],
            words=rule_words(RULES[data], period_of(data)),
            is_for_later=data in LATER,
        )

    @expose("/tahan", methods=("GET", "POST"))
    def hold(self) -> ResponseReturnValue:
        """Keeps everything of a cycle."""
        cycles = queries.cycles_to_hold()
        form = HoldForm(request.form or None, data={"cycle": request.args.get("periode", type=int)})
        form.cycle.choices = [(cycle.id, cycle.name) for cycle in cycles]
        return self._step(
            form,
            lambda: place_hold(
                form.cycle.data, reason=form.reason.data, actor=self.principal.actor
            ),
            _("Data periode itu ditahan sejak sekarang."),
            "retention/hold.html",
            has_cycles=bool(cycles),
        )

    @expose("/tahan/<int:hold_id>/cabut", methods=("GET", "POST"))
    def lift(self, hold_id: int) -> ResponseReturnValue:
        """Lets a cycle's data go again."""
        hold = LegalHold.get_or_none(LegalHold.id == hold_id) or abort(404)
        form = ReasonForm(request.form or None)
        return self._step(
            form,
            lambda: lift_hold(hold.id, reason=form.reason.data, actor=self.principal.actor),
            _("Penahanan dicabut. Yang sudah jatuh tempo dihapus pada penghapusan berikutnya."),
            "retention/lift.html",
            hold=hold,
        )

    def _step(
        self,
        form: AdminForm,
        run: Callable[[], object],
        done: str,
        template: str,
        **facts: Any,
    ) -> ResponseReturnValue:
        """The page of a form; a POST that is right is done and leads back to the rules."""
        if request.method == "POST" and form.validate():
            try:
                run()
            except SurveiError as refusal:
                place_error(form, refusal)
            else:
                flash(done, "success")
                return redirect(self.get_url(".index"), 303)
        return self.render(template, form=form, **facts), 422 if form.errors else 200


def _is_overdue(last: PurgeRun | None) -> bool:
    return last is None or clock.now() - last.began_at > OVERDUE
