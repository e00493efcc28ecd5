"""Importing a staff list: checked, shown, confirmed; all of it or nothing.

Stands above `services`: it reads the file, plans by the pure rules and writes in bulk.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import msgspec
from peewee import Expression

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.database import database
from survei.errors import SurveiError, WrongState
from survei.staff.choices import ImportState
from survei.staff.import_rows import write_plan
from survei.staff.models import StaffImport
from survei.staff.queries import staff_import, staff_now
from survei.staff.rules import Scope
from survei.staff.rules.effects import Plan
from survei.staff.rules.import_plan import make_plan
from survei.staff.rules.problems import Problems
from survei.staff.rules.row_reading import read_rows
from survei.staff.rules.sheet_cells import Sheet
from survei.staff.services import lock_staff
from survei.staff.uploaded_list import read_workbook
from survei.typed_json import TypeReader
from survei.workbook.file_kind import display_name


class ImportHasErrors(SurveiError):
    """The file cannot be imported until its errors are gone."""

    message = "Berkas masih memuat %(errors)s kesalahan. Perbaiki, lalu unggah lagi."


class StaffChanged(SurveiError):
    """The staff changed since the check: the report was made anew and wants a second look."""

    message = (
        "Data pegawai berubah sejak berkas diperiksa. Laporan sudah diperbarui; periksa lagi "
        "sebelum menyetujui."
    )


class MovesUnconfirmed(SurveiError):
    """Somebody would change unit or supervisor, and nobody said that this is right."""

    message = "Centang persetujuan perpindahan terlebih dahulu."


class Counts(msgspec.Struct, frozen=True):
    """What an import did or would do, in figures; holds nothing about a person."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    moved: int = 0
    missing: int = 0
    new_units: int = 0
    new_roles: int = 0
    errors: int = 0


class Report(msgspec.Struct, frozen=True):
    """What `StaffImport.report` holds; the plan only until it is confirmed or dropped."""

    counts: Counts
    plan: Plan | None = None


_sheet = TypeReader(Sheet)
_report = TypeReader(Report)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the cyclic garbage collector: an import makes a million values and no cycle, and
    looking through them again and again takes a third of its time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@uncollected()
def check_import(filename: str, data: bytes, *, scope: Scope, actor: Actor) -> StaffImport:
    """Reads a file, plans what it would do and keeps the plan for the confirmation.

    Changes no employee. Earlier lists of the same user that wait are dropped. Raises
    WorkbookRefused.
    """
    sheet = read_workbook(filename, data)
    plan = plan_sheet(sheet, scope)
    with database.atomic():
        _drop(StaffImport.uploaded_by == actor.id)
        checked: StaffImport = StaffImport.create(
            filename=display_name(filename),
            sha256=hashlib.sha256(data).hexdigest(),
            uploaded_by=actor.id,
            uploaded_at=clock.now(),
            report=_encode(Report(counts_of(plan), plan)),
            rows=_encode(sheet),
        )
        record(actor, "staff_import.check", "staff_import", checked.id, sha256=checked.sha256)
    return checked


@uncollected()
def confirm_import(
    import_id: int, *, scope: Scope, actor: Actor, moves_confirmed: bool
) -> StaffImport:
    """Writes a checked list: all of it or nothing. A second time it does nothing.

    Plans again from the kept rows. Raises NotFound (also for somebody else's), WrongState
    (dropped), ImportHasErrors, MovesUnconfirmed, and StaffChanged after storing a new report.
    """
    with database.atomic():
        lock_staff()
        checked = staff_import(import_id, actor.id)
        if checked.state == ImportState.CONFIRMED:
            return checked
        if checked.state != ImportState.CHECKED:
            raise WrongState
        shown = report_of(checked).plan
        plan = plan_sheet(_sheet.decode(checked.rows), scope)
        is_as_shown = shown is not None and shown.fingerprint == plan.fingerprint
        if is_as_shown:
            _require_confirmable(plan, moves_confirmed=moves_confirmed)
            write_plan(plan)
            _finish(checked, ImportState.CONFIRMED, counts_of(plan))
            _record_import(actor, checked, plan)
        else:
            checked.report = _encode(Report(counts_of(plan), plan))
            checked.save()
    if not is_as_shown:
        raise StaffChanged
    return checked


def drop_import(import_id: int, *, actor: Actor) -> StaffImport:
    """Throws a checked list away with its rows. Raises NotFound, WrongState (confirmed)."""
    with database.atomic():
        checked = staff_import(import_id, actor.id)
        if checked.state == ImportState.CONFIRMED:
            raise WrongState
        if checked.state == ImportState.CHECKED:
            _finish(checked, ImportState.DROPPED, report_of(checked).counts)
            record(actor, "staff_import.drop", "staff_import", checked.id)
    return checked


def drop_stale_imports(before: datetime) -> int:
    """Erases lists of before a moment that nobody confirmed. Returns how many."""
    with database.atomic():
        return _drop(StaffImport.uploaded_at < before)


def stale_imports(before: datetime) -> int:
    """How many `drop_stale_imports` would erase."""
    is_waiting = StaffImport.state == ImportState.CHECKED
    return StaffImport.select().where(is_waiting, StaffImport.uploaded_at < before).count()


@uncollected()
def import_file(
    filename: str,
    data: bytes,
    *,
    actor: Actor,
    dry_run: bool = False,
    scope: Scope | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Plan:
    """Reads, plans and writes in one step, for the command. A dry run or errors write nothing.

    Calls `progress` with the new employees written so far and in all. Raises WorkbookRefused.
    """
    sheet = read_workbook(filename, data)
    with database.atomic():
        lock_staff()
        plan = plan_sheet(sheet, scope or Scope(everyone=True))
        if dry_run or plan.errors:
            return plan
        write_plan(plan, progress=progress)
        done: StaffImport = StaffImport.create(
            filename=display_name(filename),
            sha256=hashlib.sha256(data).hexdigest(),
            state=ImportState.CONFIRMED,
            uploaded_by=actor.id,
            uploaded_at=clock.now(),
            confirmed_at=clock.now(),
            report=_encode(Report(counts_of(plan))),
            rows="",
        )
        _record_import(actor, done, plan)
    return plan


@uncollected()
def plan_sheet(sheet: Sheet, scope: Scope) -> Plan:
    """What the sheet would do to the staff of this moment. Reads only."""
    problems = Problems()
    rows = read_rows(sheet, clock.today(), problems)
    return make_plan(rows, staff_now(), scope, problems)


def report_of(checked: StaffImport) -> Report:
    """The decoded report."""
    return _report.decode(checked.report)


def counts_of(plan: Plan) -> Counts:
    """The figures of a plan."""
    return Counts(
        new=len(plan.new),
        changed=len(plan.changes),
        unchanged=plan.unchanged,
        moved=len(plan.moves),
        missing=len(plan.missing),
        new_units=len(plan.new_units),
        new_roles=len(plan.new_roles),
        errors=plan.errors,
    )


def _require_confirmable(plan: Plan, *, moves_confirmed: bool) -> None:
    if plan.errors:
        raise ImportHasErrors(errors=plan.errors)
    if plan.moves and not moves_confirmed:
        raise MovesUnconfirmed


def _finish(checked: StaffImport, state: ImportState, counts: Counts) -> None:
    """Leaves figures only: rows and names are erased."""
    checked.state = state
    checked.report = _encode(Report(counts))
    checked.rows = ""
    checked.confirmed_at = clock.now() if state is ImportState.CONFIRMED else None
    checked.save()


def _drop(which: Expression) -> int:
    """Erases waiting lists. Returns how many."""
    waiting = list(StaffImport.select().where(StaffImport.state == ImportState.CHECKED, which))
    for one in waiting:
        _finish(one, ImportState.DROPPED, report_of(one).counts)
    return len(waiting)


def _record_import(actor: Actor, done: StaffImport, plan: Plan) -> None:
    figures = msgspec.to_builtins(counts_of(plan))
    record(actor, "staff_import.confirm", "staff_import", done.id, sha256=done.sha256, **figures)


def _encode(value: object) -> str:
    return msgspec.json.encode(value).decode()
