"""What the forms about staff look up while one types."""

from __future__ import annotations

from peewee import JOIN, ModelSelect

from admin.lookup import Lookup
from survei.account.policy import Principal, staff_scope
from survei.staff.models import Employee, JobRole, Unit
from survei.staff.queries import below, employees_in, job_roles


def _units(principal: Principal) -> ModelSelect[Unit]:
    parent = Unit.alias("parent")
    query = (
        Unit.select(Unit, parent)
        .join(parent, JOIN.LEFT_OUTER, on=(Unit.parent == parent.id))
        .where(Unit.is_active)
    )
    lineage = principal.unit_lineage
    return query.where(below(Unit.lineage, lineage)) if lineage else query


def _people(principal: Principal) -> ModelSelect[Employee]:
    return employees_in(staff_scope(principal)).where(Employee.is_active)


def unit_label(unit: Unit) -> str:
    """ "SMP Negeri 1, Dinas Pendidikan": many units share a name."""
    return f"{unit.name}, {unit.parent.name}" if unit.parent_id else unit.name


UNIT = Lookup("unit", query=_units, search=(Unit.name,), label=unit_label)
PARENT = Lookup("parent", query=_units, search=(Unit.name,), label=unit_label)
JOB_ROLE = Lookup(
    "job_role",
    query=lambda principal: job_roles().where(JobRole.is_active),
    search=(JobRole.name,),
    label=lambda role: role.name,
)
SUPERVISOR = Lookup(
    "supervisor",
    query=_people,
    search=(Employee.name, Employee.nip),
    label=lambda person: f"{person.name}, {person.unit.name}",
)
