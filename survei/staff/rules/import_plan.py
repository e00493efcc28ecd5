"""What an import would do: a pure comparison of the file's rows with the staff of today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from survei.staff.choices import Column
from survei.staff.rules import Scope
from survei.staff.rules.effects import (
    Change,
    FieldChange,
    KnownEmployee,
    Missing,
    NewRole,
    Person,
    Plan,
    Staff,
)
from survei.staff.rules.normalised import fold
from survei.staff.rules.problems import Problems
from survei.staff.rules.roles import family_of
from survei.staff.rules.row_reading import Row
from survei.staff.rules.tree import grow
from survei.staff.rules.units import KnownUnit, UnitFinder, UnitProblem

#: Said instead of the name of somebody whom the importing officer may not see.
HIDDEN_NAME = "(di luar unit Anda)"


def make_plan(rows: Sequence[Row], staff: Staff, scope: Scope, problems: Problems) -> Plan:
    """Compares the rows with the staff. `scope` is what the importing officer may see and change.

    Matches by NIP. Empty cells change nothing, absent people are only listed.
    """
    return _Planner(rows, staff, scope, problems).plan()


class _Planner:
    """One comparison; holds the look-ups that all of its steps need."""

    def __init__(self, rows: Sequence[Row], staff: Staff, scope: Scope, problems: Problems) -> None:
        self.rows, self.staff, self.scope, self.problems = rows, staff, scope, problems
        written = {row.unit for row in rows if len(row.unit) > 1}
        self.units = UnitFinder(staff.units, written, within=scope.unit_lineage or "")
        self.unit_by_id = {unit.id: unit for unit in staff.units}
        self.roles = {role.name_key: role.name for role in staff.roles}
        self.role_by_id = {role.id: role for role in staff.roles}
        self.new_roles: dict[str, NewRole] = {}
        self.by_nip = {employee.nip: employee for employee in staff.employees}
        self.nip_by_id = {employee.id: employee.nip for employee in staff.employees}
        self.row_of = {row.nip: row for row in rows if row.nip}
        self._found_units: dict[tuple[str, ...], str | UnitProblem] = {}

    def plan(self) -> Plan:
        people = [person for row in self.rows if (person := self._person(row))]
        people = self._with_depths(people)
        new = [person for person in people if person.nip not in self.by_nip]
        changes = [change for person in people if (change := self._change(person))]
        self._note_new_units()
        self._note_emails(people)
        return Plan(
            problems=self.problems.listed(),
            errors=self.problems.errors,
            new_units=sorted(self.units.new.values(), key=lambda unit: (unit.depth, unit.key)),
            new_roles=list(self.new_roles.values()),
            new=sorted(new, key=lambda person: (person.depth, person.row)),
            changes=changes,
            unchanged=len(people) - len(new) - len(changes),
            missing=self._missing(),
        )

    def _person(self, row: Row) -> Person | None:
        """The row with its unit, role and supervisor resolved; None after an error."""
        if not row.is_complete:
            return None
        known = self.by_nip.get(row.nip or "")
        if known and not self._may_see(known):
            self.problems.add("outside", row.number, Column.NIP)
            return None
        unit_key = self._unit_key(row)
        if unit_key is None:
            return None
        if known and not known.is_active:
            self.problems.add("employee_inactive", row.number, Column.NIP)
        return Person(
            row=row.number,
            nip=row.nip or "",
            name=row.name or "",
            email=row.email or (known.email if known else None),
            whatsapp=row.whatsapp or (known.whatsapp if known else None),
            unit_key=unit_key,
            role_key=self._role_key(row.job_role or ""),
            rank=row.rank or (known.rank if known else ""),
            supervisor=self._supervisor(row, known),
        )

    def _unit_key(self, row: Row) -> str | None:
        found = self._found_units.get(row.unit)
        if found is None:
            found = self._found_units[row.unit] = self._find_unit(row.unit)
        if isinstance(found, UnitProblem):
            self.problems.add(found.code, row.number, Column.UNIT, **found.params)
            return None
        return found

    def _find_unit(self, written: tuple[str, ...]) -> str | UnitProblem:
        try:
            key = self.units.find(written)
        except UnitProblem as problem:
            return problem
        known = self.units.known.get(key)
        if known and not known.is_active:
            return UnitProblem("unit_inactive", unit=written[-1])
        if not self._is_inside(key):
            return UnitProblem("unit_outside", unit=written[-1])
        return key

    def _is_inside(self, key: str | None) -> bool:
        """Whether a unit lies in the scope; a new one does when the unit above it does."""
        if self.scope.everyone:
            return True
        while key in self.units.new:
            key = self.units.new[key].parent_key
        known = self.units.known.get(key or "")
        return known is not None and self._covers(known)

    def _covers(self, unit: KnownUnit) -> bool:
        prefix = self.scope.unit_lineage
        return self.scope.everyone or bool(prefix and unit.lineage.startswith(prefix))

    def _may_see(self, employee: KnownEmployee) -> bool:
        return self._covers(self.unit_by_id[employee.unit_id])

    def _role_key(self, name: str) -> str:
        key = fold(name)
        if key not in self.roles:
            self.roles[key] = name
            self.new_roles[key] = NewRole(key, name, family_of(name))
        return key

    def _supervisor(self, row: Row, known: KnownEmployee | None) -> str | None:
        """NIP of the supervisor after the import."""
        current = self.nip_by_id.get(known.supervisor_id or 0) if known else None
        wanted = row.supervisor
        if wanted is None or wanted == current:
            return current
        there = self.by_nip.get(wanted)
        in_file = wanted in self.row_of
        if there is None and not in_file:
            self.problems.add("supervisor_unknown", row.number, Column.SUPERVISOR)
            return current
        if there and not self._may_see(there):
            self.problems.add("supervisor_outside", row.number, Column.SUPERVISOR)
            return current
        if there and not there.is_active:
            self.problems.add("supervisor_inactive", row.number, Column.SUPERVISOR)
        return wanted

    def _with_depths(self, people: Sequence[Person]) -> list[Person]:
        """The people with their depth; says where the hierarchy would not be a forest."""
        above = {
            employee.nip: self.nip_by_id.get(employee.supervisor_id or 0)
            for employee in self.staff.employees
        }
        above.update((person.nip, person.supervisor) for person in people)
        forest = grow(above)
        for fault in forest.faults:
            self._note_fault(fault.kind, fault.members)
        depths = forest.depths
        return [
            msgspec.structs.replace(person, depth=depths.get(person.nip, 1)) for person in people
        ]

    def _note_fault(self, kind: str, members: tuple[str, ...]) -> None:
        rows = [self.row_of[nip] for nip in members if nip in self.row_of]
        if not rows:
            return
        shown = members if kind != "cycle" else (*members, members[0])
        names = " → ".join(self._name(nip) for nip in shown)
        self.problems.add(f"supervisor_{kind}", rows[0].number, Column.SUPERVISOR, names=names)

    def _name(self, nip: str | None) -> str:
        if nip is None:
            return ""
        known = self.by_nip.get(nip)
        if known and not self._may_see(known):
            return HIDDEN_NAME
        row = self.row_of.get(nip)
        return (row.name if row else None) or (known.name if known else "")

    def _change(self, person: Person) -> Change | None:
        known = self.by_nip.get(person.nip)
        if known is None:
            return None
        old_unit, old_role = self.unit_by_id[known.unit_id], self.role_by_id[known.job_role_id]
        old_supervisor = self.nip_by_id.get(known.supervisor_id or 0)
        fields = []
        if person.unit_key != old_unit.path_key:
            new_unit = self.units.shown(person.unit_key)
            fields.append(FieldChange(Column.UNIT, old_unit.name, new_unit))
        if person.supervisor != old_supervisor:
            names = self._name(old_supervisor), self._name(person.supervisor)
            fields.append(FieldChange(Column.SUPERVISOR, *names))
        if person.role_key != old_role.name_key:
            new_role = self.roles[person.role_key]
            fields.append(FieldChange(Column.JOB_ROLE, old_role.name, new_role))
        for column in (Column.NAME, Column.EMAIL, Column.WHATSAPP, Column.RANK):
            old, new = getattr(known, column), getattr(person, column)
            if old != new:
                fields.append(FieldChange(column, old or "", new or ""))
        return Change(known.id, person, fields) if fields else None

    def _missing(self) -> list[Missing]:
        return [
            Missing(employee.id, employee.name, self.unit_by_id[employee.unit_id].name)
            for employee in self.staff.employees
            if employee.is_active and employee.nip not in self.row_of and self._may_see(employee)
        ]

    def _note_new_units(self) -> None:
        for unit in self.units.new.values():
            paths = self.units.namesakes(unit)
            if paths:
                self.problems.add("unit_same_name", unit=unit.path, paths="; ".join(paths))

    def _note_emails(self, people: Sequence[Person]) -> None:
        """Says how many have no address, and whose address somebody outside the file has."""
        without = sum(person.email is None for person in people)
        if without:
            self.problems.add("email_missing", column=Column.EMAIL, count=without)
        taken = _addresses(self.staff.employees, self.row_of)
        for person in people:
            if person.email in taken:
                self.problems.add("email_taken", person.row, Column.EMAIL)


def _addresses(employees: Iterable[KnownEmployee], listed: Mapping[str, Row]) -> set[str]:
    return {
        employee.email
        for employee in employees
        if employee.email and employee.is_active and employee.nip not in listed
    }
