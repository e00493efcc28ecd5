"""Questionnaires in a terminal: check, import, export, schema, list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext

from admin.commands.output_file import output_option
from admin.commands.running import ExistingFile, running
from survei.bank.version_publishing import publish_version
from survei.drafting import queries, services
from survei.drafting.models import Questionnaire
from survei.errors import NotFound
from survei.exchange import imports
from survei.exchange.archive import import_library, write_library
from survei.exchange.codebook import write_codebook
from survei.exchange.json_schema import as_json, schema_text
from survei.exchange.xlsform.exporting import write_xlsform
from survei.exchange.xlsform.importing import Carried
from survei.exchange.xlsform.report import FATE_LABELS, FormRefused, Remark
from survei.questionnaire.checks import check
from survei.questionnaire.document import Document, decode
from survei.questionnaire.finding import SEVERITY_LABELS, DocumentInvalid, Finding, errors_of
from survei.workbook.refusals import WorkbookRefused

#: Format → document and number of its version as bytes.
FORMATS: dict[str, Callable[[Document, str], bytes]] = {
    "json": lambda document, version: as_json(document),
    "xlsform": lambda document, version: write_xlsform(document, version=version),
    "codebook": lambda document, version: write_codebook(
        document, facts={"Versi": version or "draf"}
    ),
}
FILE = ExistingFile()


@click.group()
def questionnaires() -> None:
    """Kuesioner: periksa, impor, ekspor."""


@questionnaires.command("check")
@click.argument("file", type=FILE)
def check_file(file: Path) -> None:
    """Periksa kuesioner FILE (JSON atau XLSForm .xlsx) tanpa menyimpannya."""
    findings = check(_read(file).document)
    _tell(findings)
    if errors := errors_of(findings):
        raise _refusal(file, errors)
    click.echo(f"{file}: tidak ada kesalahan, {len(findings)} peringatan.")


@questionnaires.command("import")
@click.argument("file", type=FILE)
@click.option("--publish", "publishes", is_flag=True, help="Terbitkan langsung sebagai versi.")
@click.option("--note", default="", help="Catatan versi.")
@click.option("--dry-run", is_flag=True, help="Hanya laporkan, jangan simpan.")
@with_appcontext
def import_file(file: Path, publishes: bool, note: str, dry_run: bool) -> None:
    """Simpan kuesioner FILE sebagai draf: JSON, atau XLSForm .xlsx.

    Kode yang sudah ada diperbarui drafnya. Kuesioner JSON yang masih memiliki kesalahan ditolak;
    dari XLSForm ia menjadi draf yang dilengkapi kemudian.
    """
    document = _read(file).document
    findings = check(document)
    _tell(findings)
    is_form = file.suffix.lower() != ".json"
    if (errors := errors_of(findings)) and (publishes or not is_form):
        raise _refusal(file, errors)
    if dry_run:
        click.echo(f"{document.key}: dapat diimpor. Tidak ada yang disimpan (--dry-run).")
        return
    with running("questionnaires import", makes_links=False) as actor:
        save = imports.import_draft if is_form else services.import_document
        row = save(document, actor=actor)
        if row.draft is None:
            click.echo(f"{row.key}: sama dengan versi yang sudah terbit, tidak ada yang diubah.")
            return
        click.echo(f"{row.key}: draf “{row.title}” tersimpan (revisi {row.draft_revision}).")
        if publishes:
            revision = row.draft_revision
            made = publish_version(row.id, revision=revision, note=note, actor=actor)
            click.echo(f"{row.key}: versi {made.number} terbit, sha256 {made.sha256}.")


@questionnaires.command("export")
@click.argument("key")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="json", show_default=True
)
@output_option()
@click.option("--draft", is_flag=True, help="Ekspor draf, bukan versi terbaru.")
@with_appcontext
def export(key: str, form: str, output: Path, draft: bool) -> None:
    """Tulis kuesioner KEY ke berkas: versi terbaru, atau kuesioner siap pakai dengan kode itu."""
    with running("questionnaires export", makes_links=False):
        document, source, version = _source(key, draft=draft)
        output.write_bytes(FORMATS[form](document, version))
    click.echo(f"{key}: {source} ditulis ke {output}.")


@questionnaires.command("schema")
@output_option(required=False)
def schema(output: Path | None) -> None:
    """Tulis JSON Schema kuesioner."""
    if output is None:
        click.echo(schema_text(), nl=False)
        return
    output.write_text(schema_text(), encoding="utf-8")
    click.echo(f"JSON Schema ditulis ke {output}.")


@questionnaires.command("export-library")
@output_option()
@with_appcontext
def export_library(output: Path) -> None:
    """Tulis semua kuesioner dengan draf dan versinya ke satu arsip zip."""
    with running("questionnaires export-library", makes_links=False):
        output.write_bytes(write_library())
        count = queries.questionnaires(archived=True).count()
    click.echo(f"{count} kuesioner ditulis ke {output}.")


@questionnaires.command("import-library")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Hanya laporkan, jangan simpan.")
@with_appcontext
def take_library(file: Path, dry_run: bool) -> None:
    """Ambil semua kuesioner dari arsip zip FILE: semuanya, atau tidak satu pun."""
    with running("questionnaires import-library", makes_links=False) as actor:
        taken = import_library(file.read_bytes(), actor=actor, dry_run=dry_run)
    ending = " Tidak ada yang disimpan (--dry-run)." if dry_run else ""
    click.echo(
        f"{taken.questionnaires} kuesioner, {taken.versions} versi, dan {taken.drafts} draf baru."
        + ending
    )


@questionnaires.command("list")
@with_appcontext
def list_all() -> None:
    """Tampilkan kuesioner beserta versi terbarunya, lalu kuesioner siap pakai."""
    with running("questionnaires list", makes_links=False):
        for row in queries.questionnaires():
            newest = queries.newest_version(row.id)
            state = f"versi {newest.number}" if newest else "belum terbit"
            click.echo(f"{row.key}\t{state}{', ada draf' if row.draft else ''}\t{row.title}")
    for document in queries.library():
        click.echo(f"{document.key}\tsiap pakai\t{document.title}")


def _source(key: str, *, draft: bool) -> tuple[Document, str, str]:
    """The document, what it is, and the number of its version."""
    row = queries.questionnaire_by_key(key)
    if row is None:
        try:
            return queries.library_document(key), "kuesioner siap pakai", ""
        except NotFound:
            raise NotFound("Tidak ada kuesioner dengan kode “%(key)s”.", key=key) from None
    return _own_source(row, draft=draft)


def _own_source(row: Questionnaire, *, draft: bool) -> tuple[Document, str, str]:
    newest = queries.newest_version(row.id)
    if newest and not draft:
        return decode(newest.document), f"versi {newest.number}", str(newest.number)
    document = queries.draft_of(row)
    if document is None:
        raise services.NoDraft
    return document, "draf", ""


def _read(file: Path) -> Carried:
    """What the file holds, once what could not be carried is told."""
    try:
        carried = imports.read_file(file.name, file.read_bytes())
        _tell_remarks(carried.remarks)
        return carried
    except FormRefused as refused:
        _tell_remarks(refused.remarks)
        count = refused.params["count"]
        raise click.ClickException(f"{file}: {count} kesalahan. Tidak ada yang disimpan.") from None
    except WorkbookRefused as refused:
        raise click.ClickException(f"{file}: {refused}") from None
    except DocumentInvalid as invalid:
        _tell(invalid.findings)
        raise _refusal(file, invalid.findings) from None


def _refusal(file: Path, errors: Sequence[Finding]) -> click.ClickException:
    return click.ClickException(f"{file}: {len(errors)} kesalahan. Tidak ada yang disimpan.")


def _tell_remarks(remarks: Sequence[Remark]) -> None:
    for remark in remarks:
        click.echo(f"{FATE_LABELS[remark.fate]}: {remark}", err=True)


def _tell(findings: Sequence[Finding]) -> None:
    for finding in findings:
        click.echo(f"{SEVERITY_LABELS[finding.severity]}: {finding.place.label}", err=True)
        click.echo(f"  {finding.message}", err=True)
        click.echo(f"  Perbaikan: {finding.remedy}", err=True)
