"""Questionnaires in a terminal: check, import, export, list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from admin.commands.running import running
from survei.errors import NotFound
from survei.questionnaire import queries, services
from survei.questionnaire.document import Document, decode, encode
from survei.questionnaire.finding import SEVERITY_LABELS, DocumentInvalid, Finding
from survei.questionnaire.models import Questionnaire
from survei.questionnaire.parsing import parse
from survei.questionnaire.rules import check, errors_of

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group()
def questionnaires() -> None:
    """Kuesioner: periksa, impor, ekspor."""


@questionnaires.command("check")
@click.argument("file", type=FILE)
def check_file(file: Path) -> None:
    """Periksa kuesioner JSON FILE tanpa menyimpannya."""
    findings = check(_read(file))
    _tell(findings)
    if errors := errors_of(findings):
        raise _refusal(file, errors)
    click.echo(f"{file}: tidak ada kesalahan, {len(findings)} peringatan.")


@questionnaires.command("import")
@click.argument("file", type=FILE)
@click.option("--publish", "publishes", is_flag=True, help="Terbitkan langsung sebagai versi.")
@click.option("--note", default="", help="Catatan versi.")
def import_file(file: Path, publishes: bool, note: str) -> None:
    """Simpan kuesioner JSON FILE sebagai draf; kode yang sudah ada diperbarui drafnya."""
    document = _read(file)
    findings = check(document)
    _tell(findings)
    if errors := errors_of(findings):
        raise _refusal(file, errors)
    with running("questionnaires import") as actor:
        row = services.import_document(document, actor=actor)
        if row.draft is None:
            click.echo(f"{row.key}: sama dengan versi yang sudah terbit, tidak ada yang diubah.")
            return
        click.echo(f"{row.key}: draf “{row.title}” tersimpan (revisi {row.draft_revision}).")
        if publishes:
            revision = row.draft_revision
            made = services.publish(row.id, revision=revision, note=note, actor=actor)
            click.echo(f"{row.key}: versi {made.number} terbit, sha256 {made.sha256}.")


@questionnaires.command("export")
@click.argument("key")
@click.option("--format", "form", type=click.Choice(["json"]), default="json", show_default=True)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--draft", is_flag=True, help="Ekspor draf, bukan versi terbaru.")
def export(key: str, form: str, output: Path, draft: bool) -> None:
    """Tulis kuesioner KEY ke berkas: versi terbaru, atau kuesioner siap pakai dengan kode itu."""
    with running("questionnaires export"):
        document, source = _source(key, draft=draft)
        text = msgspec.json.format(encode(document), indent=2)
        output.write_text(text + "\n", encoding="utf-8")
    click.echo(f"{key}: {source} ditulis ke {output}.")


@questionnaires.command("list")
def list_all() -> None:
    """Tampilkan kuesioner beserta versi terbarunya, lalu kuesioner siap pakai."""
    with running("questionnaires list"):
        for row in queries.questionnaires():
            newest = queries.newest_version(row.id)
            state = f"versi {newest.number}" if newest else "belum terbit"
            click.echo(f"{row.key}\t{state}{', ada draf' if row.draft else ''}\t{row.title}")
    for document in queries.library():
        click.echo(f"{document.key}\tsiap pakai\t{document.title}")


def _source(key: str, *, draft: bool) -> tuple[Document, str]:
    row = queries.questionnaire_by_key(key)
    if row is None:
        try:
            return queries.library_document(key), "kuesioner siap pakai"
        except NotFound:
            raise NotFound("Tidak ada kuesioner dengan kode “%(key)s”.", key=key) from None
    return _own_source(row, draft=draft)


def _own_source(row: Questionnaire, *, draft: bool) -> tuple[Document, str]:
    newest = queries.newest_version(row.id)
    if newest and not draft:
        return decode(newest.document), f"versi {newest.number}"
    document = queries.draft_of(row)
    if document is None:
        raise services.NoDraft
    return document, "draf"


def _read(file: Path) -> Document:
    try:
        return parse(file.read_bytes())
    except DocumentInvalid as invalid:
        _tell(invalid.findings)
        raise _refusal(file, invalid.findings) from None


def _refusal(file: Path, errors: Sequence[Finding]) -> click.ClickException:
    return click.ClickException(f"{file}: {len(errors)} kesalahan. Tidak ada yang disimpan.")


def _tell(findings: Sequence[Finding]) -> None:
    for finding in findings:
        click.echo(f"{SEVERITY_LABELS[finding.severity]}: {finding.place.label}", err=True)
        click.echo(f"  {finding.message}", err=True)
        click.echo(f"  Perbaikan: {finding.remedy}", err=True)
