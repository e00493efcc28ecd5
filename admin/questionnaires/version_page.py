"""The page of one published version: what it changed, who uses it, whether it is offered."""

from __future__ import annotations

from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import expose
from admin.cycles.cycle_list import state_badge
from admin.questionnaires.draft import actor, find_questionnaire
from admin.questionnaires.one_questionnaire import OneQuestionnaire
from admin.questionnaires.preview import frame
from admin.questionnaires.version_comparison import changes_since
from survei.account.choices import Permission
from survei.account.policy import Principal, permits, staff_scope
from survei.cycle.version_usage import Use, uses_of
from survei.drafting import queries, services

#: What the button says → whether the version is retired afterwards.
STEPS = {"hentikan": True, "tawarkan": False}


class VersionPage(OneQuestionnaire):
    """One version, read-only but for its offer."""

    @expose("/<int:questionnaire_id>/versi/<int:number>")
    def preview(self, questionnaire_id: int, number: int) -> ResponseReturnValue:
        """A published version: note, name, changes, cycles, and as raters see it."""
        item = find_questionnaire(questionnaire_id)
        version = queries.version_numbered(item.id, number)
        document = queries.document_of(version.id)
        facts = {
            **frame(questionnaire_id, str(version.number), document),
            "changes": None,
            **(changes_since(item.id, number, document) or {}),
            "newest": queries.newest_version(item.id),
            "state_badge": state_badge,
            "may_open_cycles": permits(self.principal, Permission.VIEW_CYCLES),
            "uses": uses_seen(self.principal, version.id),
        }
        return self.show_page("version.html", item=item, version=version, **facts)

    @expose("/<int:questionnaire_id>/versi/<int:number>/tawarkan", methods=("POST",))
    def retire(self, questionnaire_id: int, number: int) -> ResponseReturnValue:
        """Stops or resumes offering a version to new cycles, as the button said: never a toggle,
        so that a button pressed twice does what it says.
        """
        version = queries.version_numbered(find_questionnaire(questionnaire_id).id, number)
        retired = STEPS.get(request.form.get("do", ""))
        if retired is None:
            abort(400)
        said: Any = (
            _("Versi %(number)s tidak ditawarkan lagi.", number=number)
            if retired
            else _("Versi %(number)s ditawarkan lagi.", number=number)
        )
        return self.step(
            questionnaire_id,
            lambda: services.retire_version(version.id, retired=retired, actor=actor()),
            said,
        )


def uses_seen(principal: Principal, version_id: int) -> list[Use]:
    """The cycles that use a version, as far as this person sees cycles."""
    return uses_of([version_id], staff_scope(principal))[version_id]
