"""Importing a staff list: planned, shown, confirmed; all of it or nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from survei.audit.choices import Actor, ActorKind
from survei.audit.models import AuditEvent
from survei.errors import NotFound, WrongState
from survei.staff import import_rows
from survei.staff.choices import Column, ImportState
from survei.staff.imports import (
    Counts,
    ImportHasErrors,
    MovesUnconfirmed,
    StaffChanged,
    check_import,
    confirm_import,
    counts_of,
    drop_import,
    drop_stale_imports,
    import_file,
    plan_sheet,
    report_of,
)
from survei.staff.models import Employee, JobRole, StaffImport, Unit
from survei.staff.rules import Scope
from survei.staff.rules.effects import Plan
from tests.staff.lists import COMMAND, HEADER, csv, nip, person, sheet, xlsx

pytestmark = pytest.mark.usefixtures("db")

EVERYONE = Scope(everyone=True)
HR = Actor(ActorKind.USER, 7, "Nurhayati", "10.0.0.1")
OTHER = Actor(ActorKind.USER, 8, "Baso", "10.0.0.2")
#: A headmaster and two teachers below; the office at the top has no parent column.
SCHOOL = (
    person(1, job_role="Kepala Sekolah"),
    person(2, supervisor=nip(1)),
    person(3, supervisor=nip(1), job_role="Guru Mapel"),
)


def bring_in(*rows: list[str]) -> Plan:
    return import_file("daftar.csv", csv(*rows), actor=COMMAND)


def codes(plan: Plan) -> list[tuple[int, str]]:
    return [(item.row, item.code) for item in plan.problems]


def everybody() -> list[tuple[object, ...]]:
    return list(Employee.select().order_by(Employee.id).tuples())


def test_units_roles_people_and_supervisors_come_in_together() -> None:
    counts = counts_of(bring_in(*SCHOOL))
    assert counts == Counts(new=3, new_units=2, new_roles=3)
    teacher = Employee.get(Employee.nip == nip(3))
    assert (teacher.supervisor.nip, teacher.job_role.family) == (nip(1), "guru")
    school = teacher.unit
    assert (school.path_key, school.lineage) == (
        "dinas pendidikan / sd negeri 1",
        f"{school.parent_id}.{school.id}.",
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_same_file_twice_changes_nothing(kind: str) -> None:
    data = {"csv": csv, "xlsx": xlsx}[kind](*SCHOOL)
    import_file(f"a.{kind}", data, actor=COMMAND)
    before = everybody()
    assert counts_of(import_file(f"a.{kind}", data, actor=COMMAND)) == Counts(unchanged=3)
    assert everybody() == before


def test_a_supervisor_may_stand_below_in_the_file() -> None:
    bring_in(*reversed(SCHOOL))
    assert Employee.get(Employee.nip == nip(2)).supervisor.nip == nip(1)


def test_one_bad_row_keeps_all_out() -> None:
    rows = [person(number) for number in range(500)]
    rows[339] = person(339, nip="123")
    plan = bring_in(*rows)
    assert [(item.row, item.column_label, str(item)) for item in plan.problems] == [
        (341, "NIP", "NIP harus 18 angka, ini 3.")
    ]
    assert (Employee.select().count(), Unit.select().count(), StaffImport.select().count()) == (
        0,
        0,
        0,
    )


def test_a_dry_run_writes_nothing() -> None:
    plan = import_file("a.csv", csv(*SCHOOL), actor=COMMAND, dry_run=True)
    assert (counts_of(plan).new, Employee.select().count()) == (3, 0)


def test_what_changes_is_told_field_by_field() -> None:
    bring_in(*SCHOOL)
    plan = plan_sheet(
        sheet(person(1, job_role="Kepala Sekolah", rank="IV/a", email="baru@contoh.go.id")),
        EVERYONE,
    )
    fields = [(field.column, field.old, field.new) for field in plan.changes[0].fields]
    assert fields == [
        (Column.EMAIL, "p1@contoh.go.id", "baru@contoh.go.id"),
        (Column.RANK, "III/c", "IV/a"),
    ]
    assert plan.moves == []


def test_moves_are_listed_with_names_and_done() -> None:
    bring_in(*SCHOOL)
    plan = bring_in(
        person(3, supervisor=nip(2), unit="SD Negeri 2", job_role="Guru Mapel"),
    )
    assert [(field.column, field.old, field.new) for field in plan.moves[0].fields] == [
        (Column.UNIT, "SD Negeri 1", "SD Negeri 2"),
        (Column.SUPERVISOR, "Pegawai 1, S.Pd.", "Pegawai 2, S.Pd."),
    ]
    moved = Employee.get(Employee.nip == nip(3))
    assert (moved.unit.name, moved.supervisor.nip, moved.revision) == ("SD Negeri 2", nip(2), 2)


def test_absent_people_are_listed_and_left_alone() -> None:
    bring_in(*SCHOOL)
    plan = bring_in(SCHOOL[0])
    assert [one.name for one in plan.missing] == ["Pegawai 2, S.Pd.", "Pegawai 3, S.Pd."]
    assert Employee.select().where(Employee.is_active).count() == 3


def test_an_empty_cell_erases_nothing() -> None:
    bring_in(*SCHOOL)
    row = person(2, email="", whatsapp="-", rank="")
    assert counts_of(bring_in(row)).unchanged == 1


def test_a_list_without_the_optional_columns_erases_nothing() -> None:
    bring_in(*SCHOOL)
    short = csv(
        [nip(2), "Pegawai 2, S.Pd.", "guru kelas", "sd negeri 1"],
        header=HEADER[:4],
    )
    assert counts_of(import_file("a.csv", short, actor=COMMAND)) == Counts(unchanged=1, missing=2)


def test_an_inactive_employee_is_not_brought_back_silently() -> None:
    bring_in(*SCHOOL)
    Employee.update(is_active=False).where(Employee.nip == nip(2)).execute()
    plan = bring_in(*SCHOOL)
    assert codes(plan) == [(3, "employee_inactive")]
    assert not Employee.get(Employee.nip == nip(2)).is_active


def test_an_unknown_supervisor_is_said_and_changes_nothing() -> None:
    bring_in(*SCHOOL)
    plan = bring_in(person(2, supervisor=nip(99)))
    assert codes(plan) == [(2, "supervisor_unknown")]
    assert Employee.get(Employee.nip == nip(2)).supervisor.nip == nip(1)


def test_a_cycle_in_the_file_is_refused_with_its_names() -> None:
    rows = [person(n, supervisor=nip(n % 3 + 1)) for n in (1, 2, 3)]
    plan = bring_in(*rows)
    assert [str(item) for item in plan.problems] == [
        "Susunan atasan berputar (Pegawai 1, S.Pd. → Pegawai 2, S.Pd. → Pegawai 3, S.Pd. → "
        "Pegawai 1, S.Pd.)."
    ]
    assert Employee.select().count() == 0


def test_a_cycle_through_somebody_outside_the_file_is_found() -> None:
    bring_in(*SCHOOL)
    plan = bring_in(person(1, supervisor=nip(2)))
    assert codes(plan) == [(2, "supervisor_cycle")]


def test_a_chain_of_ten_thousand_is_refused_quickly() -> None:
    rows = [person(n, supervisor=nip(n + 1)) for n in range(10_000)]
    plan = plan_sheet(sheet(*rows), EVERYONE)
    assert [code for _, code in codes(plan) if code.startswith("supervisor")] == [
        "supervisor_deep",
        "supervisor_unknown",
    ]


def test_a_unit_is_found_by_its_name_alone_when_there_is_one() -> None:
    bring_in(*SCHOOL)
    plan = bring_in(person(4, parent=""), person(5, parent="", unit="Sekretariat Daerah"))
    assert [unit.path for unit in plan.new_units] == ["Sekretariat Daerah"]
    assert Employee.get(Employee.nip == nip(4)).unit.parent.name == "Dinas Pendidikan"


def test_two_units_of_one_name_need_the_unit_above() -> None:
    bring_in(
        person(1, unit="Sekretariat"),
        person(2, unit="Sekretariat", parent="Dinas Kesehatan"),
    )
    plan = bring_in(person(3, unit="Sekretariat", parent=""))
    assert [str(item) for item in plan.problems] == [
        "Ada lebih dari satu unit bernama “Sekretariat”: Dinas Kesehatan > Sekretariat; "
        "Dinas Pendidikan > Sekretariat."
    ]


def test_a_new_unit_goes_where_the_file_places_its_parent() -> None:
    plan = bring_in(
        person(1, unit="SMP 1", parent="Bidang SMP"),
        person(2, unit="Bidang SMP", parent="Dinas Pendidikan"),
        person(3, unit="Kelas Jauh", parent="Dinas Pendidikan > Bidang SMP > SMP 1"),
    )
    assert [unit.path for unit in plan.new_units] == [
        "Dinas Pendidikan",
        "Dinas Pendidikan > Bidang SMP",
        "Dinas Pendidikan > Bidang SMP > SMP 1",
        "Dinas Pendidikan > Bidang SMP > SMP 1 > Kelas Jauh",
    ]


def test_a_second_unit_of_the_same_name_is_said() -> None:
    bring_in(person(1, parent=""))
    assert codes(bring_in(person(2, parent="Dinas Lain"))) == [(0, "unit_same_name")]


def test_an_officer_of_one_unit_imports_only_there() -> None:
    bring_in(
        *SCHOOL,
        person(4, unit="SD Negeri 2", name="Rahasia"),
    )
    school = Unit.get(Unit.name == "SD Negeri 1")
    plan = plan_sheet(
        sheet(
            person(2, supervisor=nip(4)),
            person(3, unit="SD Negeri 2"),
            person(4, unit="SD Negeri 1", parent=""),
            person(5, unit="Ruang Guru", parent="SD Negeri 1"),
            person(6, unit="Sekolah Baru", parent=""),
        ),
        Scope(unit_lineage=school.lineage),
    )
    assert codes(plan) == [
        (2, "supervisor_outside"),
        (3, "unit_outside"),
        (4, "outside"),
        (6, "unit_outside"),
    ]
    assert [one.name for one in plan.missing] == ["Pegawai 1, S.Pd."]
    assert "Rahasia" not in repr(plan)


def test_check_then_confirm_then_confirm_again() -> None:
    checked = check_import("../daftar.csv", csv(*SCHOOL), scope=EVERYONE, actor=HR)
    assert (checked.filename, Employee.select().count()) == ("daftar.csv", 0)
    for _ in range(2):
        done = confirm_import(checked.id, scope=EVERYONE, actor=HR, moves_confirmed=False)
        assert (done.state, done.rows, report_of(done).plan) == (ImportState.CONFIRMED, "", None)
        assert report_of(done).counts == Counts(new=3, new_units=2, new_roles=3)
    assert Employee.select().count() == 3
    actions = [event.action for event in AuditEvent.select().order_by(AuditEvent.id)]
    assert actions == ["staff_import.check", "staff_import.confirm"]


def test_the_log_holds_no_nip() -> None:
    bring_in(*SCHOOL)
    assert nip(1) not in "".join(event.details for event in AuditEvent.select())


def test_staff_that_changed_since_the_check_are_shown_again() -> None:
    bring_in(*SCHOOL)
    checked = check_import("a.csv", csv(person(2, rank="IV/a")), scope=EVERYONE, actor=HR)
    Employee.update(rank="III/d").where(Employee.nip == nip(2)).execute()
    with pytest.raises(StaffChanged):
        confirm_import(checked.id, scope=EVERYONE, actor=HR, moves_confirmed=True)
    plan = report_of(StaffImport.get_by_id(checked.id)).plan
    assert plan is not None
    assert plan.changes[0].fields[0].old == "III/d"
    confirm_import(checked.id, scope=EVERYONE, actor=HR, moves_confirmed=True)
    assert Employee.get(Employee.nip == nip(2)).rank == "IV/a"


def test_moves_want_a_yes_of_their_own() -> None:
    bring_in(*SCHOOL)
    checked = check_import("a.csv", csv(person(2, unit="SD 9")), scope=EVERYONE, actor=HR)
    with pytest.raises(MovesUnconfirmed):
        confirm_import(checked.id, scope=EVERYONE, actor=HR, moves_confirmed=False)
    assert Employee.get(Employee.nip == nip(2)).unit.name == "SD Negeri 1"


def test_errors_cannot_be_confirmed() -> None:
    checked = check_import("a.csv", csv(person(1, nip="1")), scope=EVERYONE, actor=HR)
    with pytest.raises(ImportHasErrors):
        confirm_import(checked.id, scope=EVERYONE, actor=HR, moves_confirmed=True)


def test_a_dropped_list_is_erased_and_cannot_come_back() -> None:
    checked = check_import("a.csv", csv(*SCHOOL), scope=EVERYONE, actor=HR)
    dropped = drop_import(checked.id, actor=HR)
    assert (dropped.state, dropped.rows) == (ImportState.DROPPED, "")
    with pytest.raises(WrongState):
        confirm_import(checked.id, scope=EVERYONE, actor=HR, moves_confirmed=True)


def test_a_new_upload_drops_the_one_that_waits() -> None:
    first = check_import("a.csv", csv(*SCHOOL), scope=EVERYONE, actor=HR)
    check_import("b.csv", csv(*SCHOOL), scope=EVERYONE, actor=HR)
    assert StaffImport.get_by_id(first.id).state == ImportState.DROPPED


def test_a_list_that_nobody_confirms_is_erased() -> None:
    checked = check_import("a.csv", csv(*SCHOOL), scope=EVERYONE, actor=HR)
    assert drop_stale_imports(checked.uploaded_at) == 0
    assert drop_stale_imports(checked.uploaded_at + timedelta(seconds=1)) == 1
    erased = StaffImport.get_by_id(checked.id)
    assert (erased.state, erased.rows, report_of(erased).plan) == (ImportState.DROPPED, "", None)


def test_somebody_elses_list_is_not_there() -> None:
    checked = check_import("a.csv", csv(*SCHOOL), scope=EVERYONE, actor=HR)
    for step in (
        lambda: confirm_import(checked.id, scope=EVERYONE, actor=OTHER, moves_confirmed=True),
        lambda: drop_import(checked.id, actor=OTHER),
    ):
        with pytest.raises(NotFound):
            step()


def test_a_fault_while_writing_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(import_rows, "insert_many", fail)
    with pytest.raises(RuntimeError):
        bring_in(*SCHOOL)
    assert (Unit.select().count(), JobRole.select().count()) == (0, 0)
