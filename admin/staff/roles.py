"""Job roles and their families: which roles are comparable as peers."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from peewee import ModelSelect, fn
from wtforms import Form
from wtforms.validators import InputRequired, Length

from admin.base import ListFilter
from admin.fields import LineField
from admin.forms import AdminForm
from admin.staff.employees import shown_state
from admin.staff.records import StaffRecords
from survei.account.choices import Permission
from survei.account.policy import Principal
from survei.audit.choices import Actor
from survei.staff.models import Headcount, JobRole
from survei.staff.services import activate_job_role, deactivate_job_role, save_job_role


class JobRoleForm(AdminForm):
    """What HR says about a job role."""

    name = LineField(_l("Nama jabatan"), [InputRequired(), Length(max=200)])
    family = LineField(
        _l("Kelompok"),
        [Length(max=200)],
        description=_l(
            "Jabatan sekelompok dapat saling menilai sebagai rekan, misalnya guru kelas dan guru "
            "mapel dalam kelompok guru. Kosongkan untuk ditentukan dari namanya."
        ),
    )


class JobRoles(StaffRecords[JobRole]):
    """List and form of job roles. They belong to the whole organisation."""

    permission = Permission.VIEW_STAFF
    permissions = dict.fromkeys(("create_view", "edit_view", "state_view"), Permission.EDIT_STAFF)
    description = _l("Untuk jabatan apa kuesioner dirancang, dan siapa rekan siapa.")
    noun = "jabatan"
    form = JobRoleForm
    column_list = ("name", "family", "people", "is_active")
    column_labels = {
        "name": _l("Jabatan"),
        "family": _l("Kelompok"),
        "people": _l("Pegawai aktif"),
        "is_active": _l("Status"),
    }
    column_sortable_list = ("name", "family")
    column_searchable_list = ("name", "family")
    column_default_sort = "name"
    column_formatters = {"is_active": shown_state}
    list_filters = (
        ListFilter(
            "status",
            _l("Status"),
            [("1", _l("Aktif")), ("0", _l("Nonaktif"))],
            lambda query, value: query.where(JobRole.is_active == (value == "1")),
        ),
    )
    search_text = _l("Cari jabatan atau kelompok")
    empty_text = _l("Belum ada jabatan. Jabatan dibuat sendiri saat daftar pegawai diimpor.")

    def scope(self, query: ModelSelect[JobRole], principal: Principal) -> ModelSelect[JobRole]:
        """Every job role, with how many active people hold it (added up from an index alone)."""
        held = Headcount.select(fn.COALESCE(fn.SUM(Headcount.people), 0))
        people = held.where(Headcount.job_role == JobRole.id).alias("people")
        return JobRole.select(JobRole, people)

    def may(self, method: str) -> bool:
        """An officer of one unit does not change what everybody's roles are."""
        changes = method in ("create_view", "edit_view", "state_view")
        return super().may(method) and not (changes and self.principal.unit_lineage)

    def create_record(self, form: Form, actor: Actor) -> JobRole:
        """Creates a job role."""
        return save_job_role(form.name.data, family=form.family.data or "", actor=actor)

    def update_record(self, form: Form, record: JobRole, actor: Actor) -> JobRole:
        """Saves name and family."""
        return save_job_role(
            form.name.data,
            family=form.family.data or "",
            actor=actor,
            job_role_id=record.id,
            revision=record.revision,
        )

    def activate(self, record: JobRole, actor: Actor) -> Any:
        """The job role is given again."""
        return activate_job_role(record.id, actor=actor)

    def deactivate(self, record: JobRole, actor: Actor) -> Any:
        """The job role is no longer given."""
        return deactivate_job_role(record.id, actor=actor)
