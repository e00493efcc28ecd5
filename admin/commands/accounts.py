"""Users and the log, in a terminal."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from admin.commands.running import ExistingFile, running
from survei import clock
from survei.account.choices import ONE_TIME_PATHS, OneTimePurpose, Role
from survei.account.one_time import make_link, token_of
from survei.account.rules import LINK_LIFETIME
from survei.account.services import UserFacts, create_user
from survei.audit.head import HEAD_FILE, Finding, HeadState, accept_end, look
from survei.audit.queries import verify
from survei.cycle.rules import check_reason
from survei.database import database
from survei.errors import NotFound
from survei.key_files import read_key
from survei.lifecycle.unproved_answers import accept_answers
from survei.result import integrity
from survei.staff.queries import employee_by_nip

#: How long the printed link opens.
LINK_HOURS = int(LINK_LIFETIME[OneTimePurpose.ACTIVATE].total_seconds()) // 3600


@click.group("user")
def user() -> None:
    """Pengguna yang dapat masuk."""


@user.command("create")
@click.option("--email", required=True, help="Alamat surel; dipakai untuk masuk.")
@click.option("--name", required=True, help="Nama lengkap.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--nip", help="NIP pegawainya; wajib untuk appraiser.")
@with_appcontext
def create(email: str, name: str, role: str, nip: str | None) -> None:
    """Buat pengguna dan cetak tautan sekali pakai untuk membuat kata sandinya."""
    with running("user create") as actor, database.atomic():
        employee = _employee(nip) if nip else None
        facts = UserFacts(email=email, name=name, role=Role(role), employee_id=employee)
        created = create_user(facts, actor=actor, with_letter=False)
        token = token_of(make_link(OneTimePurpose.ACTIVATE, created))
    click.echo(
        f"Pengguna {created.email} ({role}) dibuat. Tautan ini berlaku {LINK_HOURS} jam, "
        "sekali pakai:"
    )
    click.echo(
        f"{current_app.config['SETTINGS'].base_url}/{ONE_TIME_PATHS[OneTimePurpose.ACTIVATE]}/{token}"
    )


def _employee(nip: str) -> int:
    found = employee_by_nip("".join(nip.split()))
    if found is None:
        raise NotFound("Tidak ada pegawai dengan NIP itu.")
    return found.id


@click.group("audit")
def audit() -> None:
    """Catatan kejadian."""


@audit.command("verify")
@click.option(
    "--key", "keys", multiple=True, type=ExistingFile(), help="Berkas kunci sebelumnya, bila ada."
)
@click.option(
    "--head", "heads", multiple=True, type=ExistingFile(),
    help="Tanda akhir lain: dari cadangan atau server lain.",
)  # fmt: skip
@with_appcontext
def verify_chain(keys: tuple[Path, ...], heads: tuple[Path, ...]) -> None:
    """Periksa bahwa tidak ada catatan atau hasil terbit yang diubah, disisipkan atau dihapus."""
    with running("audit verify", makes_links=False):
        own = current_app.config["SETTINGS"].instance / HEAD_FILE
        ends = {path: look(path) for path in (own, *heads)}
        older = [(read_key(path) or "").encode() for path in keys]
        verdict = verify(current_app.config["SETTINGS"].keys.audit, older=older)
        results = list(integrity.check_results()) if verdict.is_intact else []
    if not verdict.is_intact:
        raise click.ClickException(
            f"Rantai putus pada catatan nomor {verdict.broken_at}. Bandingkan dengan cadangan. "
            "Bila sebabnya jelas dan yang hilang tidak dapat dikembalikan: audit accept-end "
            "--reason ALASAN."
        )
    click.echo(f"{verdict.lines} catatan diperiksa; semuanya utuh.")
    _tell_ends(ends)
    if verdict.sealed:
        click.echo(
            f"{verdict.sealed} di antaranya ditulis dengan kunci sebelumnya: terbukti tidak "
            "berubah sejak kunci diganti. Untuk masa sebelumnya, sertakan kuncinya dengan "
            "--key FILE."
        )
    if verdict.linked:
        click.echo(
            f"{verdict.linked} di antaranya hanya terbukti berurutan: kuncinya tidak ada, dan "
            "sebagian catatan pada masa itu sudah dihapus."
        )
    if verdict.accepted:
        click.echo(
            f"{verdict.accepted} catatan pertama tidak semuanya cocok; keadaannya dinyatakan "
            "berlaku dan tidak berubah sejak itu (lihat Catatan kejadian)."
        )
    if verdict.purged:
        click.echo(f"{verdict.purged} catatan lebih lama sudah dihapus; masa simpannya lewat.")
    _tell_results(results)


#: What is said of the end of the log, by what its head file says.
ENDS = {
    HeadState.ABSENT: "Catatan masih kosong; akhirnya belum dicatat di server ini ({path}).",
    HeadState.UNPROVED: (
        "Catatan sudah berisi ketika akhirnya mulai dicatat di server ini ({path}): yang dipotong "
        "sebelumnya tidak terlihat. Bandingkan dengan tanda akhir dari cadangan atau server lain "
        "(--head FILE). Sesudah diperiksa: audit accept-end --reason ALASAN."
    ),
    HeadState.FITS: "Akhir catatan utuh sampai nomor {id}, terakhir dilihat {seen} ({path}).",
    HeadState.EXPLAINED: (
        "Catatan nomor {id}, terakhir dilihat {seen} ({path}), tidak ada lagi: sesudah itu basis "
        "data dikembalikan dari cadangan atau akhirnya dinyatakan benar; lihat Catatan kejadian."
    ),
    HeadState.CUT: (
        "Akhir catatan terpotong: catatan nomor {id}, terakhir dilihat {seen} ({path}), tidak ada "
        "lagi. Catatan dihapus, atau basis data diganti dengan yang lebih lama. Bila cadangan "
        "memang dikembalikan tanpa perintah restore: audit accept-end --reason ALASAN."
    ),
    HeadState.DAMAGED: (
        "Tanda akhir catatan {path} rusak, jadi yang dipotong tidak terlihat. Sesudah diperiksa: "
        "audit accept-end --reason ALASAN."
    ),
}


def _tell_ends(ends: dict[Path, Finding]) -> None:
    """Of every head file; one whose line is missing ends the command."""
    for path, found in ends.items():
        facts = {"path": path, "id": "", "seen": ""}
        if found.head:
            facts |= {"id": found.head.id, "seen": clock.format_moment(found.head.seen)}
        said = ENDS[found.state].format(**facts)
        if found.is_missing:
            raise click.ClickException(said)
        click.echo(said)


@audit.command("accept-end")
@click.option("--reason", required=True, help="Alasan; tersimpan pada catatan kejadian.")
@with_appcontext
def accept(reason: str) -> None:
    """Nyatakan catatan yang ada sekarang berlaku, sesudah yang hilang atau berubah diperiksa."""
    with running("audit accept-end", makes_links=False) as actor:
        folder = current_app.config["SETTINGS"].instance
        is_accepted = accept_end(folder, check_reason(reason), actor=actor)
    if is_accepted:
        click.echo("Catatan yang sekarang berlaku; yang hilang tertulis di catatan kejadian.")
    else:
        click.echo("Catatan utuh; tidak ada yang perlu dinyatakan.")


@audit.command("accept-answers")
@click.argument("cycle_id", metavar="ID", type=int)
@click.option("--reason", required=True, help="Alasan; tersimpan pada catatan kejadian.")
@with_appcontext
def accept_unproved(cycle_id: int, reason: str) -> None:
    """Nyatakan jawaban periode ID berlaku, walau catatan tidak memuat pembukaan kotaknya.

    Untuk periode yang hasilnya dihitung oleh versi lama. Yang diterbitkan kemudian hanya jawaban
    seperti sekarang.
    """
    with running("audit accept-answers", makes_links=False) as actor:
        is_accepted = accept_answers(cycle_id, reason, actor=actor)
    if is_accepted:
        click.echo(f"Jawaban periode {cycle_id} dinyatakan berlaku; hasilnya dapat diterbitkan.")
    else:
        click.echo("Pembukaan kotaknya tercatat; tidak ada yang perlu dinyatakan.")


def _tell_results(results: list[integrity.Finding]) -> None:
    proved = [one for one in results if one.is_intact is not None]
    changed = [one.cycle for one in proved if not one.is_intact]
    if changed:
        names = ", ".join(f"{cycle.id} ({cycle.name})" for cycle in changed)
        raise click.ClickException(f"Hasil yang diterbitkan sudah diubah pada periode {names}.")
    if proved:
        click.echo(f"Hasil {len(proved)} periode diperiksa; semuanya seperti diterbitkan.")
    if len(proved) < len(results):
        click.echo(
            f"{len(results) - len(proved)} periode terbit tanpa sidik di catatan: diterbitkan oleh "
            "versi lama, atau catatannya hilang."
        )
