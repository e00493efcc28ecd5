"""Users and the log, in a terminal."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from admin.commands.running import ExistingFile, running
from survei.account.choices import OneTimePurpose, Role
from survei.account.one_time import make_link, token_of
from survei.account.rules import LINK_LIFETIME
from survei.account.services import UserFacts, create_user
from survei.audit.queries import verify
from survei.database import database
from survei.errors import NotFound
from survei.key_files import read_key
from survei.result.integrity import Finding, check_results
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
    click.echo(f"{current_app.config['SETTINGS'].base_url}/aktivasi/{token}")


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
@with_appcontext
def verify_chain(keys: tuple[Path, ...]) -> None:
    """Periksa bahwa tidak ada catatan atau hasil terbit yang diubah, disisipkan atau dihapus."""
    with running("audit verify", makes_links=False):
        older = [(read_key(path) or "").encode() for path in keys]
        verdict = verify(current_app.config["SETTINGS"].audit_key, older=older)
        results = list(check_results()) if verdict.is_intact else []
    if not verdict.is_intact:
        raise click.ClickException(f"Rantai putus pada catatan nomor {verdict.broken_at}.")
    click.echo(f"{verdict.lines} catatan diperiksa; semuanya utuh.")
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
    if verdict.purged:
        click.echo(f"{verdict.purged} catatan lebih lama sudah dihapus; masa simpannya lewat.")
    _tell_results(results)


def _tell_results(results: list[Finding]) -> None:
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
