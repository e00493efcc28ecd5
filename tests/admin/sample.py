"""A view over units, only for tests of the base view: everything switched on."""

from __future__ import annotations

from typing import Any

from flask_admin.actions import action
from peewee import ModelSelect

from admin.base import ListFilter, Lookup, ModelView
from survei.account.choices import Permission
from survei.account.policy import Principal
from survei.audit.choices import Actor
from survei.audit.services import record as record_audit
from survei.errors import InUse, StaleRevision
from survei.staff.models import Employee, Unit


def of(principal: Principal) -> ModelSelect:
    """Units that the principal may see."""
    query = Unit.select()
    lineage = principal.unit_lineage
    return query.where(Unit.lineage.startswith(lineage)) if lineage else query


class Units(ModelView):
    """Units with row rule, form, deletion, export, look-up and action."""

    permission = Permission.VIEW_STAFF
    permissions = {"create_view": Permission.EDIT_STAFF, "edit_view": Permission.EDIT_STAFF}
    can_create = can_edit = can_delete = can_export = can_view_details = True
    noun = "unit"
    column_list = ("name", "is_active")
    column_details_list = ("name", "path_key")
    column_labels = {"name": "Nama", "is_active": "Aktif", "parent": "Induk"}
    column_searchable_list = ("name",)
    column_sortable_list = ("name",)
    column_default_sort = "name"
    form_columns = ("name", "parent", "is_active")
    form_ajax_refs = {
        "parent": Lookup("parent", query=of, search=(Unit.name,), label=lambda unit: unit.name)
    }
    list_filters = (
        ListFilter("aktif", "Aktif", [("ya", "Ya")], lambda query, _: query.where(Unit.is_active)),
    )
    touched: list[str]

    def scope(self, query: ModelSelect, principal: Principal) -> ModelSelect:
        lineage = principal.unit_lineage
        return query.where(Unit.lineage.startswith(lineage)) if lineage else query

    def create_record(self, form: Any, actor: Actor) -> Unit:
        name = form.name.data
        unit = Unit.create(name=name, path_key=name.casefold(), lineage="", parent=form.parent.data)
        unit.lineage = f"{unit.parent.lineage if unit.parent else ''}{unit.id}."
        unit.save()
        record_audit(actor, "unit.create", "unit", unit.id)
        return unit

    def update_record(self, form: Any, record: Any, actor: Actor) -> None:
        changed = (
            Unit.update(name=form.name.data, revision=Unit.revision + 1)
            .where(Unit.id == record.id, Unit.revision == record.revision)
            .execute()
        )
        if not changed:
            raise StaleRevision(editor="?")
        record_audit(actor, "unit.save", "unit", record.id)

    def delete_record(self, record: Any, actor: Actor) -> None:
        if Employee.select().where(Employee.unit == record).exists():
            raise InUse
        record.delete_instance()

    @action("touch", "Sentuh", "Sentuh yang dicentang?")
    def action_touch(self, records: list[Any]) -> None:
        """Notes the rows."""
        self.touched = [row.name for row in records]


def views() -> list[ModelView]:
    """The sample."""
    return [Units(Unit, name="Contoh", endpoint="sample", url="contoh")]
