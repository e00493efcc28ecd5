"""The tree of units: drawn with its people, changed by moving a unit below another."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from peewee import ModelSelect
from wtforms import Form
from wtforms.validators import InputRequired, Length

from admin.base import expose
from admin.fields import LineField, LookupField
from admin.forms import AdminForm
from admin.listing import LONGEST_SEARCH
from admin.lookup import whole
from admin.staff.lookups import PARENT
from admin.staff.records import StaffRecords, key_of
from survei.account.choices import Permission
from survei.account.policy import Principal, staff_scope
from survei.audit.choices import Actor
from survei.staff.models import Unit
from survei.staff.queries import below, unit
from survei.staff.services import StaffInvalid, activate_unit, deactivate_unit, save_unit
from survei.staff.unit_tree import unit_level, units_named


class UnitForm(AdminForm):
    """What HR says about a unit."""

    name = LineField(_l("Nama unit kerja"), [InputRequired(), Length(max=200)])
    parent = LookupField(
        _l("Di bawah unit"),
        loader=PARENT,
        description=_l("Kosongkan untuk unit paling atas. Unit di bawahnya ikut berpindah."),
    )


class Units(StaffRecords[Unit]):
    """The tree and the form of a unit."""

    permission = Permission.VIEW_STAFF
    permissions = dict.fromkeys(
        ("create_view", "edit_view", "state_view", "ajax_lookup"), Permission.EDIT_STAFF
    )
    description = _l("Susunan dinas, bidang, sekolah, dan puskesmas.")
    noun = "unit kerja"
    form = UnitForm
    form_ajax_refs = {"parent": PARENT}
    column_list = ("name",)
    list_template = "staff/units.html"

    def scope(self, query: ModelSelect[Unit], principal: Principal) -> ModelSelect[Unit]:
        """The units of the principal's subtree."""
        lineage = principal.unit_lineage
        return query.where(below(Unit.lineage, lineage)) if lineage else query

    @expose("/")
    def index_view(self) -> ResponseReturnValue:
        """The tree with the number of people, a level of it, or the units of a name."""
        scope = staff_scope(self.principal)
        search = request.args.get("search", "")[:LONGEST_SEARCH].strip()
        if search:
            return self.render(
                "staff/units_found.html", nodes=units_named(scope, search), search=search
            )
        opened = whole(request.args.get("buka", ""))
        page = whole(request.args.get("page", "")) or 0
        level = unit_level(scope, unit(opened, scope) if opened else None, page)
        return self.render(self.list_template, level=level, search="")

    def create_form(self, obj: Any = None) -> Form:
        """With the unit above filled in when one came from its row."""
        form = super().create_form(obj)
        above = whole(request.args.get("di", ""))
        if request.method == "GET" and above:
            form.parent.process_data(PARENT.get_one(above))
        return form

    def edit_form(self, obj: Any = None) -> Form:
        """Without the unit above when the officer may not see it: it stays as it is."""
        form = super().edit_form(obj)
        if obj and obj.lineage == self.principal.unit_lineage:
            del form.parent
        return form

    def create_record(self, form: Form, actor: Actor) -> Unit:
        """Creates a unit."""
        return save_unit(form.name.data, parent_id=self._parent_id(form, None), actor=actor)

    def update_record(self, form: Form, record: Unit, actor: Actor) -> Unit:
        """Renames or moves a unit with everything below it."""
        return save_unit(
            form.name.data,
            parent_id=self._parent_id(form, record),
            actor=actor,
            unit_id=record.id,
            revision=record.revision,
        )

    def activate(self, record: Unit, actor: Actor) -> Any:
        """The unit is in use again."""
        return activate_unit(record.id, actor=actor)

    def deactivate(self, record: Unit, actor: Actor) -> Any:
        """The unit is no longer in use."""
        return deactivate_unit(record.id, actor=actor)

    def _parent_id(self, form: Any, record: Unit | None) -> int | None:
        """The chosen unit above. An officer of one unit stays inside of it."""
        if "parent" not in form:
            return record.parent_id if record else None
        if form.parent.data is None and self.principal.unit_lineage:
            raise StaffInvalid("Pilih unit di atasnya.", field="parent")
        return key_of(form.parent.data)
