"""The form of a person, and what the service takes of it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Length

from admin.fields import LineField, LookupField
from admin.forms import AdminForm
from admin.staff.lookups import JOB_ROLE, SUPERVISOR, UNIT
from admin.staff.records import key_of
from survei.staff.models import Employee
from survei.staff.services import EmployeeData


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


def data_of(form: Any, record: Employee | None) -> EmployeeData:
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
