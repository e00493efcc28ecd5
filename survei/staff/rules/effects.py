"""What an import compares and what it would do, as plain values that can be stored and shown."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from survei.staff.choices import Column
from survei.staff.rules.problems import Problem
from survei.staff.rules.units import KnownUnit, NewUnit


class KnownRole(NamedTuple):
    """A job role of the database."""

    id: int
    name: str
    name_key: str


class KnownEmployee(NamedTuple):
    """An employee of the database."""

    id: int
    nip: str
    name: str
    email: str | None
    whatsapp: str | None
    unit_id: int
    job_role_id: int
    rank: str
    supervisor_id: int | None
    is_active: bool


class Staff(NamedTuple):
    """Everything an import is compared with."""

    units: Sequence[KnownUnit]
    roles: Sequence[KnownRole]
    employees: Sequence[KnownEmployee]


class Person(msgspec.Struct, frozen=True, array_like=True):
    """An employee as the file wants it; units and roles by key, the supervisor by NIP."""

    row: int
    nip: str
    name: str
    email: str | None
    whatsapp: str | None
    unit_key: str
    role_key: str
    rank: str
    supervisor: str | None
    #: Depth in the hierarchy, 1 at the top: supervisors are written before their people.
    depth: int = 1


class FieldChange(msgspec.Struct, frozen=True, array_like=True):
    """One field before and after, as people read it."""

    column: Column
    old: str
    new: str


class Change(msgspec.Struct, frozen=True):
    """An employee of the database who will look different."""

    employee_id: int
    person: Person
    fields: list[FieldChange]

    @property
    def is_move(self) -> bool:
        """Whether unit or supervisor changes; these are confirmed on their own."""
        return any(field.column in (Column.UNIT, Column.SUPERVISOR) for field in self.fields)


class NewRole(msgspec.Struct, frozen=True):
    """A job role that an import will create."""

    key: str
    name: str
    family: str


class Missing(msgspec.Struct, frozen=True):
    """An active employee whom the file does not name. Only listed, never changed."""

    employee_id: int
    name: str
    unit: str


class Plan(msgspec.Struct, frozen=True):
    """Everything an import would do, and why it cannot."""

    problems: list[Problem]
    errors: int
    new_units: list[NewUnit]
    new_roles: list[NewRole]
    new: list[Person]
    changes: list[Change]
    unchanged: int
    missing: list[Missing]

    @property
    def moves(self) -> list[Change]:
        """Changes of unit or supervisor."""
        return [change for change in self.changes if change.is_move]

    @property
    def is_empty(self) -> bool:
        """Whether confirming would change nothing."""
        return not (self.new or self.changes or self.new_units or self.new_roles)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what would be written: the same file against the same staff gives the same."""
        effect = (self.errors, self.new_units, self.new_roles, self.new, self.changes)
        return hashlib.sha256(msgspec.json.encode(effect)).hexdigest()
