"""The people that are counted beside the units are always those of the list, whoever changes it."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from peewee import fn

from survei.bulk import insert_many, update_many
from survei.staff.models import Employee, Headcount, JobRole, Unit
from tests.staff.lists import nip

pytestmark = pytest.mark.usefixtures("db")

COLUMNS = ("nip", "name", "unit_id", "job_role_id", "rank", "is_active", "revision")


def kept() -> dict[tuple[int, int], int]:
    """(unit, job role) → active people, as the database keeps it."""
    return {(row.unit_id, row.job_role_id): row.people for row in Headcount.select() if row.people}


def counted() -> dict[tuple[int, int], int]:
    """The same, counted anew."""
    rows = Employee.select(Employee.unit, Employee.job_role).where(Employee.is_active)
    return dict(Counter(rows.tuples()))


def test_counts_follow_every_change_of_a_person() -> None:
    units = [Unit.create(name=str(n), path_key=str(n), lineage=f"{n}.").id for n in range(1, 4)]
    roles = [JobRole.create(name=word, name_key=word, family=word).id for word in ("guru", "staf")]
    chance = Random(7)
    rows = [
        (nip(n), f"Pegawai {n}", chance.choice(units), chance.choice(roles), "", n % 5 > 0, 1)
        for n in range(60)
    ]
    insert_many(Employee, COLUMNS, rows, chunk=25)
    assert kept() == counted() != {}
    ids = [row.id for row in Employee.select()]
    moves = [(chance.choice(units), chance.choice(roles), key) for key in ids]
    update_many(Employee, ("unit_id", "job_role_id"), moves)
    assert kept() == counted()
    Employee.update(is_active=~Employee.is_active).where(Employee.id.in_(ids[::2])).execute()
    assert kept() == counted()
    Employee.update(unit=units[0], is_active=True).where(Employee.id.in_(ids[::3])).execute()
    Employee.update(name="Andi", revision=2).execute()
    assert kept() == counted()
    Employee.delete().where(Employee.id.in_(ids[:40])).execute()
    assert kept() == counted() != {}
    Employee.update(is_active=False).execute()
    assert (kept(), counted()) == ({}, {})
    assert Headcount.select(fn.MIN(Headcount.people)).scalar() == 0
