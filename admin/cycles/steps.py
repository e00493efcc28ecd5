"""The page of a cycle, and the steps of its life: each asks once and calls one service."""

from __future__ import annotations

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import expose
from admin.cycles.after_closing import Ending
from admin.cycles.checking import Checking
from admin.cycles.forms import DeadlineForm
from admin.cycles.step_confirmations import QUESTIONS, Question
from admin.fields import given
from admin.forms import say
from survei.account.choices import Permission
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.cycle.rules import DeadlineInvalid
from survei.cycle.services import extend_cycle
from survei.errors import SurveiError


class CycleSteps(Checking, Ending):
    """One cycle: what it is, what comes next, and doing that."""

    permission = Permission.VIEW_CYCLES
    permissions = {
        "check": Permission.EDIT_CYCLES,
        "open": Permission.EDIT_CYCLES,
        "ask": Permission.EDIT_CYCLES,
        "deadline": Permission.EDIT_CYCLES,
        "reopen": Permission.EDIT_CYCLES,
        "compute": Permission.EDIT_CYCLES,
    }
    confirm_password = ("deadline", "reopen", "compute")

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The list stands elsewhere."""
        return redirect(self.get_url("cycles.index_view"))

    @expose("/<int:cycle_id>/langkah/<word>/", methods=("GET", "POST"))
    def ask(self, cycle_id: int, word: str) -> ResponseReturnValue:
        """A question with what will happen; a POST does it."""
        cycle = self.handled(cycle_id)
        question = QUESTIONS.get(word) or abort(404)
        if cycle.state != question.state:
            flash(_("Langkah ini tidak dapat dilakukan pada status saat ini."), "error")
            return redirect(self.get_url(".detail", cycle_id=cycle.id), 303)
        if request.method == "GET":
            return self._question_page(cycle, question)
        try:
            question.run(cycle.id, self.principal.actor)
        except SurveiError as refusal:
            flash(say(refusal.message, refusal.params), "error")
            return self._question_page(cycle, question), 409
        flash(str(question.done), "success")
        if word == "hapus":
            return redirect(self.get_url("cycles.index_view"), 303)
        return redirect(self.get_url(".detail", cycle_id=cycle.id), 303)

    @expose("/<int:cycle_id>/batas-waktu/", methods=("GET", "POST"))
    def deadline(self, cycle_id: int) -> ResponseReturnValue:
        """Another closing time for an open cycle."""
        cycle = self.handled(cycle_id)
        if request.method == "GET" and cycle.state != CycleState.OPEN:
            return self._too_late(cycle)
        form = DeadlineForm(request.form or None, data={"closes_at": cycle.closes_at})
        if request.method == "POST" and form.validate():
            try:
                extend_cycle(
                    cycle.id, closes_at=given(form.closes_at.data), actor=self.principal.actor
                )
            except DeadlineInvalid as refusal:
                form.closes_at.errors = [_(refusal.message)]
            except SurveiError as refusal:
                flash(say(refusal.message, refusal.params), "error")
                return redirect(self.get_url(".detail", cycle_id=cycle.id), 303)
            else:
                flash(_("Batas waktu telah diubah."), "success")
                return redirect(self.get_url(".detail", cycle_id=cycle.id), 303)
        status = 422 if form.errors else 200
        return self._page("cycles/deadline.html", cycle, form=form), status

    def _question_page(self, cycle: Cycle, question: Question) -> str:
        facts = question.facts(cycle)
        return self._page("cycles/ask.html", cycle, question=question, facts=facts)
