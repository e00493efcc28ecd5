"""People: found by name or NIP, edited one at a time, imported in thousands."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from peewee import ModelSelect, fn
from wtforms import Form
from wtforms.validators import InputRequired, Length

from admin.base import ListFilter, action, expose
from admin.fields import LineField, LookupField
from admin.forms import AdminForm
from admin.listing import MOST_ROWS
from admin.lookup import whole
from admin.staff.lookups import JOB_ROLE, SUPERVISOR, UNIT
from admin.staff.records import StaffRecords, key_of
from admin.staff.workbook_downloads import workbook_file
from survei.account.choices import Permission
from survei.account.policy import Principal, permits, staff_scope
from survei.audit.choices import Actor
from survei.audit.services import record as record_audit
from survei.database import database, often
from survei.errors import InUse
from survei.staff.choices import EMPLOYMENT_LABELS
from survei.staff.models import Employee, JobRole, Unit
from survei.staff.queries import (
    below,
    employees_in,
    employees_with_supervisors,
    families,
    unit_path,
    units_in,
)
from survei.staff.report_workbook import staff_workbook
from survei.staff.rules import Scope
from survei.staff.rules.nip import format_nip, parse_nip
from survei.staff.services import (
    EmployeeData,
    activate_employee,
    deactivate_employee,
    save_employee,
)
from survei.throttle.choices import EXPORT
from survei.throttle.services import take
from survei.web.session import current_principal

#: Units that the filter offers; the others are reached through the tree.
MOST_UNITS = 30
#: Columns that may be empty and that matter: filter value -> label and column.
GAPS = {
    "atasan": (_l("Tanpa atasan"), Employee.supervisor),
    "email": (_l("Tanpa email"), Employee.email),
    "whatsapp": (_l("Tanpa nomor WhatsApp"), Employee.whatsapp),
}


class EmployeeForm(AdminForm):
    """What HR says about a person."""

    nip = LineField(
        _l("NIP"), [InputRequired(), Length(max=40)], description=_l("18 angka; boleh berspasi.")
    )
    name = LineField(_l("Nama lengkap dengan gelar"), [InputRequired(), Length(max=200)])
    job_role = LookupField(_l("Jabatan"), [InputRequired()], loader=JOB_ROLE)
    unit = LookupField(_l("Unit kerja"), [InputRequired()], loader=UNIT)
    supervisor = LookupField(
        _l("Atasan langsung"),
        loader=SUPERVISOR,
        description=_l("Ketik nama atau NIP, lalu pilih dari daftar."),
    )
    rank = LineField(_l("Pangkat/golongan"), [Length(max=100)])
    email = LineField(
        _l("Alamat email"),
        [Length(max=254)],
        description=_l("Untuk undangan menilai; milik pribadi, bukan milik bersama."),
    )
    whatsapp = LineField(
        _l("Nomor WhatsApp"), [Length(max=40)], description=_l("Misalnya 0812 3456 7890.")
    )


def unit_choices() -> list[tuple[str, str]]:
    """The upper units of what one may see, and the one that is chosen already."""
    principal = current_principal()
    if principal is None:
        return []
    if "unit_choices" not in g:
        units = units_in(staff_scope(principal))
        g.unit_choices = [
            (str(unit.id), unit.name)
            for unit in [
                *units.where(Unit.id == whole(request.args.get("unit", ""))),
                *units.order_by(fn.LENGTH(Unit.lineage), Unit.name).limit(MOST_UNITS),
            ]
        ]
    return list(dict.fromkeys(g.unit_choices))


def by_unit(query: ModelSelect[Employee], value: str) -> ModelSelect[Employee]:
    """People of a unit and of all units below it."""
    chosen = Unit.get_or_none(Unit.id == whole(value))
    if chosen is None:
        return query.where(False)
    inside = below(Unit.lineage, chosen.lineage)
    people = Employee.select(Employee.id).join(Unit).where(inside)
    return query.where(often(inside) if _is_many(people) else inside)


def by_family(query: ModelSelect[Employee], value: str) -> ModelSelect[Employee]:
    """People whose job role is of a family. Many are soon found in the order of the list, few by
    their roles.
    """
    roles = JobRole.select(JobRole.id).where(JobRole.family == value)
    held = Employee.job_role.in_(roles)
    is_many = _is_many(Employee.select(Employee.id).where(held))
    return query.where(JobRole.family == value if is_many else held)


def _is_many(people: ModelSelect[Employee]) -> bool:
    """Whether there are more than one can page to: then one meets enough of them by name."""
    return people.limit(MOST_ROWS + 1).count() > MOST_ROWS


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
    list_filters = (
        ListFilter("unit", _l("Unit kerja"), unit_choices, by_unit),
        ListFilter(
            "jabatan",
            _l("Kelompok jabatan"),
            lambda: [(family, family.capitalize()) for family in families()],
            by_family,
        ),
        ListFilter(
            "data",
            _l("Kelengkapan"),
            [(key, label) for key, (label, _column) in GAPS.items()],
            lambda query, value: query.where(often(GAPS[value][1].is_null())),
        ),
        ListFilter(
            "status",
            _l("Status"),
            [("1", _l("Aktif")), ("0", _l("Nonaktif"))],
            lambda query, value: query.where(often(Employee.is_active == (value == "1"))),
        ),
    )
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
        return save_employee(_data(form, None), actor=actor)

    def update_record(self, form: Form, record: Employee, actor: Actor) -> Employee:
        """Saves; a new supervisor must keep the hierarchy a forest."""
        return save_employee(
            _data(form, record), actor=actor, employee_id=record.id, revision=record.revision
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
    kind = parse_nip(person.nip).kind
    return EMPLOYMENT_LABELS[kind] if kind else "–"


def _data(form: Any, record: Employee | None) -> EmployeeData:
    """The form as the service takes it. A field that is not shown keeps what is stored."""
    has_supervisor = "supervisor" in form
    stored = record.supervisor_id if record else None
    supervisor = key_of(form.supervisor.data) if has_supervisor else stored
    return EmployeeData(
        nip=form.nip.data or "",
        name=form.name.data or "",
        unit_id=form.unit.data.id,
        job_role_id=form.job_role.data.id,
        email=form.email.data or "",
        whatsapp=form.whatsapp.data or "",
        rank=form.rank.data or "",
        supervisor_id=supervisor,
        is_active=record.is_active if record else True,
    )
