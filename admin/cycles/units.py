"""Whose people are rated: the tree of units to tick."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as __
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from admin.cycles.forms import REQUIRED, TickField
from admin.forms import AdminForm
from admin.lookup import chosen_key
from survei.cycle import planning
from survei.staff.models import Unit
from survei.staff.queries import below
from survei.staff.rules import Scope

EVERYONE, SOME = "semua", "pilih"


@dataclass
class Node:
    """A unit with what lies below it."""

    unit: Unit
    #: Active people here and below.
    people: int = 0
    children: list[Node] = field(default_factory=list)


def unit_tree(scope: Scope) -> list[Node]:
    """The active units of a scope as trees, by name."""
    query = Unit.select().where(Unit.is_active).order_by(Unit.name)
    if not scope.everyone:
        query = query.where(below(Unit.lineage, scope.unit_lineage or "-"))
    nodes = {unit.id: Node(unit) for unit in query}
    here = planning.people_by_unit()
    tops: list[Node] = []
    for node in nodes.values():
        above = nodes.get(node.unit.parent_id)
        (above.children if above else tops).append(node)
    for top in tops:
        _add_up(top, here)
    return tops


def _add_up(node: Node, here: dict[int, int]) -> int:
    node.people = here.get(node.unit.id, 0) + sum(_add_up(child, here) for child in node.children)
    return node.people


class PeopleForm(AdminForm):
    """Whose people are rated."""

    reach = RadioField(
        __("Siapa yang dinilai"),
        [REQUIRED],
        choices=[
            SelectChoice(EVERYONE, __("Semua pegawai aktif")),
            SelectChoice(SOME, __("Pegawai pada unit kerja tertentu")),
        ],
    )
    unit_ids = TickField(__("Unit kerja"), coerce=chosen_key, choices=[])

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        query = Unit.select(Unit.id, Unit.name).where(Unit.is_active)
        if not scope.everyone:
            query = query.where(below(Unit.lineage, scope.unit_lineage or "-"))
            self.reach.choices = self.reach.choices[1:]
        self.unit_ids.choices = [SelectChoice(unit.id, unit.name) for unit in query]

    def validate_unit_ids(self, field: TickField) -> None:
        """Some units need at least one."""
        if self.reach.data == SOME and not field.data:
            raise ValidationError(_("Pilih sedikitnya satu unit kerja."))

    def chosen(self) -> list[int]:
        """Ids for the plan; empty means everyone."""
        return list(self.unit_ids.data) if self.reach.data == SOME else []
