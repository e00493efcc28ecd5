"""How far a cycle is: by unit and relation, who is missing, who declined and why.

Never what anyone answered, and of confidential forms only whether a rater has sent theirs.
"""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue

from admin.base import expose
from admin.cycles.access import CycleView
from admin.cycles.cycle_list import state_badge
from survei.account.choices import Permission
from survei.cycle import queries
from survei.cycle.choices import DECLINE_LABELS
from survei.cycle.models import Cycle
from survei.cycle.progress import UnitTallies
from survei.cycle.progress_queries import count_units, one_unit, progress, unit_standings

PAGE_SIZE = 50
#: Declines of a page.
DECLINES = 20
#: Rows that one can page to; beyond them one searches.
MOST_ROWS = 1000
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
        units = count_units(cycle.id, self.scope)
        page = _page(units)
        return self._render(
            "cycles/progress.html",
            cycle,
            progress=progress(cycle.id, self.scope),
            units=unit_standings(cycle.id, self.scope, limit=PAGE_SIZE, offset=page * PAGE_SIZE),
            page=page,
            has_next=units > (page + 1) * PAGE_SIZE,
        )

    @expose("/<int:cycle_id>/belum/")
    def missing(self, cycle_id: int) -> ResponseReturnValue:
        """Raters with open forms: how many, and the way to their links."""
        cycle = self.seen(cycle_id)
        search = " ".join(request.args.get("nama", "")[:LONGEST_SEARCH].split())
        units = self._units(cycle)
        unit = request.args.get("unit", "")
        unit = unit if unit in {known.lineage for known in units} else ""
        page = _page(MOST_ROWS)
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
            has_next=len(raters) > PAGE_SIZE and page < _last(MOST_ROWS),
            is_cut=len(raters) > PAGE_SIZE and page == _last(MOST_ROWS),
            page=page,
            search=search,
            unit=unit,
            units=units,
        )

    @expose("/<int:cycle_id>/penolakan/")
    def declines(self, cycle_id: int) -> ResponseReturnValue:
        """Declined forms with reason, so that wrong data can be mended."""
        cycle = self.seen(cycle_id)
        ids = queries.declined_forms(cycle.id, self.scope, limit=MOST_ROWS + 1)
        last = _last(min(len(ids), MOST_ROWS), DECLINES)
        page = min(_asked(), last)
        start = page * DECLINES
        return self._render(
            "cycles/declines.html",
            cycle,
            declines=queries.declines(ids[start : start + DECLINES]),
            has_next=page < last,
            most=MOST_ROWS if page == last and len(ids) > MOST_ROWS else None,
            page=page,
            reasons=DECLINE_LABELS,
        )

    def _units(self, cycle: Cycle) -> list[UnitTallies]:
        """Units to choose from, by name: all, or where there are many only the chosen one."""
        if count_units(cycle.id, self.scope) > MOST_UNITS:
            return one_unit(cycle.id, self.scope, request.args.get("unit", "")[:200])
        units = unit_standings(cycle.id, self.scope, limit=MOST_UNITS)
        return sorted(units, key=lambda unit: unit.name)

    def _render(self, template: str, cycle: Cycle, **extra: object) -> str:
        return self.render(
            template,
            cycle=cycle,
            badge=state_badge(cycle.state),
            **extra,
        )


def _page(rows: int) -> int:
    """The page asked for, inside what there is."""
    return min(_asked(), _last(rows))


def _asked() -> int:
    text = request.args.get("page", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _last(rows: int, size: int = PAGE_SIZE) -> int:
    return max(0, (rows - 1) // size)
