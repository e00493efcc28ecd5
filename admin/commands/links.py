"""Links in a terminal."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from admin.commands.running import running
from survei.cycle.queries import cycle as cycle_of
from survei.invitation.distribution import EXPORT_COLUMNS, form_urls
from survei.invitation.services import record_export


@click.group("links")
def links() -> None:
    """Tautan penilai."""


@links.command("export")
@click.argument("cycle", type=int)
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path),
    help="Berkas CSV yang ditulis.",
)  # fmt: skip
@with_appcontext
def export(cycle: int, output: Path) -> None:
    """Tulis tautan semua formulir terbuka pada periode CYCLE ke berkas CSV (0600).

    Siapa pun yang memegang berkas ini dapat mengisi sebagai penilai: hapus setelah dipakai.
    """
    with running("links export") as actor:
        settings = current_app.config["SETTINGS"]
        cycle_of(cycle)
        try:
            count = _write(cycle, output, settings.base_url)
        except OSError as error:
            raise click.ClickException(f"{output}: {error.strerror}") from None
        record_export(cycle, count, actor=actor)
    click.echo(f"{output}: {count} tautan. Simpan dengan aman dan hapus setelah dipakai.")


def _write(cycle_id: int, output: Path, base_url: str) -> int:
    """Complete or absent: written beside the target and renamed. Returns the number of rows."""
    partial = output.with_name(f".{output.name}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    count = 0
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(EXPORT_COLUMNS)
        for row in form_urls(cycle_id, base_url):
            writer.writerow(row)
            count += 1
    partial.replace(output)
    return count
