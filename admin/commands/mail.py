"""Mail in a terminal."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from admin.commands.running import running
from survei.mail.outbox_sender import OutboxSender
from survei.mail.queries import is_anything_due


@click.group("mail")
def mail() -> None:
    """Kotak keluar surel."""


@mail.command("deliver")
@click.option("--limit", default=500, show_default=True, help="Paling banyak surat sekali jalan.")
@with_appcontext
def deliver(limit: int) -> None:
    """Kirim surat yang menunggu sekarang juga, tanpa menunggu pekerja latar."""
    with running("mail deliver"):
        settings = current_app.config["SETTINGS"]
        counts = OutboxSender(settings).deliver(limit=limit)
        is_waiting = is_anything_due()
    click.echo(
        f"{counts.sent} terkirim, {counts.deferred} ditunda, {counts.failed} gagal, "
        f"{counts.needless} tidak diperlukan lagi."
    )
    if counts.is_capped:
        click.echo(f"Batas {settings.mails_per_hour} surat per jam tercapai; sisanya menyusul.")
    elif is_waiting:
        click.echo("Masih ada surat yang menunggu.")
    if counts.deferred or counts.failed:
        raise click.exceptions.Exit(1)
