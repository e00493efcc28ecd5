"""Changing units, job roles and employees one at a time. Nobody is ever deleted here."""

from __future__ import annotations

from typing import Any

from peewee import Model, Value, fn

from survei import clock
from survei.audit.choices import Actor
from survei.audit.queries import last_actor_name
from survei.audit.services import record
from survei.database import database, is_sqlite
from survei.errors import InUse, NotFound, StaleRevision
from survei.staff.models import Employee, JobRole, Unit
from survei.staff.queries import as_dict, below, supervisor_pairs
from survei.staff.rules.form_values import EmployeeData, StaffInvalid, clean_name, employee_values
from survei.staff.rules.issues import ISSUES
from survei.staff.rules.normalised import fold
from survei.staff.rules.roles import family_of
from survei.staff.rules.tree import DEEPEST, KEY_MARK, grow, lineage, lineage_ids, path_key
from survei.staff.rules.units import LONGEST_KEY

__all__ = ["EmployeeData", "StaffInvalid"]


def lock_staff() -> None:
    """Makes other writers of staff wait until this transaction ends, so that what was checked
    about the whole hierarchy still holds when it is written. SQLite has one writer anyway.
    """
    if not is_sqlite():
        database.execute_sql("LOCK TABLE unit, job_role, employee IN SHARE ROW EXCLUSIVE MODE")


def save_employee(
    data: EmployeeData, *, actor: Actor, employee_id: int | None = None, revision: int = 0
) -> Employee:
    """Creates an employee, or saves the one with this id and revision.

    Raises StaffInvalid (with the field), StaleRevision, NotFound.
    """
    values = employee_values(data, clock.today())
    with database.atomic():
        lock_staff()
        _found(Unit, data.unit_id)
        _found(JobRole, data.job_role_id)
        _check_nip_is_free(values["nip"], employee_id)
        _check_supervisor(employee_id, data.supervisor_id)
        if employee_id is None:
            saved: Employee = Employee.create(**values)
            record(actor, "employee.create", "employee", saved.id, unit=data.unit_id)
            return saved
        before = _found(Employee, employee_id)
        changed = [name for name, value in values.items() if before.__data__[name] != value]
        _save(Employee, employee_id, revision, values)
        record(actor, "employee.save", "employee", employee_id, fields=changed)
        return _found(Employee, employee_id)


def deactivate_employee(employee_id: int, *, actor: Actor) -> Employee:
    """The employee has left; stays for the cycles that know them. Raises InUse, NotFound."""
    with database.atomic():
        if Employee.select().where(Employee.supervisor == employee_id, Employee.is_active).exists():
            raise InUse(
                "Pegawai ini masih menjadi atasan pegawai aktif. Tetapkan dahulu atasan yang baru."
            )
        return _set_active(Employee, employee_id, is_active=False, actor=actor)


def activate_employee(employee_id: int, *, actor: Actor) -> Employee:
    """The employee is back. Raises NotFound."""
    with database.atomic():
        return _set_active(Employee, employee_id, is_active=True, actor=actor)


def save_unit(
    name: str,
    *,
    parent_id: int | None,
    actor: Actor,
    unit_id: int | None = None,
    revision: int = 0,
) -> Unit:
    """Creates, renames or moves a unit; a move takes everything below it along.

    Raises StaffInvalid (empty name, name taken, cycle, too deep), StaleRevision, NotFound.
    """
    name = clean_name(name)
    with database.atomic():
        lock_staff()
        parent = _found(Unit, parent_id) if parent_id else None
        if unit_id is None:
            return _create_unit(name, parent, actor)
        before = _found(Unit, unit_id)
        if parent and parent.lineage.startswith(before.lineage):
            raise StaffInvalid(
                "Unit tidak dapat dipindahkan ke bawah dirinya sendiri.", field="parent"
            )
        _save(Unit, unit_id, revision, {"name": name, "parent": parent_id})
        _rewrite_paths(before, name, parent)
        what = "unit.move" if before.parent_id != parent_id else "unit.save"
        record(actor, what, "unit", unit_id, name=name, parent=parent_id)
        return _found(Unit, unit_id)


def deactivate_unit(unit_id: int, *, actor: Actor) -> Unit:
    """The unit is no longer in use. Raises InUse while active people or units are in it."""
    with database.atomic():
        people = Employee.select().where(Employee.unit == unit_id, Employee.is_active)
        units = Unit.select().where(Unit.parent == unit_id, Unit.is_active)
        if people.exists() or units.exists():
            raise InUse(
                "Unit ini masih memiliki pegawai atau unit aktif. Pindahkan dahulu semuanya."
            )
        return _set_active(Unit, unit_id, is_active=False, actor=actor)


def activate_unit(unit_id: int, *, actor: Actor) -> Unit:
    """The unit is in use again. Raises NotFound."""
    with database.atomic():
        return _set_active(Unit, unit_id, is_active=True, actor=actor)


def save_job_role(
    name: str,
    *,
    family: str = "",
    actor: Actor,
    job_role_id: int | None = None,
    revision: int = 0,
) -> JobRole:
    """Creates or saves a job role. Without a family the rule of `roles.family_of` chooses.

    Raises StaffInvalid, StaleRevision, NotFound.
    """
    name = clean_name(name)
    values = {"name": name, "name_key": fold(name), "family": fold(family) or family_of(name)}
    with database.atomic():
        taken = JobRole.get_or_none(JobRole.name_key == values["name_key"])
        if taken and taken.id != job_role_id:
            raise StaffInvalid("Jabatan ini sudah ada.", field="name")
        if job_role_id is None:
            saved: JobRole = JobRole.create(**values)
            record(actor, "job_role.create", "job_role", saved.id, name=name)
            return saved
        _save(JobRole, job_role_id, revision, values)
        record(actor, "job_role.save", "job_role", job_role_id, name=name)
        return _found(JobRole, job_role_id)


def deactivate_job_role(job_role_id: int, *, actor: Actor) -> JobRole:
    """The job role is no longer given. Raises InUse while active people hold it."""
    with database.atomic():
        if Employee.select().where(Employee.job_role == job_role_id, Employee.is_active).exists():
            raise InUse("Jabatan ini masih dipegang pegawai aktif.")
        return _set_active(JobRole, job_role_id, is_active=False, actor=actor)


def activate_job_role(job_role_id: int, *, actor: Actor) -> JobRole:
    """The job role is given again. Raises NotFound."""
    with database.atomic():
        return _set_active(JobRole, job_role_id, is_active=True, actor=actor)


def _check_nip_is_free(nip: str, employee_id: int | None) -> None:
    taken = Employee.get_or_none(Employee.nip == nip)
    if taken and taken.id != employee_id:
        raise StaffInvalid("NIP ini sudah terdaftar.", field="nip")


def _check_supervisor(employee_id: int | None, supervisor_id: int | None) -> None:
    """Raises StaffInvalid when the hierarchy would no longer be a forest."""
    if supervisor_id is None:
        return
    above = supervisor_pairs()
    if supervisor_id not in above:
        raise StaffInvalid("Atasan tidak ditemukan.", field="supervisor")
    key = employee_id or 0
    if above.get(key, -1) == supervisor_id:
        return
    above[key] = supervisor_id
    faults = [fault for fault in grow(above).faults if key in fault.members]
    if not faults:
        return
    if faults[0].kind == "self":
        raise StaffInvalid(
            "Pegawai tidak dapat menjadi atasan dirinya sendiri.", field="supervisor"
        )
    if faults[0].kind == "deep":
        raise StaffInvalid(
            "Susunan atasan lebih dari %(most)s tingkat.", field="supervisor", most=DEEPEST
        )
    members = list(faults[0].members)
    people = Employee.select(Employee.id, Employee.name).where(Employee.id.in_(members))
    names = as_dict(people)
    circle = " → ".join(names[member] for member in (*faults[0].members, faults[0].members[0]))
    raise StaffInvalid(
        "Susunan atasan akan berputar (%(names)s).", field="supervisor", names=circle
    )


def _create_unit(name: str, parent: Unit | None, actor: Actor) -> Unit:
    key = _free_key(name, parent, None)
    unit: Unit = Unit.create(name=name, parent=parent, path_key=key, lineage="")
    unit.lineage = lineage(parent.lineage if parent else "", unit.id)
    unit.save()
    record(actor, "unit.create", "unit", unit.id, name=name)
    return unit


def _free_key(name: str, parent: Unit | None, unit_id: int | None) -> str:
    """Path key of a unit in its place. Raises StaffInvalid when it is taken or too deep."""
    key = path_key([name]) if parent is None else f"{parent.path_key}{KEY_MARK}{path_key([name])}"
    taken = Unit.get_or_none(Unit.path_key == key)
    if taken and taken.id != unit_id:
        raise StaffInvalid("Unit bernama sama sudah ada di tempat itu.", field="name")
    if len(key) > LONGEST_KEY or (parent and len(lineage_ids(parent.lineage)) >= DEEPEST):
        raise StaffInvalid(ISSUES["unit_deep"].message, field="parent")
    return key


def _rewrite_paths(before: Unit, name: str, parent: Unit | None) -> None:
    """New path key and lineage for a unit and everything below it."""
    key = _free_key(name, parent, before.id)
    line = lineage(parent.lineage if parent else "", before.id)
    if (key, line) == (before.path_key, before.lineage):
        return
    inside = Unit.select().where(below(Unit.lineage, before.lineage))
    depth = max(len(lineage_ids(row.lineage)) for row in inside) - len(lineage_ids(before.lineage))
    longest = max(len(row.path_key) for row in inside) - len(before.path_key)
    if len(lineage_ids(line)) + depth > DEEPEST or len(key) + longest > LONGEST_KEY:
        raise StaffInvalid(ISSUES["unit_deep"].message, field="parent")
    Unit.update(
        path_key=_text(key).concat(fn.SUBSTR(Unit.path_key, len(before.path_key) + 1)),
        lineage=_text(line).concat(fn.SUBSTR(Unit.lineage, len(before.lineage) + 1)),
    ).where(below(Unit.lineage, before.lineage)).execute()


def _text(value: str) -> Any:
    """A bound text; PostgreSQL cannot tell the type of a bare parameter before `||`."""
    return Value(value).cast("text")


def _save(model: Any, key: int, revision: int, values: dict[str, Any]) -> None:
    """Compare and set. Raises StaleRevision with the editor's name, NotFound."""
    updated = (
        model.update(revision=model.revision + 1, **values)
        .where(model.id == key, model.revision == revision)
        .execute()
    )
    if not updated:
        _found(model, key)
        raise StaleRevision(editor=last_actor_name(model._meta.table_name, key))


def _set_active(model: Any, key: int, *, is_active: bool, actor: Actor) -> Any:
    kind = model._meta.table_name
    changed = (
        model.update(is_active=is_active, revision=model.revision + 1)
        .where(model.id == key, model.is_active != is_active)
        .execute()
    )
    if changed:
        record(actor, f"{kind}.{'activate' if is_active else 'deactivate'}", kind, key)
    return _found(model, key)


def _found(model: Any, key: int | None) -> Any:
    row: Model | None = model.get_or_none(model.id == key)
    if row is None:
        raise NotFound
    return row
