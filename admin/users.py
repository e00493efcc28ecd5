"""Users: administrators create them and say what they are; passwords they choose themselves."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as __
from flask_babel.speaklater import LazyString
from peewee import JOIN, ModelSelect
from wtforms import BooleanField, Form, SelectChoice, SelectField
from wtforms.validators import InputRequired, Length

from admin.base import ListFilter, Lookup, ModelView, View, action
from admin.fields import LineField, LookupField
from admin.forms import AdminForm
from admin.retention.rule_words import leaving_words
from survei.account.choices import ROLE_LABELS, Permission, Role
from survei.account.models import User
from survei.account.policy import Principal, staff_scope
from survei.account.services import UserFacts, create_user, save_user, send_activation
from survei.audit.choices import Actor
from survei.database import database
from survei.staff.models import Employee, Unit
from survei.staff.queries import below, employees_in

ROLE_HINT = __(
    "Administrator mengelola pengguna; pengelola SDM mengelola pegawai, kuesioner dan periode; "
    "pejabat penilai melihat timnya; auditor hanya membaca."
)


def _units(principal: Principal) -> ModelSelect[Unit]:
    query = Unit.select().where(Unit.is_active)
    lineage = principal.unit_lineage
    return query.where(below(Unit.lineage, lineage)) if lineage else query


def _people(principal: Principal) -> ModelSelect[Employee]:
    return employees_in(staff_scope(principal)).where(Employee.is_active)


UNIT = Lookup("unit", query=_units, search=(Unit.name,), label=lambda unit: unit.name)
EMPLOYEE = Lookup(
    "employee",
    query=_people,
    search=(Employee.name,),
    label=lambda person: f"{person.name}, {person.unit.name}",
)


class UserForm(AdminForm):
    """What an administrator says about a user."""

    name = LineField(__("Nama lengkap"), [InputRequired(), Length(max=200)])
    email = LineField(
        __("Alamat surel"),
        [InputRequired(), Length(max=254)],
        description=__("Dipakai untuk masuk."),
    )
    role = SelectField(
        __("Peran"),
        [InputRequired()],
        choices=[SelectChoice(role.value, __(ROLE_LABELS[role])) for role in Role],
        default=Role.HR.value,
        description=ROLE_HINT,
    )
    unit = LookupField(
        __("Batasi pada unit kerja"),
        loader=UNIT,
        description=__(
            "Untuk pengelola kepegawaian dan auditor: hanya unit ini dan yang di bawahnya. Auditor "
            "membaca catatan kejadian tentang orang dan unit itu saja."
        ),
    )
    employee = LookupField(
        __("Pegawai yang bersangkutan"),
        loader=EMPLOYEE,
        description=__("Wajib untuk pejabat penilai: timnya adalah bawahan langsung pegawai ini."),
    )
    is_active = BooleanField(__("Aktif"), default=True, description=LazyString(leaving_words))


class Users(ModelView[User]):
    """List and form of users; no deleting, only deactivating; the rest is retention's."""

    permission = Permission.MANAGE_USERS
    description = "Siapa yang boleh masuk, dengan peran apa."
    confirm_password = ("create_view", "edit_view")
    can_create = can_edit = True
    noun = "pengguna"
    form = UserForm
    form_ajax_refs = {"unit": UNIT, "employee": EMPLOYEE}
    column_list = ("name", "email", "role", "unit.name", "is_active", "last_signed_in_at")
    column_labels = {
        "name": "Nama",
        "email": "Alamat surel",
        "role": "Peran",
        "unit.name": "Unit kerja",
        "is_active": "Aktif",
        "last_signed_in_at": "Terakhir masuk",
    }
    column_sortable_list = ("name", "email", "last_signed_in_at")
    column_searchable_list = ("name", "email")
    column_default_sort = "name"
    column_formatters = {
        "role": lambda view, context, user, name: _(ROLE_LABELS[Role(user.role)]),
        "unit.name": lambda view, context, user, name: user.unit.name if user.unit else "–",
    }
    list_filters = (
        ListFilter("role", "Peran", [(role.value, ROLE_LABELS[role]) for role in Role], User.role),
        ListFilter(
            "active",
            "Aktif",
            [("1", "Aktif"), ("0", "Tidak aktif")],
            lambda query, value: query.where(User.is_active == (value == "1")),
        ),
    )
    search_text = "Cari nama atau surel"
    empty_text = "Belum ada pengguna."

    def scope(self, query: ModelSelect[User], principal: Principal) -> ModelSelect[User]:
        """Administrators see every user."""
        return (
            query.select(User, Unit, Employee)
            .join(Unit, JOIN.LEFT_OUTER)
            .switch(User)
            .join(Employee, JOIN.LEFT_OUTER)
        )

    def create_record(self, form: Form, actor: Actor) -> User:
        """Creates the user and queues the activation letter."""
        return create_user(_facts(form), actor=actor)

    def update_record(self, form: Form, record: User, actor: Actor) -> User:
        """Saves; a changed role ends the user's sessions."""
        return save_user(record.id, _facts(form), revision=record.revision, actor=actor)

    @action(
        "activation",
        "Kirim tautan kata sandi",
        "Pengguna berikut akan menerima surel dengan tautan untuk membuat kata sandi. "
        "Tautan sebelumnya tidak berlaku lagi.",
    )
    def action_activation(self, records: list[Any]) -> ResponseReturnValue:
        """Sends each a letter with which to choose a password."""
        with database.atomic():
            for user in records:
                send_activation(user, actor=self.principal.actor)
        flash(_("%(count)s surel masuk antrean kirim.", count=len(records)), "success")
        return redirect(self.get_url(".index_view"), 303)


def _facts(form: Any) -> UserFacts:
    return UserFacts(
        email=form.email.data,
        name=form.name.data,
        role=Role(form.role.data),
        unit_id=form.unit.data.id if form.unit.data else None,
        employee_id=form.employee.data.id if form.employee.data else None,
        is_active=form.is_active.data,
    )


def views() -> list[View | ModelView[User]]:
    """The views of this area."""
    return [Users(User, name="Pengguna", category="Sistem", endpoint="users", url="pengguna")]
