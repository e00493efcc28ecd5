"""Staff in a terminal: `employees import FILE [--dry-run]`."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from admin.commands.running import ExistingFile, progress_bar, running
from survei.staff.choices import SEVERITY_LABELS
from survei.staff.imports import counts_of, import_file
from survei.staff.rules.effects import Plan
from survei.staff.rules.problems import Problem
from survei.workbook.file_kind import MOST_BYTES

#: Problems and moves that are printed one by one.
MOST_PRINTED = 200


@click.group()
def employees() -> None:
    """Pegawai, unit kerja, dan jabatan."""


@employees.command("import")
@click.argument("file", type=ExistingFile())
@click.option("--dry-run", is_flag=True, help="Periksa saja, jangan menyimpan apa pun.")
@with_appcontext
def import_employees(file: Path, dry_run: bool) -> None:
    """Mengimpor daftar pegawai dari FILE (.xlsx, .ods, .csv): semua baris atau tidak satu pun."""
    with file.open("rb") as opened:
        data = opened.read(MOST_BYTES + 1)
    plan = _import(file.name, data, dry_run)
    _print_problems(plan.problems)
    _print_moves(plan)
    _print_counts(plan)
    if plan.errors:
        raise click.ClickException(
            f"{plan.errors} kesalahan. Tidak ada yang disimpan; perbaiki berkas lalu ulangi."
        )
    done = "Uji coba: tidak ada yang disimpan." if dry_run else "Tersimpan."
    click.echo(done)


def _import(name: str, data: bytes, dry_run: bool) -> Plan:
    """The import with a progress bar on standard error while people are written."""
    with running("employees import", makes_links=False) as actor:
        if dry_run:
            return import_file(name, data, actor=actor, dry_run=True)
        with progress_bar("Menyimpan pegawai") as progress:
            return import_file(name, data, actor=actor, progress=progress)


def _print_problems(problems: list[Problem]) -> None:
    for problem in problems[:MOST_PRINTED]:
        place = f"baris {problem.row}" if problem.row else "berkas"
        if problem.column:
            place += f", kolom {problem.column_label}"
        click.echo(f"{SEVERITY_LABELS[problem.severity]}: {place}: {problem} {problem.remedy}")
    if len(problems) > MOST_PRINTED:
        click.echo(f"… dan {len(problems) - MOST_PRINTED} masalah lain.")


def _print_moves(plan: Plan) -> None:
    for change in plan.moves[:MOST_PRINTED]:
        moves = "; ".join(f"{field.old or '–'} → {field.new}" for field in change.fields)
        click.echo(f"Pindah: baris {change.person.row}, {change.person.name}: {moves}")


def _print_counts(plan: Plan) -> None:
    counts = counts_of(plan)
    click.echo(
        f"Baru {counts.new}, berubah {counts.changed} (pindah {counts.moved}), "
        f"tetap {counts.unchanged}, tidak ada dalam berkas {counts.missing}, "
        f"unit baru {counts.new_units}, jabatan baru {counts.new_roles}."
    )
