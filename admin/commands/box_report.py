"""`cycles box ID [--verify] [-o FILE]`: how a box was opened, and whether that still holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from admin.commands.output_file import writing
from survei.cycle.models import Cycle
from survei.lifecycle.box_opening import Mismatch
from survei.response.box_proof import BoxCheck, list_of


def say_box(check: BoxCheck | None, mismatch: Mismatch | None, *, verified: bool) -> None:
    """Prints the facts and, if verified, the findings; exit code 1 unless opened and sound."""
    if check is None:
        click.echo("Kotak belum dibuka.")
        if mismatch:
            lost, wrong = "Kuncinya hilang", "Isinya tidak sama dengan formulir yang terkirim"
            click.echo(f"{lost if mismatch.is_key_lost else wrong}; auditor memutuskan.")
        raise click.exceptions.Exit(1)
    for line in (*_facts(check), *(_findings(check) if verified else ())):
        click.echo(line)
    if verified and not check.is_sound:
        raise click.exceptions.Exit(1)


def _facts(check: BoxCheck) -> Iterator[str]:
    proof = check.proof
    yield f"{proof.answers} jawaban dibuka."
    yield f"{proof.sent} formulir terkirim, dalam {proof.groups} kelompok."
    yield f"Sidik jari daftar nomor segel (SHA-256): {proof.root}"
    yield f"Sidik jari kesamaan jawaban dan formulir: {proof.equality}"
    if proof.differences:
        groups = len(proof.differences)
        yield f"Dibuka tanpa yang tidak cocok, atas keputusan auditor: {groups} kelompok."


def _findings(check: BoxCheck) -> Iterator[str]:
    if check.is_erased:
        yield "Daftar dan jawaban sudah dihapus karena masa simpannya lewat."
        return
    yield _word(check.is_list_same, "daftar nomor segel sama dengan yang dicatat.")
    yield _word(check.is_count_same, "jumlah jawaban setiap kelompok sama dengan yang dicatat.")
    yield _word(check.is_content_same, "isi setiap jawaban sama seperti ketika kotak dibuka.")


def _word(is_same: bool | None, claim: str) -> str:
    return f"{'Cocok' if is_same else 'Tidak cocok'}: {claim}"


def write_list(cycle: Cycle, output: Path) -> None:
    """The list as a file; `sha256sum` of it is the root."""
    with writing(output):
        output.write_bytes(list_of(cycle.id))
