"""Staff in the admin: people, the tree of units, job roles, and the import of lists."""

from __future__ import annotations

from flask_admin import BaseView
from flask_babel import lazy_gettext as _l

from admin.staff.employees import Employees
from admin.staff.imports import StaffImports
from admin.staff.roles import JobRoles
from admin.staff.units import Units
from survei.staff.models import Employee, JobRole, Unit


def views() -> list[BaseView]:
    """Fresh views: an instance holds its blueprint."""
    group = _l("Pegawai")
    return [
        Employees(
            Employee, name=_l("Pegawai"), category=group, endpoint="employees", url="pegawai"
        ),
        Units(Unit, name=_l("Unit kerja"), category=group, endpoint="units", url="unit"),
        JobRoles(JobRole, name=_l("Jabatan"), category=group, endpoint="job_roles", url="jabatan"),
        StaffImports(
            name=_l("Impor pegawai"), category=group, endpoint="staff_imports", url="impor-pegawai"
        ),
    ]
