"""Keys in a terminal."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from admin.commands.running import ExistingFile, refusing, running
from survei.adoption import Adopted, AdoptionLosses, adopt_keys, adoption_losses
from survei.audit.choices import Actor, ActorKind
from survei.exclusive import exclusively
from survei.installation.choices import KeyKind, Role
from survei.installation.key_backup import SHORTEST_PASSPHRASE, put_back, unpacked
from survei.invitation.choices import LinkPurpose
from survei.lifecycle.key_copies import copy_keys
from survei.schema import require_schema
from survei.starting import settle_address

#: What becomes of everything else that a kind of key is for.
CONSEQUENCES = {
    KeyKind.AUDIT: (
        "Catatan kejadian: catatan lama tetap terbukti tidak berubah sejak sekarang, tetapi hanya "
        "kunci lamanya yang membuktikan masa sebelum ini."
    ),
    KeyKind.SECRET: (
        "Sesi: halaman admin yang sedang terbuka harus dimuat ulang, dan isian yang menunggu masuk "
        "kembali hilang."
    ),
}


@click.group("keys")
def keys() -> None:
    """Kunci di folder instance."""


@keys.command("adopt")
@click.option("--yes", is_flag=True, help="Tanpa bertanya.")
@with_appcontext
def adopt(yes: bool) -> None:
    """Pakai kunci yang ada sekarang bila kunci basis data ini hilang atau bocor.

    Menyebutkan dahulu berapa tautan yang mati, lalu membuat tautan baru dan mengirimkannya.
    Hentikan semua proses aplikasi sebelumnya.
    """
    settings = current_app.config["SETTINGS"]
    with refusing(), exclusively(settings, "start"):
        require_schema()
        settings = settle_address(settings, Role.COMMAND)
        losses = adoption_losses(settings)
        _tell(losses)
        if not yes:
            click.confirm("Semua proses aplikasi sudah dihentikan, dan lanjutkan?", abort=True)
        done = adopt_keys(settings, actor=Actor(ActorKind.COMMAND, name="keys adopt"))
    _tell_done(losses, done)


@keys.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--passphrase-file", type=ExistingFile(), help="Berkas dengan frasa sandi.")
@with_appcontext
def back_up_keys(file: Path, passphrase_file: Path | None) -> None:
    """Salin semua kunci ke FILE, terkunci dengan frasa sandi.

    Simpan terpisah dari cadangan basis data, dan buat lagi setiap kali sebuah periode dibuka.
    """
    passphrase = _passphrase(passphrase_file, is_new=True)
    with running("keys backup", makes_links=False) as actor:
        try:
            names = copy_keys(current_app.config["SETTINGS"], file, passphrase, actor=actor)
        except OSError as error:
            raise click.ClickException(f"{file}: {error.strerror}") from None
    click.echo(f"{len(names)} kunci disalin ke {file}: {', '.join(names)}.")
    click.echo(
        "Kunci kotak jawaban dihancurkan ketika hasil periodenya dihitung. Musnahkan lalu salinan "
        "ini, dan buat yang baru: selama masih ada, jawaban dari cadangan lama dapat dibuka."
    )


@keys.command("restore")
@click.argument("file", type=ExistingFile())
@click.option("--passphrase-file", type=ExistingFile(), help="Berkas dengan frasa sandi.")
@with_appcontext
def restore_keys(file: Path, passphrase_file: Path | None) -> None:
    """Kembalikan kunci yang hilang dari FILE; kunci yang masih ada tidak diganti."""
    passphrase = _passphrase(passphrase_file, is_new=False)
    with refusing():
        written = put_back(current_app.config["SETTINGS"], unpacked(file.read_bytes(), passphrase))
    if not written:
        click.echo("Semua kunci sudah ada di tempatnya.")
        return
    click.echo(f"Dikembalikan: {', '.join(written)}.")
    click.echo("Jalankan kembali aplikasi di semua mesin.")


def _passphrase(file: Path | None, *, is_new: bool) -> str:
    if file is None:
        given = click.prompt("Frasa sandi", hide_input=True, confirmation_prompt=is_new)
    else:
        given = file.read_text(encoding="utf-8").strip()
    if is_new and len(given) < SHORTEST_PASSPHRASE:
        raise click.ClickException(
            f"Frasa sandi paling sedikit {SHORTEST_PASSPHRASE} karakter; beberapa kata lebih mudah "
            "diingat."
        )
    return str(given)


def _tell(losses: AdoptionLosses) -> None:
    """What is lost, before anything is."""
    for problem in losses.problems:
        click.echo(f"Diganti: {problem}.")
    for kind, sentence in CONSEQUENCES.items():
        if losses.concerns(kind):
            click.echo(sentence)
    if losses.links is None:
        return
    count = losses.links.links
    click.echo(
        f"{losses.links.total} tautan mati: {count[LinkPurpose.LIST]} daftar penilai dengan kode "
        f"cetaknya, {count[LinkPurpose.FORM]} formulir, {count[LinkPurpose.RESULT]} hasil; juga "
        f"{losses.account_links} tautan kata sandi."
    )
    click.echo(f"{losses.drafts} isian yang belum terkirim hilang, beserta berkas di dalamnya.")
    click.echo("Jawaban yang sudah terkirim tetap tersimpan.")
    click.echo(
        f"{losses.links.reachable} penerima mendapat surat dengan tautan baru; "
        f"{losses.links.unreachable} penerima tanpa surel perlu slip cetak atau links export."
    )


def _tell_done(losses: AdoptionLosses, done: Adopted) -> None:
    click.echo("Kunci yang ada sekarang menjadi kunci basis data ini. Simpan salinannya terpisah.")
    if losses.links is not None:
        waiting = f" dan {done.waiting} surat yang belum terkirim" if done.waiting else ""
        click.echo(
            f"{done.links} tautan baru dibuat. {done.letters + done.waiting} penerima mendapat "
            f"tautan baru: lewat {done.letters} surat baru{waiting}. "
            f"{done.account_letters} surat akun menunggu dikirim."
        )
    click.echo("Jalankan kembali aplikasi di semua mesin dengan kunci ini.")
