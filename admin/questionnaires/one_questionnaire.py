"""What every page about one questionnaire does with a service and with its templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from admin.base import View
from admin.forms import say
from admin.questionnaires.designer_page import TOOLS
from admin.questionnaires.draft import find_questionnaire
from survei.drafting import queries
from survei.errors import SurveiError


class OneQuestionnaire(View):
    """Calls services and renders templates of this area."""

    def step(
        self, questionnaire_id: int, write: Callable[[], Any], said: str
    ) -> ResponseReturnValue:
        """Calls a service, says so, and shows the questionnaire."""
        done = self.attempt(questionnaire_id, write)
        if done is None:
            flash(said, "success")
        return done or redirect(url_for(".show", questionnaire_id=questionnaire_id), 303)

    def attempt(
        self, questionnaire_id: int, write: Callable[[], Any]
    ) -> ResponseReturnValue | None:
        """None when it worked, else the questionnaire's page with the reason (409)."""
        item = find_questionnaire(questionnaire_id)
        try:
            write()
        except SurveiError as refusal:
            versions = list(queries.versions_of(item.id))
            said = say(refusal.message, refusal.params)
            return self.show_page("show.html", item=item, versions=versions, refusal=said), 409
        return None

    def show_page(self, template: str, **context: Any) -> str:
        """A template of this area with what all of them ask."""
        facts = {**TOOLS, "may_edit": self.may("new"), "refusal": ""}
        return str(self.render(f"questionnaires/{template}", **{**facts, **context}))
