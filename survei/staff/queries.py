"""Reading units, job roles and employees. Every list of people starts from a `Scope`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import JOIN, Expression, Field, ModelSelect

from survei.database import database, is_sqlite
from survei.errors import NotFound
from survei.staff.models import Employee, JobRole, StaffImport, Unit
from survei.staff.rules import Scope
from survei.staff.rules.effects import KnownEmployee, KnownRole, Staff
from survei.staff.rules.tree import lineage_ids
from survei.staff.rules.units import KnownUnit


def employees_in(scope: Scope) -> ModelSelect[Employee]:
    """Employees in the scope with unit and job role joined."""
    query = (
        Employee.select(Employee, Unit, JobRole)
        .join(Unit, on=Employee.unit)
        .switch(Employee)
        .join(JobRole, on=Employee.job_role)
    )
    return _within(query, scope)


def employees_with_supervisors(scope: Scope) -> ModelSelect[Employee]:
    """`employees_in` with the supervisor joined as well."""
    supervisor = Employee.alias("supervisor")
    query = (
        Employee.select(Employee, Unit, JobRole, supervisor)
        .join(Unit, on=Employee.unit)
        .switch(Employee)
        .join(JobRole, on=Employee.job_role)
        .switch(Employee)
        .join(supervisor, JOIN.LEFT_OUTER, on=(Employee.supervisor == supervisor.id))
    )
    return _within(query, scope)


def _within(query: ModelSelect[Employee], scope: Scope) -> ModelSelect[Employee]:
    if scope.everyone:
        return query
    if scope.unit_lineage:
        return query.where(below(Unit.lineage, scope.unit_lineage))
    if scope.supervisor_id:
        return query.where(Employee.supervisor == scope.supervisor_id)
    return query.where(False)


def below(lineage: Field, of: str) -> Expression:
    """The condition that a lineage is that of a unit or of one below it, in the form that an
    index answers: SQLite's LIKE, which knows no case, has none.
    """
    condition: Expression = lineage % (of + ("*" if is_sqlite() else "%"))
    return condition


def employee_by_nip(nip: str) -> Employee | None:
    """The employee with these 18 digits."""
    found: Employee | None = Employee.get_or_none(Employee.nip == nip)
    return found


def units_in(scope: Scope) -> ModelSelect[Unit]:
    """Units in the scope, parents before children; a supervisor's scope has none."""
    query = Unit.select().order_by(Unit.path_key)
    if scope.everyone:
        return query
    if scope.unit_lineage:
        return query.where(below(Unit.lineage, scope.unit_lineage))
    return query.where(False)


def unit(unit_id: int, scope: Scope) -> Unit:
    """One unit in the scope. Raises NotFound."""
    found: Unit | None = units_in(scope).where(Unit.id == unit_id).first()
    if found is None:
        raise NotFound
    return found


def unit_path(of: Unit) -> str:
    """ "Dinas Pendidikan › SMP Negeri 1": names from the top."""
    ids = lineage_ids(of.lineage)
    names = as_dict(Unit.select(Unit.id, Unit.name).where(Unit.id.in_(ids)))
    return " › ".join(names[key] for key in ids)


def job_roles() -> ModelSelect[JobRole]:
    """Job roles by name."""
    return JobRole.select().order_by(JobRole.name_key)


def families() -> list[str]:
    """Families of the job roles in use, by name."""
    rows = JobRole.select(JobRole.family).where(JobRole.is_active).distinct()
    return [role.family for role in rows.order_by(JobRole.family)]


def supervisor_pairs() -> dict[int, int | None]:
    """Employee id -> supervisor id, for everybody."""
    return as_dict(Employee.select(Employee.id, Employee.supervisor))


def as_dict(query: ModelSelect[Any]) -> dict[Any, Any]:
    """First column -> second column."""
    return dict(query.tuples().execute())


def staff_now() -> Staff:
    """Everything that an import is compared with, as plain values."""
    return Staff(
        [KnownUnit(*row) for row in _columns(Unit, KnownUnit._fields)],
        [KnownRole(*row) for row in _columns(JobRole, KnownRole._fields)],
        [
            KnownEmployee._make((*row[:9], bool(row[9])))
            for row in _columns(Employee, KnownEmployee._fields)
        ],
    )


def _columns(model: Any, names: Iterable[str]) -> list[tuple[Any, ...]]:
    """Raw rows of some columns; 20,000 of them in a fraction of what model instances take."""
    columns = ", ".join(f'"{name}"' for name in names)
    cursor = database.execute_sql(f'SELECT {columns} FROM "{model._meta.table_name}" ORDER BY id')
    return list(cursor.fetchall())


def staff_import(import_id: int, uploaded_by: int | None) -> StaffImport:
    """A checked list of this user; None means the command. Raises NotFound."""
    owner = (
        StaffImport.uploaded_by.is_null()
        if uploaded_by is None
        else StaffImport.uploaded_by == uploaded_by
    )
    found: StaffImport | None = StaffImport.get_or_none((StaffImport.id == import_id) & owner)
    if found is None:
        raise NotFound
    return found


def imports_of(uploaded_by: int) -> ModelSelect[StaffImport]:
    """Lists that this user uploaded, newest first, without their rows."""
    return (
        StaffImport.select(
            StaffImport.id,
            StaffImport.filename,
            StaffImport.state,
            StaffImport.uploaded_at,
            StaffImport.confirmed_at,
            StaffImport.report,
        )
        .where(StaffImport.uploaded_by == uploaded_by)
        .order_by(StaffImport.id.desc())
    )
