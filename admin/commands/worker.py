"""The workers' clocks in a terminal."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from admin.commands.running import running
from survei import clock
from survei.timekeeping.models import ClockMark
from survei.timekeeping.queries import clocks, untrusted_clocks
from survei.timekeeping.services import confirm_clock


@click.group("worker")
def worker() -> None:
    """Proses latar: jadwal, surel, pekerjaan panjang."""


@worker.command("clock")
@with_appcontext
def show() -> None:
    """Menampilkan jam setiap proses latar dan apakah jam itu dipercaya."""
    with running("worker clock"):
        marks = clocks()
    for mark in marks:
        click.echo(_line(mark))
    if not marks:
        click.echo("Tidak ada proses latar yang berjalan.")


@worker.command("confirm-clock")
@click.option("--host", help="Hanya server ini.")
@with_appcontext
def confirm(host: str | None) -> None:
    """Menyatakan jam yang menunggu benar, sehingga penutupan dan penghapusan berjalan lagi."""
    with running("worker confirm-clock") as actor:
        marks = [mark for mark in untrusted_clocks() if host in (None, mark.host)]
        for mark in marks:
            assert mark.untrusted_since is not None
            confirm_clock(mark.host, mark.untrusted_since, actor=actor)
            click.echo(f"{mark.host}: {clock.format_moment(mark.wall)} dinyatakan benar.")
    if not marks:
        click.echo("Tidak ada jam yang menunggu.")


def _line(mark: ClockMark) -> str:
    state = "dipercaya" if mark.untrusted_since is None else "menunggu"
    return f"{mark.host}\t{clock.format_moment(mark.wall)}\t{state}"
