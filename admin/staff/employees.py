"""People: found by name or NIP, edited one at a time, imported in thousands."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from peewee import ModelSelect
from wtforms import Form

from admin.base import action, expose
from admin.staff.employee_filters import LIST_FILTERS
from admin.staff.employee_form import EmployeeForm, data_of
from admin.staff.lookups import JOB_ROLE, SUPERVISOR, UNIT
from admin.staff.records import StaffRecords
from admin.workbook_downloads import workbook_file
from survei.account.choices import Permission
from survei.account.policy import Principal, permits, staff_scope
from survei.audit.choices import Actor
from survei.audit.services import record as record_audit
from survei.database import database
from survei.errors import InUse
from survei.staff.choices import EMPLOYMENT_LABELS
from survei.staff.models import Employee
from survei.staff.queries import (
    employees_in,
    employees_with_supervisors,
    unit_path,
)
from survei.staff.report_workbook import staff_workbook
from survei.staff.rules import Scope
from survei.staff.rules.nip import employment_of, format_nip
from survei.staff.services import (
    activate_employee,
    deactivate_employee,
    save_employee,
)
from survei.throttle.choices import EXPORT
from survei.throttle.services import take


def shown_state(view: Any, context: Any, person: Employee, name: str) -> Markup:
    """Activity in a word, not in a colour."""
    css, text = ("badge-good", _("Aktif")) if person.is_active else ("badge-wait", _("Nonaktif"))
    return Markup('<span class="badge-state {}">{}</span>').format(css, text)


class Employees(StaffRecords[Employee]):
    """List, details and form of employees."""

    permission = Permission.VIEW_STAFF
    permissions = dict.fromkeys(
        ("create_view", "edit_view", "state_view", "action_view", "ajax_lookup", "workbook"),
        Permission.EDIT_STAFF,
    )
    description = _l("Siapa bekerja di mana, dan siapa atasannya.")
    noun = "pegawai"
    can_view_details = True
    form = EmployeeForm
    form_ajax_refs = {"job_role": JOB_ROLE, "unit": UNIT, "supervisor": SUPERVISOR}
    list_template = "staff/employees.html"
    details_template = "staff/employee.html"
    column_list = ("name", "nip", "job_role.name", "unit.name", "supervisor.name", "is_active")
    column_details_list = (
        *("nip", "kind", "job_role.name", "unit.name", "supervisor.name", "rank"),
        *("email", "whatsapp", "is_active"),
    )
    column_labels = {
        "name": _l("Nama"),
        "nip": _l("NIP"),
        "kind": _l("Jenis"),
        "job_role.name": _l("Jabatan"),
        "unit.name": _l("Unit kerja"),
        "supervisor.name": _l("Atasan"),
        "rank": _l("Pangkat/golongan"),
        "email": _l("Email"),
        "whatsapp": _l("WhatsApp"),
        "is_active": _l("Status"),
    }
    column_sortable_list = ("name",)
    column_searchable_list = ("name", "nip")
    column_default_sort = "name"
    column_formatters = {
        "nip": lambda view, context, person, name: format_nip(person.nip),
        "supervisor.name": lambda view, context, person, name: (
            person.supervisor.name if person.supervisor_id else "–"
        ),
        "is_active": shown_state,
    }
    column_formatters_detail = {
        **column_formatters,
        "kind": lambda view, context, person, name: kind_of(person),
        "unit.name": lambda view, context, person, name: unit_path(person.unit),
        "rank": lambda view, context, person, name: person.rank or "–",
        "whatsapp": lambda view, context, person, name: (
            f"+{person.whatsapp}" if person.whatsapp else "–"
        ),
    }
    list_filters = LIST_FILTERS
    search_text = _l("Cari nama atau NIP")
    empty_text = _l(
        "Belum ada pegawai. Impor daftar pegawai dari Excel, atau tambahkan satu per satu."
    )

    def scope(self, query: ModelSelect[Employee], principal: Principal) -> ModelSelect[Employee]:
        """The people whom the policy lets one see, with unit, role and supervisor joined."""
        return employees_with_supervisors(staff_scope(principal))

    def edit_form(self, obj: Any = None) -> Form:
        """Without the supervisor when the officer may not see them: it stays as it is."""
        form = super().edit_form(obj)
        if obj and obj.supervisor_id and SUPERVISOR.get_one(obj.supervisor_id) is None:
            del form.supervisor
        return form

    def create_record(self, form: Form, actor: Actor) -> Employee:
        """Creates an employee."""
        return save_employee(data_of(form, None), actor=actor)

    def update_record(self, form: Form, record: Employee, actor: Actor) -> Employee:
        """Saves; a new supervisor must keep the hierarchy a forest."""
        return save_employee(
            data_of(form, record), actor=actor, employee_id=record.id, revision=record.revision
        )

    def activate(self, record: Employee, actor: Actor) -> Any:
        """The person is back."""
        return activate_employee(record.id, actor=actor)

    def deactivate(self, record: Employee, actor: Actor) -> Any:
        """The person has left."""
        return deactivate_employee(record.id, actor=actor)

    def reports(self, record: Employee) -> list[Employee]:
        """Those who report to a person, for the details page."""
        scope = Scope(supervisor_id=record.id)
        return list(employees_in(scope).where(Employee.is_active).order_by(Employee.name))

    @action(
        "deactivate",
        _l("Nonaktifkan"),
        _l("Pegawai berikut tidak lagi ikut periode yang dibuka kemudian. Datanya tetap ada."),
    )
    def action_deactivate(self, records: list[Any]) -> ResponseReturnValue:
        """All of them or nobody."""
        try:
            with database.atomic():
                for person in sorted(records, key=lambda one: one.supervisor_id is None):
                    deactivate_employee(person.id, actor=self.principal.actor)
        except InUse as refusal:
            flash(f"{person.name}: {_(refusal.message)}", "error")
        else:
            flash(_("%(count)s pegawai dinonaktifkan.", count=len(records)), "success")
        return redirect(self.get_url(".index_view"), 303)

    @expose("/daftar.xlsx")
    def workbook(self) -> Response:
        """Everybody in the scope with the columns of the import, to edit and bring back."""
        principal = self.principal
        take((EXPORT, str(principal.user_id)))
        scope = staff_scope(principal)
        with database.atomic():
            record_audit(principal.actor, "export.staff", "employee", "-")
        return workbook_file("pegawai", staff_workbook(scope))

    @property
    def may_import(self) -> bool:
        """Whether the list offers the import."""
        return permits(self.principal, Permission.EDIT_STAFF)


def kind_of(person: Employee) -> str:
    """PNS or PPPK, as the NIP says."""
    kind = employment_of(person.nip)
    return EMPLOYMENT_LABELS[kind] if kind else "–"
