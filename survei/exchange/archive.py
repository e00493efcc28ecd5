"""The whole library in one archive: every questionnaire's draft and versions as JSON in a zip.

`manifest.json` names each file with its SHA-256; importing takes everything or nothing. Published
versions come back as they were: same number, same text, same name by SHA-256.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import datetime
from typing import Annotated

import msgspec

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.bank.published_questions import index_version
from survei.database import database
from survei.drafting import queries, services
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.errors import SurveiError
from survei.exchange.json_reading import LONGEST_FILE, parse
from survei.questionnaire.checks import check
from survei.questionnaire.codes import is_code
from survei.questionnaire.document import Document, decode, fingerprint
from survei.questionnaire.finding import DocumentInvalid, errors_of
from survei.typed_json import TypeReader

FORMAT = "sipakainge-library-1"
MANIFEST = "manifest.json"
#: Files and bytes, unpacked, that an archive may hold.
MOST_FILES, MOST_UNPACKED = 5_000, 200_000_000
#: A moment with its zone.
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class ArchiveRefused(SurveiError):
    """The archive is not taken; nothing was changed."""


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    """One document of the archive."""

    file: str
    sha256: str


class Version(Entry, kw_only=True, forbid_unknown_fields=True):
    """A published version."""

    number: int
    published_at: Moment
    published_by: str
    note: str = ""
    retired_at: Moment | None = None


class Item(msgspec.Struct, forbid_unknown_fields=True):
    """A questionnaire."""

    key: str
    title: str
    versions: list[Version] = []
    draft: Entry | None = None
    archived_at: Moment | None = None


class Manifest(msgspec.Struct, forbid_unknown_fields=True):
    """What the archive holds."""

    format: str
    made_at: Moment
    questionnaires: list[Item]


_manifest = TypeReader(Manifest)


class ImportedCounts(msgspec.Struct):
    """What an import changed, in figures."""

    questionnaires: int = 0
    versions: int = 0
    drafts: int = 0


# Out ------------------------------------------------------------------------------------------


def write_library() -> bytes:
    """The archive of all questionnaires, archived ones too."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        rows = queries.questionnaires(archived=True)
        items = [_write_item(archive, row) for row in rows]
        manifest = Manifest(FORMAT, clock.now(), items)
        text = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
        archive.writestr(MANIFEST, text)
    return target.getvalue()


def _write_item(archive: zipfile.ZipFile, row: Questionnaire) -> Item:
    item = Item(row.key, row.title, archived_at=row.archived_at)
    for version in reversed(list(queries.versions_of(row.id))):
        file = f"{row.key}/versi-{version.number}.json"
        archive.writestr(file, version.document)
        item.versions.append(
            Version(
                file=file,
                sha256=version.sha256,
                number=version.number,
                published_at=version.published_at,
                published_by=version.published_by,
                note=version.note,
                retired_at=version.retired_at,
            )
        )
    if row.draft is not None:
        item.draft = Entry(f"{row.key}/draf.json", fingerprint(row.draft))
        archive.writestr(item.draft.file, row.draft)
    return item


# In -------------------------------------------------------------------------------------------


def import_library(data: bytes, *, actor: Actor, dry_run: bool = False) -> ImportedCounts:
    """Takes over every questionnaire of an archive, or none. A second time nothing changes.

    Versions are added where their numbers follow; one with errors of today's check is not offered
    to new cycles. Raises ArchiveRefused, with the file that is wrong.
    """
    documents: dict[str, str] = {}
    manifest = _read(data, documents)
    with database.atomic() as transaction:
        counts = ImportedCounts()
        for item in manifest.questionnaires:
            _take_item(item, documents, counts, actor)
        if dry_run:
            transaction.rollback()
        else:
            figures = msgspec.to_builtins(counts)
            record(actor, "questionnaire.library_imported", "questionnaire", 0, **figures)
    queries.forget_documents()
    return counts


def _read(data: bytes, documents: dict[str, str]) -> Manifest:
    """The manifest, with the text of every file that it names, each proved by its SHA-256."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members)
            if len(members) > MOST_FILES or size > MOST_UNPACKED:
                raise ArchiveRefused("Arsip terlalu besar.")
            if archive.getinfo(MANIFEST).file_size > LONGEST_FILE:
                raise ArchiveRefused("Arsip terlalu besar.")
            manifest = _manifest.decode(archive.read(MANIFEST))
            for item in manifest.questionnaires:
                for entry in (*item.versions, *([item.draft] if item.draft else [])):
                    documents[entry.file] = _text(archive, entry)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        raise ArchiveRefused("Berkas ini bukan arsip zip yang utuh.") from None
    except (KeyError, msgspec.MsgspecError, UnicodeDecodeError):
        raise ArchiveRefused("Daftar isi arsip (manifest.json) tidak ada atau rusak.") from None
    if manifest.format != FORMAT:
        raise ArchiveRefused("Arsip ini dibuat oleh versi yang tidak dikenal.")
    return manifest


def _text(archive: zipfile.ZipFile, entry: Entry) -> str:
    try:
        if archive.getinfo(entry.file).file_size > LONGEST_FILE:
            raise ArchiveRefused("Berkas %(file)s terlalu besar.", file=entry.file[:100])
        text = archive.read(entry.file).decode()
    except KeyError:
        raise ArchiveRefused("Berkas %(file)s tidak ada.", file=entry.file[:100]) from None
    if fingerprint(text) != entry.sha256:
        message = "Isi berkas %(file)s tidak sesuai dengan sidiknya."
        raise ArchiveRefused(message, file=entry.file[:100])
    return text


def _document(text: str, file: str, key: str) -> Document:
    """The document of a file. Raises ArchiveRefused with the first problem."""
    try:
        document = parse(text)
    except DocumentInvalid as invalid:
        message = "Berkas %(file)s: %(problem)s"
        raise ArchiveRefused(message, file=file[:100], problem=str(invalid.findings[0])) from None
    if document.key != key or decode(text) != document:
        message = "Isi berkas %(file)s tidak sesuai dengan kode kuesionernya."
        raise ArchiveRefused(message, file=file[:100])
    return document


def _take_item(item: Item, documents: dict[str, str], counts: ImportedCounts, actor: Actor) -> None:
    if not is_code(item.key):
        raise ArchiveRefused("Kode kuesioner “%(key)s” tidak dapat dipakai.", key=item.key[:60])
    row = queries.questionnaire_by_key(item.key)
    if row is None:
        row = Questionnaire.create(key=item.key, title=item.title, archived_at=item.archived_at)
        record(actor, "questionnaire.created", "questionnaire", row.id, key=row.key)
        counts.questionnaires += 1
    for version in sorted(item.versions, key=lambda one: one.number):
        _take_version(row, version, documents[version.file], counts, actor)
    if item.draft is not None:
        _take_draft(row, item.draft, documents[item.draft.file], counts, actor)


def _take_version(
    row: Questionnaire, version: Version, text: str, counts: ImportedCounts, actor: Actor
) -> None:
    newest = queries.newest_version(row.id)
    last = newest.number if newest else 0
    if version.number <= last:
        here = queries.version_numbered(row.id, version.number)
        if here.sha256 != version.sha256:
            message = "Versi %(number)s dari “%(key)s” di sini berbeda dari yang ada dalam arsip."
            raise ArchiveRefused(message, number=version.number, key=row.key)
        return
    if version.number != last + 1:
        message = "Versi %(number)s dari “%(key)s” tidak ada dalam arsip."
        raise ArchiveRefused(message, number=last + 1, key=row.key)
    document = _document(text, version.file, row.key)
    cannot_be_used = bool(errors_of(check(document)))
    made = QuestionnaireVersion.create(
        questionnaire=row,
        number=version.number,
        sha256=version.sha256,
        document=text,
        title=str(document.title)[:200],
        published_at=version.published_at,
        published_by=version.published_by[:200],
        note=version.note[:2000],
        retired_at=version.retired_at or (clock.now() if cannot_be_used else None),
    )
    index_version(made, document)
    details = {"number": version.number, "sha256": version.sha256}
    record(actor, "questionnaire.version_imported", "questionnaire", row.id, **details)
    counts.versions += 1


def _take_draft(
    row: Questionnaire, draft: Entry, text: str, counts: ImportedCounts, actor: Actor
) -> None:
    row = queries.questionnaire(row.id)
    if row.draft == text:
        return
    if row.draft is not None:
        message = "“%(key)s” di sini mempunyai draf lain. Terbitkan atau buang draf itu dahulu."
        raise ArchiveRefused(message, key=row.key)
    services.begin_draft(row, _document(text, draft.file, row.key), actor=actor)
    counts.drafts += 1
