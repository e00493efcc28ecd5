"""Changing staff one at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from survei.audit.choices import SYSTEM
from survei.errors import InUse, StaleRevision
from survei.staff.models import Employee, JobRole, Unit
from survei.staff.queries import (
    employees_in,
    employees_with_supervisors,
    unit_path,
)
from survei.staff.rules import Scope
from survei.staff.services import (
    EmployeeData,
    StaffInvalid,
    activate_unit,
    deactivate_employee,
    deactivate_job_role,
    deactivate_unit,
    save_employee,
    save_job_role,
    save_unit,
)
from survei.staff.unit_tree import MOST_DRAWN, unit_level, units_named
from tests.staff.lists import nip

pytestmark = pytest.mark.usefixtures("db")

EVERYONE = Scope(everyone=True)


def new_unit(name: str, parent: Unit | None = None) -> Unit:
    return save_unit(name, parent_id=parent.id if parent else None, actor=SYSTEM)


@pytest.fixture
def office() -> Unit:
    return new_unit("Dinas Pendidikan")


@pytest.fixture
def school(office: Unit) -> Unit:
    return new_unit("SD Negeri 1", office)


@pytest.fixture
def teacher(school: Unit) -> EmployeeData:
    role = save_job_role("Guru Kelas", actor=SYSTEM)
    return EmployeeData(nip=nip(1), name="Andi", unit_id=school.id, job_role_id=role.id)


def add(data: EmployeeData, number: int, **changes: object) -> Employee:
    return save_employee(replace(data, nip=nip(number), **changes), actor=SYSTEM)


def test_an_employee_is_stored_in_one_form(teacher: EmployeeData) -> None:
    saved = save_employee(
        replace(
            teacher,
            nip="19860926 201505 1 001",
            name=" Dra.  Hj. Nur\u200bhayati ",
            email=" Nur@X.go.ID",
            whatsapp="0812-3456-7890",
        ),
        actor=SYSTEM,
    )
    assert (saved.nip, saved.name, saved.email, saved.whatsapp) == (
        "198609262015051001",
        "Dra. Hj. Nurhayati",
        "nur@x.go.id",
        "6281234567890",
    )


INVALID = {
    "nip": {"nip": "123"},
    "name": {"name": " \u200b "},
    "email": {"email": "a＠x.id"},
    "whatsapp": {"whatsapp": "tidak ada"},
    "rank": {"rank": "x" * 101},
    "supervisor": {"supervisor_id": 999_999},
}


@pytest.mark.parametrize(("field", "change"), INVALID.items())
def test_what_cannot_be_stored_names_its_field(
    teacher: EmployeeData, field: str, change: dict[str, object]
) -> None:
    with pytest.raises(StaffInvalid) as refused:
        save_employee(replace(teacher, **change), actor=SYSTEM)
    assert refused.value.field == field


def test_a_nip_belongs_to_one(teacher: EmployeeData) -> None:
    save_employee(teacher, actor=SYSTEM)
    with pytest.raises(StaffInvalid, match="sudah terdaftar"):
        save_employee(teacher, actor=SYSTEM)


def test_a_stale_save_is_refused_and_names_the_editor(teacher: EmployeeData) -> None:
    saved = save_employee(teacher, actor=SYSTEM)
    newer = replace(teacher, name="Baso")
    save_employee(newer, actor=SYSTEM, employee_id=saved.id, revision=1)
    with pytest.raises(StaleRevision) as refused:
        save_employee(teacher, actor=SYSTEM, employee_id=saved.id, revision=1)
    assert refused.value.params == {"editor": "sistem"}
    assert Employee.get_by_id(saved.id).name == "Baso"


def test_a_circle_of_supervisors_is_refused_with_names(teacher: EmployeeData) -> None:
    first = add(teacher, 1, name="Andi")
    second = add(teacher, 2, name="Baso", supervisor_id=first.id)
    with pytest.raises(StaffInvalid, match="Andi → Baso → Andi"):
        save_employee(
            replace(teacher, supervisor_id=second.id),
            actor=SYSTEM,
            employee_id=first.id,
            revision=1,
        )


def test_nobody_supervises_themselves(teacher: EmployeeData) -> None:
    saved = save_employee(teacher, actor=SYSTEM)
    with pytest.raises(StaffInvalid, match="dirinya sendiri"):
        save_employee(
            replace(teacher, supervisor_id=saved.id),
            actor=SYSTEM,
            employee_id=saved.id,
            revision=1,
        )


def test_the_hierarchy_ends_at_fifteen(teacher: EmployeeData) -> None:
    boss = None
    for number in range(15):
        boss = add(teacher, number, supervisor_id=boss).id
    with pytest.raises(StaffInvalid, match="15 tingkat"):
        add(teacher, 15, supervisor_id=boss)


def test_a_supervisor_in_use_stays_active(teacher: EmployeeData) -> None:
    boss = add(teacher, 1)
    worker = add(teacher, 2, supervisor_id=boss.id)
    with pytest.raises(InUse):
        deactivate_employee(boss.id, actor=SYSTEM)
    assert not deactivate_employee(worker.id, actor=SYSTEM).is_active
    assert not deactivate_employee(boss.id, actor=SYSTEM).is_active


def test_a_moved_unit_takes_everything_below_along(office: Unit, school: Unit) -> None:
    room = new_unit("Ruang Guru", school)
    other = new_unit("Dinas Lain")
    save_unit("SD Inpres 1", parent_id=other.id, actor=SYSTEM, unit_id=school.id, revision=1)
    room = Unit.get_by_id(room.id)
    assert (room.path_key, room.lineage, unit_path(room)) == (
        "dinas lain / sd inpres 1 / ruang guru",
        f"{other.id}.{school.id}.{room.id}.",
        "Dinas Lain › SD Inpres 1 › Ruang Guru",
    )


def test_a_unit_does_not_move_below_itself(office: Unit, school: Unit) -> None:
    for target in (office, school):
        with pytest.raises(StaffInvalid, match="dirinya sendiri"):
            save_unit(
                office.name,
                parent_id=target.id,
                actor=SYSTEM,
                unit_id=office.id,
                revision=office.revision,
            )


def test_two_units_of_one_name_in_one_place_are_refused(office: Unit, school: Unit) -> None:
    with pytest.raises(StaffInvalid, match="sudah ada"):
        new_unit(" sd negeri  1", office)


def test_units_end_at_fifteen_levels(office: Unit) -> None:
    unit = office
    for number in range(14):
        unit = new_unit(f"Lapis {number}", unit)
    with pytest.raises(StaffInvalid, match="15 tingkat"):
        new_unit("Terlalu dalam", unit)


def test_a_unit_in_use_stays_active(teacher: EmployeeData, office: Unit, school: Unit) -> None:
    worker = save_employee(teacher, actor=SYSTEM)
    for used in (office, school):
        with pytest.raises(InUse):
            deactivate_unit(used.id, actor=SYSTEM)
    deactivate_employee(worker.id, actor=SYSTEM)
    assert not deactivate_unit(school.id, actor=SYSTEM).is_active
    assert activate_unit(school.id, actor=SYSTEM).is_active


def test_a_job_role_is_there_once_and_stays_while_held(teacher: EmployeeData) -> None:
    save_employee(teacher, actor=SYSTEM)
    with pytest.raises(StaffInvalid):
        save_job_role("GURU  kelas", actor=SYSTEM)
    with pytest.raises(InUse):
        deactivate_job_role(teacher.job_role_id, actor=SYSTEM)
    saved = save_job_role(
        "Guru Kelas", family="Pendidik", actor=SYSTEM, job_role_id=teacher.job_role_id, revision=1
    )
    assert JobRole.get_by_id(saved.id).family == "pendidik"


def test_a_scope_decides_whom_one_sees(teacher: EmployeeData, office: Unit, school: Unit) -> None:
    boss = add(teacher, 1, unit_id=office.id, name="Kadis")
    worker = add(teacher, 2, supervisor_id=boss.id)
    seen = {
        Scope(everyone=True): {boss.id, worker.id},
        Scope(unit_lineage=school.lineage): {worker.id},
        Scope(supervisor_id=boss.id): {worker.id},
        Scope(): set(),
    }
    for scope, ids in seen.items():
        assert {one.id for one in employees_in(scope)} == ids
        assert {one.id for one in employees_with_supervisors(scope)} == ids


def test_the_tree_counts_people_and_sorts_like_a_person(
    teacher: EmployeeData, office: Unit, school: Unit
) -> None:
    for number in (10, 2):
        new_unit(f"SD Negeri {number}", office)
    add(teacher, 1)
    add(teacher, 2, unit_id=office.id)
    nodes = unit_level(EVERYONE, None, 0).nodes
    assert [(node.unit.name, node.depth, node.own, node.total) for node in nodes] == [
        ("Dinas Pendidikan", 0, 1, 2),
        ("SD Negeri 1", 1, 1, 1),
        ("SD Negeri 2", 1, 0, 0),
        ("SD Negeri 10", 1, 0, 0),
    ]
    inside = unit_level(Scope(unit_lineage=school.lineage), None, 0).nodes
    assert [node.depth for node in inside] == [0]


def test_a_large_tree_is_drawn_one_level_at_a_time(teacher: EmployeeData, office: Unit) -> None:
    school = Unit.get(Unit.name == "SD Negeri 1")
    room = new_unit("Ruang Guru", school)
    for number in range(2, MOST_DRAWN + 10):
        new_unit(f"SD Negeri {number}", office)
    add(teacher, 1, unit_id=room.id)
    level = unit_level(EVERYONE, None, 0)
    assert (level.opened, level.count, len(level.nodes)) == (office, MOST_DRAWN + 9, MOST_DRAWN + 1)
    first = level.nodes[1]
    assert (first.unit, first.own, first.total, first.is_closed) == (school, 0, 1, True)
    assert len(unit_level(EVERYONE, None, 1).nodes) == 10
    below = unit_level(EVERYONE, school, 0)
    assert ([node.unit for node in below.nodes], below.above) == ([school, room], [office])
    assert [node.unit.name for node in units_named(EVERYONE, f"Negeri {MOST_DRAWN + 9}")] == [
        f"SD Negeri {MOST_DRAWN + 9}"
    ]
