"""Writing a planned import: thousands of rows in a few statements."""

from __future__ import annotations

from collections.abc import Callable

from survei.bulk import insert_many, reserve_ids, update_many
from survei.staff.models import Employee, JobRole, Unit
from survei.staff.queries import as_dict
from survei.staff.rules.effects import Change, NewRole, Person, Plan
from survei.staff.rules.tree import lineage
from survei.staff.rules.units import NewUnit

UNIT_COLUMNS = ("id", "name", "parent_id", "path_key", "lineage", "is_active", "revision")
ROLE_COLUMNS = ("name", "name_key", "family", "is_active", "revision")
EMPLOYEE_COLUMNS = (
    *("id", "nip", "name", "email", "whatsapp", "unit_id", "job_role_id", "rank"),
    *("supervisor_id", "is_active", "revision"),
)
CHANGED_COLUMNS = (
    *("name", "email", "whatsapp", "unit_id", "job_role_id", "rank", "supervisor_id"),
)


def write_plan(plan: Plan, *, progress: Callable[[int, int], None] | None = None) -> None:
    """Writes units, roles, new and changed employees inside the caller's transaction."""
    _write_units(plan.new_units)
    _write_roles(plan.new_roles)
    units = as_dict(Unit.select(Unit.path_key, Unit.id))
    roles = as_dict(JobRole.select(JobRole.name_key, JobRole.id))
    ids = as_dict(Employee.select(Employee.nip, Employee.id))
    fresh = reserve_ids(Employee, len(plan.new))
    ids.update((person.nip, key) for person, key in zip(plan.new, fresh, strict=True))

    def columns(person: Person) -> tuple[object, ...]:
        return (
            *(person.name, person.email, person.whatsapp),
            *(units[person.unit_key], roles[person.role_key], person.rank),
            ids[person.supervisor] if person.supervisor else None,
        )

    new = ((ids[one.nip], one.nip, *columns(one), True, 1) for one in plan.new)
    told = (lambda done: progress(done, len(plan.new))) if progress else None
    insert_many(Employee, EMPLOYEE_COLUMNS, new, chunk=1000, progress=told)
    changed = [(*columns(change.person), change.employee_id) for change in plan.changes]
    update_many(Employee, CHANGED_COLUMNS, changed)
    _raise_revisions(plan.changes)


def _write_units(units: list[NewUnit]) -> None:
    """Creates units from the top down."""
    known = {row.path_key: (row.id, row.lineage) for row in Unit.select()} if units else {}
    rows = []
    for new, key in zip(units, reserve_ids(Unit, len(units)), strict=True):
        parent_id, above = known[new.parent_key] if new.parent_key else (None, "")
        known[new.key] = key, lineage(above, key)
        rows.append((key, new.name, parent_id, new.key, lineage(above, key), True, 1))
    insert_many(Unit, UNIT_COLUMNS, rows)


def _write_roles(roles: list[NewRole]) -> None:
    rows = [(role.name, role.key, role.family, True, 1) for role in roles]
    insert_many(JobRole, ROLE_COLUMNS, rows)


def _raise_revisions(changes: list[Change]) -> None:
    """Forms that were opened before the import are stale now."""
    ids = [change.employee_id for change in changes]
    for start in range(0, len(ids), 5000):
        chunk = ids[start : start + 5000]
        Employee.update(revision=Employee.revision + 1).where(Employee.id.in_(chunk)).execute()
