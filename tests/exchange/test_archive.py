"""Questionnaires in and out: commands, schema, codebook, the whole library."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from openpyxl import load_workbook

from survei.audit.choices import SYSTEM
from survei.bank.models import PublishedQuestion
from survei.bank.version_publishing import publish_version
from survei.drafting import queries, services
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.exchange.archive import ArchiveRefused, ImportedCounts, import_library, write_library
from survei.exchange.codebook import write_codebook
from survei.exchange.json_schema import document_schema
from survei.questionnaire.editing import change_question
from survei.questionnaire.kinds import QuestionKind
from survei.questionnaire.translated_text import Text
from tests.examples import every_kind_document
from tests.exchange.xlsform.forms import YES_NO, form


def run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["questionnaires", *map(str, arguments)])


def published() -> Questionnaire:
    row = services.import_document(every_kind_document(), actor=SYSTEM)
    publish_version(row.id, revision=row.draft_revision, note="Awal", actor=SYSTEM)
    return queries.questionnaire(row.id)


def forget_all() -> None:
    """As if nothing had ever been written."""
    for table in (PublishedQuestion, QuestionnaireVersion, Questionnaire):
        table.delete().execute()


# Commands


def test_an_xlsform_goes_out_and_comes_back(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    assert run(app, "export", "kepala-sekolah", "--format", "xlsform", "-o", file).exit_code == 0
    result = run(app, "import", file)
    assert (result.exit_code, "Tidak dibawa" in result.output) == (0, False)
    assert queries.draft_of(Questionnaire.get()) == queries.library_document("kepala-sekolah")


def test_a_foreign_form_becomes_a_draft_and_says_what_was_left(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    rows = [("select_one yn", "a", "A"), ("geopoint", "b", "B")]
    file.write_bytes(form(*rows, choices=YES_NO))
    tried = run(app, "import", file, "--dry-run")
    assert "Tidak dibawa: survey, baris 3: Jenis “geopoint” tidak ada padanannya." in tried.output
    assert (tried.exit_code, Questionnaire.select().count()) == (0, 0)
    assert run(app, "import", file).exit_code == 0
    assert Questionnaire.get().key == "formulir-tanpa-judul"


def test_a_circular_form_is_refused_by_row_and_column(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    file.write_bytes(form(("text", "a", "A", "${a} = 1")))
    result = run(app, "import", file)
    assert "survey, baris 2, kolom D (relevant): Syarat melingkar: a → a." in result.output
    assert (result.exit_code, Questionnaire.select().count()) == (1, 0)


# Schema


def test_the_schema_names_every_kind_and_refuses_unknown_members(app: Flask) -> None:
    schema = json.loads(run(app, "schema").stdout)
    assert schema == document_schema()
    kinds = schema["$defs"]["Section"]["properties"]["questions"]["items"]["discriminator"]
    assert set(kinds["mapping"]) == set(QuestionKind)
    assert {part.get("additionalProperties", False) for part in objects(schema)} == {False}


def objects(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for part in schema["$defs"].values() if part.get("type") == "object"]


# Codebook


def test_the_codebook_lists_each_variable_and_value_as_inert_text() -> None:
    document = change_question(every_kind_document(), "saran", text=Text("=1+1"))
    book = load_workbook(io.BytesIO(write_codebook(document, facts={"Versi": "1"})))
    rows = list(book["Variabel"].iter_rows(values_only=True))
    keys = [key for question in document.questions() for key in question.answer_keys()]
    assert [row[0] for row in rows[1:]] == keys
    assert {row[0]: row[4] for row in rows}["saran"] == "=1+1"
    assert {cell.data_type for page in book for row in page for cell in row} <= {"s", "n"}
    values = [row[:3] for row in book["Nilai"].iter_rows(values_only=True)]
    assert ("sapa", "2", "Sebagian") in values
    assert ("waktu", "na", "Tidak dapat menilai") in values


# The whole library


def test_a_library_comes_back_whole_and_a_second_time_changes_nothing(db: None) -> None:
    row = published()
    services.start_draft(row.id, actor=SYSTEM)
    before = (queries.newest_version(row.id).sha256, queries.questionnaire(row.id).draft)
    data = write_library()
    assert import_library(data, actor=SYSTEM) == ImportedCounts()
    forget_all()
    assert import_library(data, actor=SYSTEM, dry_run=True) == ImportedCounts(1, 1, 1)
    assert Questionnaire.select().count() == 0
    assert import_library(data, actor=SYSTEM) == ImportedCounts(1, 1, 1)
    again = Questionnaire.get()
    assert (queries.newest_version(again.id).sha256, again.draft) == before
    assert queries.newest_version(again.id).note == "Awal"


def changed(data: bytes, name: str, content: bytes | None) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as result:
        for member in source.namelist():
            if member != name:
                result.writestr(member, source.read(member))
        if content is not None:
            result.writestr(name, content)
    return target.getvalue()


BROKEN = {
    "no zip": lambda data: b"PK nothing",
    "no manifest": lambda data: changed(data, "manifest.json", None),
    "a manifest of noise": lambda data: changed(data, "manifest.json", b"[1]"),
    "a version missing": lambda data: changed(data, "contoh-lengkap/versi-1.json", None),
    "a version forged": lambda data: changed(data, "contoh-lengkap/versi-1.json", b"{}"),
}


@pytest.mark.parametrize("damage", BROKEN.values(), ids=BROKEN)
def test_a_damaged_archive_changes_nothing(db: None, damage: Any) -> None:
    published()
    data = damage(write_library())
    forget_all()
    with pytest.raises(ArchiveRefused):
        import_library(data, actor=SYSTEM)
    assert Questionnaire.select().count() == 0


def test_another_version_of_the_same_number_is_refused(db: None) -> None:
    row = published()
    data = write_library()
    forget_all()
    other = change_question(every_kind_document(), "saran", text=Text("Lain"))
    row = services.import_document(other, actor=SYSTEM)
    made = publish_version(row.id, revision=row.draft_revision, actor=SYSTEM)
    with pytest.raises(ArchiveRefused, match="berbeda"):
        import_library(data, actor=SYSTEM)
    assert queries.newest_version(row.id).sha256 == made.sha256
