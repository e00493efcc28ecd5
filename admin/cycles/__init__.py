"""Cycles: the list, the wizard that prepares one, its steps, and how far it is."""

from __future__ import annotations

from flask_admin import BaseView

from admin.cycles.cycle_list import CycleList
from admin.cycles.follow import FollowUp
from admin.cycles.steps import CycleSteps
from admin.cycles.wizard import Wizard
from survei.cycle.models import Cycle


def views() -> list[BaseView]:
    """What this area adds to the menu and the address space."""
    return [
        CycleList(Cycle, "Periode penilaian", "Penilaian", endpoint="cycles", url="periode"),
        Wizard(endpoint="cycle_wizard", url="periode/siapkan"),
        CycleSteps(endpoint="cycle", url="periode/lihat"),
        FollowUp(endpoint="cycle_progress", url="periode/kemajuan"),
    ]
