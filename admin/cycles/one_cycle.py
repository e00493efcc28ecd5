"""The page of one cycle, on which the pages of its steps stand."""

from __future__ import annotations

from admin.audit_words import EVENTS
from admin.base import expose
from admin.cycles.access import CycleView
from admin.cycles.cycle_list import state_badge
from admin.cycles.preparing import STEPS
from admin.cycles.step_confirmations import drafts_kept
from survei.cycle import queries
from survei.cycle.choices import NOT_YET_OPEN, SETTLED, CycleState
from survei.cycle.draw import is_left_to_chance
from survei.cycle.history import events_of_cycle
from survei.cycle.kept_draw import draw_shown
from survei.cycle.models import Cycle
from survei.cycle.progress_queries import progress
from survei.jobs.choices import JobKind
from survei.jobs.queries import live_job
from survei.lifecycle.box_opening import mismatch_of
from survei.lifecycle.boxes import box_trouble
from survei.purge.queries import hold_of
from survei.response.box_proof import box_proof


class OneCycle(CycleView):
    """What the cycle is and what comes next."""

    @expose("/<int:cycle_id>/")
    def detail(self, cycle_id: int) -> str:
        """What the cycle is, how far it is, and what can be done next."""
        cycle = self.seen(cycle_id)
        is_draft = cycle.state in NOT_YET_OPEN
        shown = None if is_draft else progress(cycle.id, self.scope)
        under_way = live_job(cycle.id, JobKind.OPEN, JobKind.COMPUTE, JobKind.PUBLISH)
        return self._page(
            "cycles/detail.html",
            cycle,
            progress=shown,
            steps=STEPS,
            under_way=under_way,
            hold=hold_of(cycle.id),
            history=events_of_cycle(cycle.id),
            turn_words=EVENTS,
            drafts_kept=drafts_kept(cycle),
            box_trouble=box_trouble(cycle),
            box_mismatch=mismatch_of(cycle.id) if cycle.state == CycleState.CLOSED else None,
            box=box_proof(cycle.id) if cycle.state in SETTLED else None,
            draw=draw_shown(cycle.id) if is_left_to_chance(queries.plan_of(cycle)) else None,
            sees_every_rater=self.sees_every_rater,
        )

    def _page(self, template: str, cycle: Cycle, **extra: object) -> str:
        return self.render(
            template,
            cycle=cycle,
            plan=queries.plan_of(cycle),
            handles=self.may("open") and self.handles(cycle),
            badge=state_badge(cycle.state),
            **extra,
        )
