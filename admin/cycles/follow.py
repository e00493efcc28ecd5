"""How far a cycle is: by unit and relation, who is missing, who declined and why.

Never what anyone answered, and of confidential forms only whether a rater has sent theirs.
"""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue

from admin.base import expose
from admin.cycles.access import CycleView
from admin.cycles.listing import state_badge
from admin.cycles.snapshot import standing_now
from survei.account.choices import Permission
from survei.cycle import queries
from survei.cycle.choices import DECLINE_LABELS
from survei.cycle.models import Cycle

PAGE_SIZE = 50
#: Declines of a page.
DECLINES = 20
MOST_PAGES = 400
LONGEST_SEARCH = 100
#: Units that are offered in a select; where there are more, one searches.
MOST_UNITS = 50


class FollowUp(CycleView):
    """Reads only."""

    permission = Permission.VIEW_CYCLES

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The list stands elsewhere."""
        return redirect(self.get_url("cycles.index_view"))

    @expose("/<int:cycle_id>/")
    def progress(self, cycle_id: int) -> ResponseReturnValue:
        """Sent, open and declined forms by unit of the rater and relation."""
        cycle = self.seen(cycle_id)
        snapshot = standing_now(cycle.id, self.scope)
        units = snapshot.standing.units
        page = _page(len(units))
        return self._render(
            "cycles/progress.html",
            cycle,
            snapshot=snapshot,
            units=units[page * PAGE_SIZE : (page + 1) * PAGE_SIZE],
            page=page,
            has_next=len(units) > (page + 1) * PAGE_SIZE,
        )

    @expose("/<int:cycle_id>/belum/")
    def missing(self, cycle_id: int) -> ResponseReturnValue:
        """Raters with open forms: how many, and the way to their links."""
        cycle = self.seen(cycle_id)
        snapshot = standing_now(cycle.id, self.scope)
        search = " ".join(request.args.get("nama", "")[:LONGEST_SEARCH].split())
        unit = request.args.get("unit", "")
        units = sorted(snapshot.standing.units, key=lambda unit: unit.name)
        chosen = [known for known in units if known.lineage == unit]
        unit = unit if chosen else ""
        page = _page(MOST_PAGES * PAGE_SIZE)
        raters = queries.missing(
            cycle.id,
            self.scope,
            unit_lineage=unit,
            name=search,
            limit=PAGE_SIZE + 1,
            offset=page * PAGE_SIZE,
        )
        return self._render(
            "cycles/missing.html",
            cycle,
            raters=raters[:PAGE_SIZE],
            has_next=len(raters) > PAGE_SIZE,
            page=page,
            search=search,
            unit=unit,
            units=units if len(units) <= MOST_UNITS else chosen,
        )

    @expose("/<int:cycle_id>/penolakan/")
    def declines(self, cycle_id: int) -> ResponseReturnValue:
        """Declined forms with reason, so that wrong data can be mended."""
        cycle = self.seen(cycle_id)
        page = _page(MOST_PAGES * PAGE_SIZE)
        found = queries.declines(cycle.id, self.scope, limit=DECLINES + 1, offset=page * DECLINES)
        return self._render(
            "cycles/declines.html",
            cycle,
            declines=found[:DECLINES],
            has_next=len(found) > DECLINES,
            page=page,
            reasons=DECLINE_LABELS,
        )

    def _render(self, template: str, cycle: Cycle, **extra: object) -> str:
        return self.render(
            template,
            cycle=cycle,
            badge=state_badge(cycle.state),
            **extra,
        )


def _page(rows: int) -> int:
    """The page asked for, inside what there is."""
    text = request.args.get("page", "")
    asked = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    return min(asked, max(0, (rows - 1) // PAGE_SIZE), MOST_PAGES)
