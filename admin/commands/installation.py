"""Migration, backup and restore of the whole installation's database."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from admin.commands.running import ExistingFile, refusing, running
from survei.audit.head import BESIDE_BACKUP, Head, newest_head, note_restore, write_head
from survei.backup import back_up
from survei.backup import restore as put_back
from survei.database import database, told_plainly
from survei.errors import SurveiError
from survei.exclusive import exclusively
from survei.installation.queries import refusal_of
from survei.lifecycle.boxes import lost_boxes
from survei.schema import migrate
from survei.starting import problems_of, require_keys


@click.command("migrate")
@with_appcontext
def migrate_database() -> None:
    """Siapkan atau perbarui basis data; `python app.py` melakukannya sendiri."""
    settings = current_app.config["SETTINGS"]
    with refusing(), exclusively(settings, "start"):
        names = migrate()
        require_keys(settings)
    click.echo(f"Dijalankan: {', '.join(names)}." if names else "Basis data sudah terbaru.")


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Salin seluruh basis data ke FILE, konsisten walau aplikasi sedang dipakai."""
    with running("backup", makes_links=False):
        head = newest_head()
        size = back_up(current_app.config["SETTINGS"], file)
        _keep_beside(file, head)
    amount = f"{size:,}".replace(",", ".")
    click.echo(f"Cadangan {file}: {amount} bita, sudah diperiksa.")
    click.echo("Kunci di folder instance tidak termasuk; simpan terpisah.")


def _keep_beside(file: Path, head: Head) -> None:
    """The newest line of the log at that time, so that it is known where the backup is kept."""
    beside = file.with_name(file.name + BESIDE_BACKUP)
    try:
        write_head(beside, head)
    except OSError as error:
        reason = f"{beside}: {error.strerror}"
        said = f"Cadangan utuh, tetapi tanda akhir catatan gagal: {reason}"
        raise click.ClickException(said) from None
    click.echo(f"Catatan kejadian sampai nomor {head.id}; tandanya di {beside}.")


def _note_restore(folder: Path, file: Path) -> None:
    """The log that is there now may end earlier; the next start writes down why."""
    try:
        note_restore(folder, file.name)
    except OSError as error:
        click.echo(f"Tanda akhir catatan tidak diperbarui: {error}", err=True)


@click.command("restore")
@click.argument("file", type=ExistingFile())
@with_appcontext
def restore(file: Path) -> None:
    """Kembalikan cadangan FILE ke basis data yang kosong."""
    settings = current_app.config["SETTINGS"]
    try:
        with told_plainly():
            put_back(settings, file)
            _note_restore(settings.instance, file)
            click.echo(f"Cadangan {file} sudah dikembalikan.")
            with database.connection_context():
                problems, lost = problems_of(settings), lost_boxes()
    except SurveiError as error:
        raise click.ClickException(str(error)) from None
    if problems:
        click.echo(f"Belum dapat dijalankan. {refusal_of(problems, settings)}", err=True)
    for one in lost:
        click.echo(str(one), err=True)
