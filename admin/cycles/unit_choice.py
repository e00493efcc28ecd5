"""Whose people are rated: units to tick, of a large tree one level at a time.

A button that only looks around (`LOOK`) posts the form as well, so that what is ticked stays so;
nothing is saved by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as __
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from admin.cycles.forms import REQUIRED, TickField
from admin.forms import AdminForm
from admin.listing import LONGEST_SEARCH
from admin.lookup import chosen_key, whole
from survei.staff.models import Unit
from survei.staff.queries import units_in
from survei.staff.rules import Scope
from survei.staff.unit_tree import Level, UnitNode, unit_level, units_named

EVERYONE, SOME = "semua", "pilih"
#: Name of the buttons that look around: "12:0" opens a unit at a page, ":3" a page of the top,
#: `SEARCH` looks for a name.
LOOK, SEARCH = "lihat", "cari"
#: Ticked units that are read; a city has fewer.
MOST_TICKED = 5_000


@dataclass(frozen=True)
class DrawnTree:
    """The part of the tree that is drawn."""

    nodes: list[UnitNode]
    #: What was looked for by name; then there is no level.
    search: str
    #: Where one is in a tree that is drawn level by level; None when all of it is drawn.
    level: Level | None
    #: Ticked units that are not drawn here.
    elsewhere: list[Unit]
    #: Whether one has left the first view of the tree.
    is_away: bool


def drawn_tree(data: Any, scope: Scope, ticked: Iterable[int]) -> DrawnTree:
    """What is drawn for what was posted, if anything."""
    look = data.get(LOOK, "") if data else ""
    search = data.get(SEARCH, "")[:LONGEST_SEARCH].strip() if look == SEARCH else ""
    opened_id, _colon, page = look.partition(":")
    opened = units_in(scope).where(Unit.id == whole(opened_id)).first() if opened_id else None
    level = None
    if search:
        nodes = units_named(scope, search, is_active_only=True)
    else:
        level = unit_level(scope, opened, whole(page) or 0, is_active_only=True)
        nodes = level.nodes
    hidden = set(ticked) - {node.unit.id for node in nodes}
    elsewhere = list(_ticked_units(hidden, scope).order_by(Unit.name))
    is_part = level is not None and (level.opened or level.pages > 1 or _is_cut(nodes))
    return DrawnTree(nodes, search, level if is_part else None, elsewhere, bool(search or opened))


def _is_cut(nodes: Iterable[UnitNode]) -> bool:
    return any(node.is_closed for node in nodes)


def _ticked_units(ids: Iterable[int | None], scope: Scope) -> Any:
    known = sorted(key for key in ids if key)[:MOST_TICKED]
    return units_in(scope).where(Unit.is_active, Unit.id.in_(known))


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
        if not scope.everyone:
            self.reach.choices = self.reach.choices[1:]
        found = _ticked_units(self.unit_ids.data or (), scope)
        self.unit_ids.choices = [SelectChoice(unit.id, unit.name) for unit in found]

    def validate_unit_ids(self, field: TickField) -> None:
        """Some units need at least one."""
        if self.reach.data == SOME and not field.data:
            raise ValidationError(_("Pilih sedikitnya satu unit kerja."))

    def ticked(self) -> list[int]:
        """Ids of the boxes that are drawn as ticked."""
        return [choice.value for choice in self.unit_ids.choices]

    def chosen(self) -> list[int]:
        """Ids for the plan; empty means everyone."""
        return list(self.unit_ids.data) if self.reach.data == SOME else []
