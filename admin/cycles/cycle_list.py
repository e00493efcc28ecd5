"""The list of cycles."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from peewee import ModelSelect

from admin.base import ListFilter, ModelView
from survei import clock
from survei.account.choices import Permission
from survei.account.policy import Principal, permits, staff_scope
from survei.cycle.choices import CYCLE_STATE_LABELS, ENDED, CycleState
from survei.cycle.ending import end_words
from survei.cycle.models import Cycle
from survei.cycle.queries import seen_by

#: {state: class of its badge}; the word says it, the colour repeats it.
BADGES = {
    CycleState.DRAFT: "badge-wait",
    CycleState.OPENING: "badge-wait",
    CycleState.OPEN: "badge-good",
    CycleState.CLOSED: "badge-wait",
    CycleState.COMPUTED: "badge-wait",
    CycleState.PUBLISHED: "badge-good",
}


def state_badge(state: str) -> Markup:
    """The state as a word in a frame."""
    known = CycleState(state)
    return Markup('<span class="badge-state {}">{}</span>').format(
        BADGES[known], _(CYCLE_STATE_LABELS[known])
    )


def _state(view: Any, context: Any, model: Cycle, name: str) -> Markup:
    badge = state_badge(model.state)
    if model.state not in ENDED or not end_words(model, clock.now()).is_early:
        return badge
    note = _("sebelum batas waktu")
    return Markup('<span>{} <br><span class="hint">{}</span></span>').format(badge, note)


class CycleList(ModelView[Cycle]):
    """Every round of appraisal that the principal may see, newest first."""

    pages_below = ("jobs", "cycle", "cycle_progress", "cycle_wizard")
    permission = Permission.VIEW_CYCLES
    description = "Siapkan, buka, dan pantau periode penilaian."
    noun = "periode"
    list_template = "cycles/list.html"
    column_list = ("name", "state", "opens_at", "closes_at")
    column_labels = {
        "name": "Nama",
        "state": "Status",
        "opens_at": "Dibuka",
        "closes_at": "Batas waktu",
    }
    column_sortable_list = ("name", "opens_at", "closes_at")
    column_default_sort = [("opens_at", True)]
    column_searchable_list = ("name",)
    column_formatters = {"state": _state}
    search_text = "Cari nama periode"
    empty_text = "Belum ada periode penilaian. Menyiapkannya hanya enam langkah singkat."
    list_filters = (
        ListFilter(
            "state",
            "Status",
            [(s.value, label) for s, label in CYCLE_STATE_LABELS.items()],
            Cycle.state,
        ),
    )

    def scope(self, query: ModelSelect[Cycle], principal: Principal) -> ModelSelect[Cycle]:
        """HR of one unit sees what touches its people."""
        return query.where(seen_by(staff_scope(principal)))

    def may_prepare(self) -> bool:
        """Whether the principal may begin another cycle."""
        return permits(self.principal, Permission.EDIT_CYCLES)

    def has_row_links(self) -> bool:
        """Each row leads to the page of its cycle."""
        return True
