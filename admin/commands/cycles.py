"""Cycles in a terminal: `cycles create FILE.toml`, `cycles open|close|publish ID` and between."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from admin.commands.box_report import say_box, write_list
from admin.commands.draw_report import say_draw, write_draw
from admin.commands.output_file import output_option
from admin.commands.reach_report import say_reach
from admin.commands.running import ExistingFile, progress_bar, running
from survei import clock
from survei.audit.choices import Actor
from survei.cycle import planning, queries
from survei.cycle.choices import CYCLE_STATE_LABELS, CycleState, Relation
from survei.cycle.cycle_file import CycleFileInvalid, names_seed, read_cycle_file
from survei.cycle.draw import is_left_to_chance
from survei.cycle.kept_draw import check_draw
from survei.cycle.models import Cycle
from survei.cycle.relations import GROUP_LABELS, RELATION_LABELS
from survei.cycle.services import create_cycle
from survei.invitation.choices import DisputeDecision
from survei.invitation.disputes import disputes_in
from survei.lifecycle.box_opening import mismatch_of
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results, finish_clearing
from survei.lifecycle.opening import open_cycle
from survei.lifecycle.publishing import publish_results
from survei.lifecycle.reopening import reopen_cycle
from survei.response.box_proof import check_box
from survei.response.queries import draft_count

#: Largest file that is read; a cycle needs a few kilobytes.
MOST_BYTES = 200_000

#: Said where a file still holds a `seed`.
SEED_UNUSED = (
    "seed tidak digunakan lagi: setiap pembukaan memilih penilai dengan nomor acak baru "
    "(lihat cycles draw ID)."
)

#: Said with the counts before an opening.
EXAMPLE = (
    "Jumlah ini berasal dari contoh undian: siapa menilai siapa baru ditentukan saat dibuka, "
    "dengan nomor acak. Jumlah formulir tetap; jumlah penilai dan surat dapat sedikit berbeda."
)

#: Said of a report before publishing, by its decision.
DISPUTE_LABELS = {
    None: "dilaporkan dikirim orang lain, menunggu keputusan auditor",
    DisputeDecision.KEEP: "dilaporkan dikirim orang lain, tetap dipakai",
    DisputeDecision.LEAVE_OUT: "dilaporkan dikirim orang lain, tidak dipakai",
}

cycle_id = click.argument("cycle_id", metavar="ID", type=int)


@click.group("cycles")
def cycles() -> None:
    """Periode penilaian: menyiapkan, membuka, menutup, menghitung dan menerbitkan hasil."""


@cycles.command("create")
@click.argument("file", type=ExistingFile())
@with_appcontext
def create(file: Path) -> None:
    """Menyiapkan periode dari FILE.toml dan memeriksanya; belum membukanya."""
    with running("cycles create", makes_links=False) as actor:
        columns = _read(file)
        cycle = create_cycle(**columns, actor=actor)
        _tell(cycle)
    click.echo(f"Periode {cycle.id} tersimpan sebagai rancangan: {cycle.name}")
    click.echo(f"Buka dengan: cycles open {cycle.id}")


@cycles.command("open")
@cycle_id
@with_appcontext
def open_(cycle_id: int) -> None:
    """Membuka periode: membekukan data, menugaskan penilai, menyiapkan tautan dan surat."""
    with running("cycles open") as actor:
        cycle = queries.cycle(cycle_id)
        if cycle.state == CycleState.DRAFT:
            _tell(cycle)
        with progress_bar("Membuka periode") as progress:
            counts = open_cycle(cycle_id, actor=actor, progress=progress)
    click.echo(f"Periode {cycle_id} dibuka: {cycle.name}")
    click.echo(f"{counts.participants} peserta, {counts.assignments} formulir.")
    click.echo(f"{counts.letters} surat undangan menunggu dikirim.")
    if counts.without_email:
        click.echo(f"{counts.without_email} penilai tanpa surel: pakai links export.")


@cycles.command("close")
@cycle_id
@with_appcontext
def close(cycle_id: int) -> None:
    """Menutup periode: pengisian berakhir. Dapat dibatalkan dengan cycles reopen."""
    with running("cycles close") as actor:
        cycle = close_cycle(cycle_id, actor=actor)
        drafts = draft_count(cycle_id)
    click.echo(f"Periode {cycle_id} ditutup: {cycle.name}")
    if cycle.closed_at < cycle.closes_at:
        click.echo(f"Lebih awal daripada batas waktunya, {clock.format_moment(cycle.closes_at)}.")
    click.echo(f"{drafts} draf tetap tersimpan sampai hasil dihitung. Batalkan: cycles reopen.")


@cycles.command("reopen")
@cycle_id
@click.option(
    "--until",
    required=True,
    type=click.DateTime(["%Y-%m-%dT%H:%M"]),
    help="Batas waktu baru menurut jam instalasi ini, misalnya 2026-12-20T16:00.",
)
@click.option("--reason", required=True, help="Alasan; tersimpan pada catatan kejadian.")
@with_appcontext
def reopen(cycle_id: int, until: datetime, reason: str) -> None:
    """Membatalkan penutupan selama hasil belum dihitung."""
    with running("cycles reopen") as actor:
        closes_at = clock.from_local(until)
        told = reopen_cycle(cycle_id, closes_at=closes_at, reason=reason, actor=actor)
    click.echo(f"Periode {cycle_id} dibuka kembali sampai {clock.format_moment(closes_at)}.")
    click.echo(f"{told.raters} penilai belum selesai; {told.letters} surat menunggu dikirim.")


@cycles.command("compute")
@cycle_id
@with_appcontext
def compute(cycle_id: int) -> None:
    """Menghitung hasil periode yang sudah ditutup; tidak dapat dibatalkan.

    Draf dihapus dan jawaban rahasia dilepaskan dari pengisinya. Pembersihan berkas yang
    terhenti dilanjutkan.
    """
    with running("cycles compute") as actor:
        if queries.cycle(cycle_id).state != CycleState.COMPUTED:
            _compute(cycle_id, actor)
        _clear()
        say_reach(queries.cycle(cycle_id))


@cycles.command("publish")
@cycle_id
@with_appcontext
def publish(cycle_id: int) -> None:
    """Menerbitkan hasil; menghitungnya lebih dahulu bila belum (tidak dapat dibatalkan)."""
    with running("cycles publish") as actor:
        cycle = queries.cycle(cycle_id)
        if cycle.state == CycleState.CLOSED:
            _compute(cycle_id, actor)
            _clear()
        _say_disputes(cycle_id)
        say_reach(cycle)
        with progress_bar("Menyusun hasil") as progress:
            publish_results(cycle_id, actor=actor, progress=progress)
    click.echo(f"Hasil periode {cycle_id} diterbitkan: {cycle.name}")


def _say_disputes(cycle_id: int) -> None:
    """Each group about which a rater says that somebody else sent a form."""
    for dispute in disputes_in(cycle_id):
        form = dispute.assignment
        decision = DisputeDecision(dispute.decision) if dispute.decision else None
        said = DISPUTE_LABELS[decision]
        click.echo(f"{form.ratee.name}, {GROUP_LABELS[Relation(form.relation)]}: {said}")


def _compute(cycle_id: int, actor: Actor) -> None:
    done = compute_results(cycle_id, actor=actor)
    click.echo(f"Hasil periode {cycle_id} dihitung; penutupannya tidak dapat dibatalkan lagi.")
    click.echo(
        f"{done.answers} jawaban rahasia dilepaskan dari pengisinya, {done.drafts} draf dihapus."
    )


def _clear() -> None:
    if finish_clearing():
        click.echo("Sisa jawaban lama pada berkas basis data sudah dibersihkan.")
    else:
        click.echo("Sisa jawaban lama pada berkas basis data belum bersih: proses latar mengulang.")


@cycles.command("draw")
@cycle_id
@click.option("--verify", is_flag=True, help="Mengulang undian dan membandingkannya.")
@output_option(
    "Berkas JSON yang ditulis: semua yang diperlukan untuk mengulang undian (0600).", required=False
)
@with_appcontext
def draw(cycle_id: int, verify: bool, output: Path | None) -> None:
    """Menampilkan undian penilai periode yang sudah dibuka, dan memeriksanya.

    Siapa yang mengetahui nomor acaknya dapat menghitung siapa menilai siapa: jangan diteruskan
    kepada pegawai yang dinilai atau atasannya. Kode keluar 1 bila tidak cocok.
    """
    with running("cycles draw", makes_links=False) as actor:
        cycle = queries.cycle(cycle_id)
        check = check_draw(cycle)
        if output is not None:
            write_draw(cycle, output, actor)
    click.echo(f"Undian periode {cycle_id}: {cycle.name}")
    say_draw(check, verified=verify)


@cycles.command("box")
@cycle_id
@click.option("--verify", is_flag=True, help="Menghitung ulang dan membandingkan dengan catatan.")
@output_option(
    "Berkas yang ditulis: daftar nomor segel, yang SHA-256-nya disebut pada hasil.", required=False
)
@with_appcontext
def box(cycle_id: int, verify: bool, output: Path | None) -> None:
    """Menampilkan bagaimana kotak jawaban dibuka, dan memeriksanya.

    Kode keluar 1 bila kotak belum dibuka atau ada yang tidak cocok.
    """
    with running("cycles box", makes_links=False):
        cycle = queries.cycle(cycle_id)
        check = check_box(cycle)
        if output is not None:
            write_list(cycle, output)
    click.echo(f"Kotak jawaban periode {cycle_id}: {cycle.name}")
    say_box(check, mismatch_of(cycle_id), verified=verify)


@cycles.command("list")
@with_appcontext
def list_() -> None:
    """Menampilkan semua periode dengan nomornya."""
    with running("cycles list", makes_links=False):
        for cycle in queries.cycles():
            click.echo(_line(cycle))


def _line(cycle: Cycle) -> str:
    state = CYCLE_STATE_LABELS[CycleState(cycle.state)]
    return f"{cycle.id}\t{state}\tsampai {clock.format_moment(cycle.closes_at)}\t{cycle.name}"


def _read(file: Path) -> dict[str, Any]:
    if file.stat().st_size > MOST_BYTES:
        raise click.ClickException(f"{file}: terlalu besar untuk sebuah periode.")
    try:
        text = file.read_text(encoding="utf-8")
        columns = read_cycle_file(text)
    except UnicodeDecodeError:
        raise click.ClickException(f"{file}: bukan teks UTF-8.") from None
    except CycleFileInvalid as refusal:
        lines = "\n".join(f"  {problem}" for problem in refusal.problems)
        raise click.ClickException(f"{file} tidak dapat digunakan:\n{lines}") from None
    if names_seed(text):
        click.echo(SEED_UNUSED, err=True)
    return columns


def _tell(cycle: Cycle) -> None:
    """The counts, by an example of the draw, and each problem with its remedy."""
    per_hour = current_app.config["SETTINGS"].mails_per_hour
    found = planning.preflight(cycle, mails_per_hour=per_hour)
    forms = ", ".join(f"{RELATION_LABELS[r].lower()} {n}" for r, n in found.counts.forms.items())
    click.echo(f"{found.counts.ratees} pegawai dinilai oleh {found.counts.raters} penilai.")
    click.echo(f"{found.counts.total} formulir ({forms}), {found.counts.letters} surat.")
    if is_left_to_chance(queries.plan_of(cycle)):
        click.echo(EXAMPLE)
    for problem in found.problems:
        label = "Kesalahan" if problem.severity == "error" else "Peringatan"
        click.echo(f"{label}: {problem} {problem.remedy}")
