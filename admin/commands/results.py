"""Results in a terminal: `results export CYCLE -o FILE.xlsx`."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from admin.commands.output_file import output_option, writing
from admin.commands.running import running
from survei.cycle.choices import CycleState
from survei.cycle.queries import cycle as cycle_of
from survei.errors import WrongState
from survei.presentation.results_workbook import save_workbook
from survei.result.queries import documents, made_so_far
from survei.result.services import record_export
from survei.staff.rules import Scope


@click.group("results")
def results() -> None:
    """Hasil penilaian."""


@results.command("export")
@click.argument("cycle", type=int)
@output_option("Berkas XLSX yang ditulis.")
@with_appcontext
def export(cycle: int, output: Path) -> None:
    """Tulis semua hasil periode CYCLE yang sudah diterbitkan ke berkas XLSX (0600)."""
    with running("results export", makes_links=False) as actor:
        if cycle_of(cycle).state != CycleState.PUBLISHED:
            raise WrongState("Hasil periode ini belum diterbitkan.")
        total, _ = made_so_far(cycle)
        found = documents(cycle, Scope(everyone=True))
        with writing(output), click.progressbar(found, length=total, label="Menulis hasil") as rows:
            count = save_workbook(output, rows)
        record_export(cycle, actor=actor, results=count)
    click.echo(f"{output}: {count} hasil.")
