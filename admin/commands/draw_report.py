"""`cycles draw ID [--verify] [-o FILE]`: what raters were drawn by, and the draw once more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from admin.commands.output_file import whole_file
from survei.audit.choices import Actor
from survei.cycle.chance import OF_PLAN
from survei.cycle.choices import PEER_REACH_LABELS
from survei.cycle.draw import Task
from survei.cycle.kept_draw import DrawCheck, export_draw
from survei.cycle.models import Cycle
from survei.cycle.relations import RELATION_LABELS, RELATIONS

#: Differences that are named; the rest is counted.
MOST_NAMED = 20


def draw_facts(check: DrawCheck) -> Iterator[str]:
    """Number, way, rules and people."""
    source, basis = check.source, check.source.basis
    if source.algorithm == OF_PLAN:
        yield f"Nomor undian dari rancangan: {source.seed}"
    else:
        yield f"Nomor acak, dibuat saat periode dibuka: {source.seed}"
    yield f"Cara undian: {source.algorithm}"
    relations = ", ".join(RELATION_LABELS[relation].lower() for relation in basis.relations)
    yield f"Penilai: {relations}."
    for relation, most in basis.limits.items():
        row, reach = RELATIONS[relation], PEER_REACH_LABELS[basis.peer_reach]
        yield f"{row.label}: {most or 'semua'}." + (f" {reach}." if row.is_drawn_for_all else "")
    yield f"{len(basis.ratees)} pegawai dinilai, {len(basis.people)} dapat terpilih."
    if source.digest:
        yield f"Kode pemeriksa: {source.digest}"


def draw_findings(check: DrawCheck) -> Iterator[str]:
    """What the repeated draw showed, the verdict last."""
    if not check.source.digest and check.logged:
        yield "Dasar undian hilang, padahal catatan pembukaan memuat kode pemeriksanya."
    elif not check.source.digest:
        yield (
            "Periode ini dibuka sebelum dasar undian disimpan: dasarnya disusun ulang dari data "
            "beku dan data pegawai hari ini."
        )
    elif not check.logged:
        yield (
            "Catatan pembukaan sudah dihapus atau tidak memuat kode pemeriksa: keutuhan dasar "
            "undian tidak dapat dibandingkan."
        )
    yield from _named(check, check.withdrawn, "Dicabut HR setelah pembukaan")
    yield from _named(check, check.missing, "Terpilih, tetapi tidak ditugaskan")
    yield from _named(check, check.added, "Ditugaskan, tetapi tidak terpilih")
    if not check.source.is_intact:
        yield "Nomor acak atau dasar undian tidak sesuai dengan kode pemeriksanya."
    if check.source.digest and not check.agrees_with_log:
        yield f"Kode pemeriksa berbeda dari catatan pembukaan: {check.logged}"
    if check.fits:
        yield "Cocok: penilai yang ditugaskan adalah hasil undian ini."
    elif not check.source.digest and not check.logged:
        yield "Tidak cocok; sebabnya dapat pula perubahan data pegawai sejak pembukaan."
    else:
        yield "Tidak cocok: penilai yang ditugaskan bukan hasil undian ini."


def _named(check: DrawCheck, tasks: Sequence[Task], what: str) -> Iterator[str]:
    for task in tasks[:MOST_NAMED]:
        rater, ratee = (
            check.names.get(id, f"pegawai nomor {id}") for id in (task.rater, task.ratee)
        )
        yield f"{what}: {rater} menilai {ratee} ({RELATION_LABELS[task.relation].lower()})"
    if len(tasks) > MOST_NAMED:
        yield f"{what}: dan {len(tasks) - MOST_NAMED} lainnya"


def say_draw(check: DrawCheck, *, verified: bool) -> None:
    """Prints the facts and, if verified, the findings; ends with exit code 1 if nothing fits."""
    for line in draw_facts(check):
        click.echo(line)
    if verified:
        for line in draw_findings(check):
            click.echo(line)
        if not check.fits:
            raise click.exceptions.Exit(1)


def write_draw(cycle: Cycle, output: Path, actor: Actor) -> None:
    """The file of the draw."""
    text = export_draw(cycle.id, actor=actor)
    with whole_file(output) as file:
        file.write(text)
    click.echo(f"{output}: dasar undian. Simpan dengan aman dan hapus setelah dipakai.")
