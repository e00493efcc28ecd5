"""Retention in a terminal: what is due, and deleting it now."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from admin.commands.running import running
from survei import clock
from survei.purge import queries
from survei.purge.queries import ClassStatus
from survei.purge.rules import AHEAD_DAYS
from survei.purge.services import Purged, purge
from survei.retention.choices import SINCE_LABELS
from survei.retention.periods import indonesian, period_words
from survei.retention.rules import RULES
from survei.timekeeping.services import require_trusted_clock


@click.group("retention")
def retention() -> None:
    """Masa simpan data: yang jatuh tempo, yang ditahan, dan yang sudah dihapus."""


@retention.command("show")
@with_appcontext
def show() -> None:
    """Tampilkan setiap aturan beserta keadaannya; tidak mengubah apa pun."""
    with running("retention show", makes_links=False):
        for one in queries.class_statuses(current_app.config["SETTINGS"]):
            click.echo(_lines(one))
        for hold in queries.holds():
            if hold.lifted_at is None:
                at = clock.format_moment(hold.placed_at)
                click.echo(f"Ditahan: {hold.cycle.name}, {at}, {hold.placed_by}: {hold.reason}")
        last = queries.last_run()
    if last is None:
        click.echo("Penghapusan belum pernah berjalan.")
    else:
        click.echo(f"Penghapusan terakhir: {clock.format_moment(last.began_at)}")


@retention.command("run")
@click.option("--dry-run", is_flag=True, help="Hanya hitung yang akan dihapus.")
@with_appcontext
def run(dry_run: bool) -> None:
    """Hapus sekarang semua yang jatuh tempo dan tidak ditahan; boleh dihentikan dan diulang."""
    with running("retention run", makes_links=False) as actor:
        settings = current_app.config["SETTINGS"]
        if dry_run:
            _tell_due(queries.class_statuses(settings))
            return
        require_trusted_clock()
        done = purge(settings, actor=actor)
    _tell_done(done)


def _lines(one: ClassStatus) -> str:
    held = f", ditahan {one.held}" if one.held else ""
    gone = (
        f"terakhir dihapus {clock.format_moment(one.last_at)}: {one.last_rows}"
        if one.last_at
        else "belum pernah dihapus"
    )
    return (
        f"{one.rule.label}: {_words(one)}\n"
        f"  jatuh tempo {one.due}, dalam {AHEAD_DAYS} hari {one.soon}{held}; {gone}\n"
        f"  {one.rule.source}"
    )


def _words(one: ClassStatus) -> str:
    if not one.period.amount:
        return "tidak disimpan"
    return f"{period_words(one.period, indonesian)} setelah {SINCE_LABELS[one.rule.since]}"


def _tell_due(class_statuses: list[ClassStatus]) -> None:
    due = [one for one in class_statuses if one.due]
    for one in due:
        click.echo(f"{one.rule.label}: {one.due} akan dihapus")
    held = sum(one.held for one in class_statuses)
    if held:
        click.echo(f"{held} jatuh tempo tetapi ditahan.")
    click.echo("Tidak ada yang dihapus." if due else "Tidak ada yang jatuh tempo.")


def _tell_done(done: Purged) -> None:
    for data, rows in done.counts.items():
        click.echo(f"{RULES[data].label}: {rows} dihapus")
    if not done.counts:
        click.echo("Tidak ada yang jatuh tempo.")
    for data in done.failed:
        click.echo(f"{RULES[data].label}: sebagian tetap ada karena masih dirujuk.", err=True)
    if not done.is_cleared:
        click.echo(
            "Sisa pada berkas basis data belum dibersihkan karena sedang dipakai; "
            "jalankan perintah ini lagi.",
            err=True,
        )
    if done.failed or not done.is_cleared:
        raise click.exceptions.Exit(1)
