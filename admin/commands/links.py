"""Links in a terminal."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from admin.commands.output_file import output_option, whole_file
from admin.commands.running import running
from survei.audit.choices import Actor
from survei.cycle.queries import cycle as cycle_of
from survei.invitation.choices import HandoutWay
from survei.invitation.distribution import EXPORT_COLUMNS, form_urls
from survei.invitation.handouts import Occasion, for_reason, hand_out_cycle
from survei.invitation.mail_only import count_mail_only
from survei.invitation.queries import EVERYONE


@click.group("links")
def links() -> None:
    """Tautan penilai."""


@links.command("export")
@click.argument("cycle", type=int)
@output_option("Berkas CSV yang ditulis.")
@click.option("--reason", default="", help="Mengapa; penilai membacanya.")
@with_appcontext
def export(cycle: int, output: Path, reason: str) -> None:
    """Tulis tautan semua formulir terbuka pada periode CYCLE ke berkas CSV (0600).

    Siapa pun yang memegang berkas ini dapat mengisi sebagai penilai: hapus setelah dipakai.
    Setiap penilai membaca kapan dan mengapa tautannya diunduh, juga bila alasannya tidak ditulis.
    """
    if not reason and sys.stdin.isatty():
        reason = click.prompt("Alasan (dibaca oleh penilai)")
    with running("links export") as actor:
        settings = current_app.config["SETTINGS"]
        cycle_of(cycle)
        count = _write(cycle, output, settings.base_url, _occasion(reason, actor))
    click.echo(f"{output}: {count} tautan. Simpan dengan aman dan hapus setelah dipakai.")
    if kept := count_mail_only(cycle, EVERYONE):
        click.echo(f"Tautan {kept} penilai tidak disertakan: hanya dikirim lewat surel.")


def _occasion(reason: str, actor: Actor) -> Occasion:
    """Programs that were written before a reason was asked for go on; raters read that there is
    none.
    """
    if not reason:
        return Occasion(HandoutWay.EXPORT, "", actor)
    return for_reason(HandoutWay.EXPORT, reason, actor)


def _write(cycle_id: int, output: Path, base_url: str, occasion: Occasion) -> int:
    """Returns the number of rows. The raters are told before the first link is read."""
    count = 0
    with whole_file(output) as file:
        hand_out_cycle(cycle_id, EVERYONE, occasion)
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(EXPORT_COLUMNS)
        for row in form_urls(cycle_id, base_url):
            writer.writerow(row)
            count += 1
    return count
