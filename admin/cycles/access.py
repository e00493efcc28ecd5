"""Which cycle the signed-in person may see, and which one may be changed by them."""

from __future__ import annotations

from typing import Any

from flask import abort, url_for

from admin.base import View
from survei.account.choices import Permission
from survei.account.policy import permits, staff_scope
from survei.cycle import queries
from survei.cycle.models import Cycle
from survei.cycle.relations import RELATION_LABELS
from survei.errors import NotFound
from survei.staff.rules import Scope


class CycleView(View):
    """A page about one cycle; not in the menu."""

    def is_visible(self) -> bool:
        """Reached from the list."""
        return False

    @property
    def scope(self) -> Scope:
        """The people whom the principal sees."""
        return staff_scope(self.principal)

    @property
    def sees_every_rater(self) -> bool:
        """Whether the list of raters shows the principal all of them. Nobody else is told what a
        draw was made with: it can be repeated from that.
        """
        return self.scope.everyone and permits(self.principal, Permission.MANAGE_LINKS)

    def seen(self, cycle_id: int) -> Cycle:
        """The cycle, or 404 whether it is absent or somebody else's."""
        try:
            return queries.cycle_seen(cycle_id, self.scope)
        except NotFound:
            abort(404)

    def handled(self, cycle_id: int) -> Cycle:
        """The cycle if all of it lies within the principal's unit; 404 or 403 otherwise."""
        cycle = self.seen(cycle_id)
        if not self.handles(cycle):
            abort(403)
        return cycle

    def handles(self, cycle: Cycle) -> bool:
        """Whether the principal may take steps that concern the whole cycle."""
        return queries.lies_within(queries.plan_of(cycle), self.scope)

    def render(self, template: str, **extra: Any) -> str:
        """With what every page about a cycle needs."""
        may_hand_out = permits(self.principal, Permission.MANAGE_LINKS)
        return super().render(
            template,
            labels=RELATION_LABELS,
            employee_url=lambda id: url_for("employees.edit_view", id=id),
            rater_url=lambda id: url_for("links.details_view", id=id) if may_hand_out else "",
            may_hand_out=may_hand_out,
            may_read_results=permits(self.principal, Permission.VIEW_RESULTS),
            **extra,
        )
