"""`flask --app app questionnaires …`: what it does, says, and with which exit code."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from survei.drafting import queries
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.questionnaire.document import decode, encode
from tests.examples import every_kind_document


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "contoh.json"
    path.write_text(encode(every_kind_document()), encoding="utf-8")
    return path


def run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["questionnaires", *map(str, arguments)])


def test_importing_makes_a_draft(app: Flask, file: Path) -> None:
    result = run(app, "import", file)
    assert (result.exit_code, result.stdout) == (
        0,
        "contoh-lengkap: draf “Contoh semua jenis pertanyaan” tersimpan (revisi 1).\n",
    )
    assert QuestionnaireVersion.select().count() == 0


def test_importing_can_publish_at_once(app: Flask, file: Path) -> None:
    result = run(app, "import", file, "--publish", "--note", "Awal")
    version = QuestionnaireVersion.get()
    assert f"versi 1 terbit, sha256 {version.sha256}." in result.output
    assert (version.note, version.published_by) == ("Awal", "questionnaires import")


def test_importing_again_changes_nothing(app: Flask, file: Path) -> None:
    run(app, "import", file, "--publish")
    result = run(app, "import", file)
    assert "sama dengan versi yang sudah terbit" in result.output
    assert (Questionnaire.get().draft, result.exit_code) == (None, 0)


@pytest.mark.parametrize("command", ["import", "check"])
@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("{", "Berkas › Baris 1"),
        ('{"key": "a"}', "Kuesioner"),
        ('{"key": "a", "title": "A"}', "Kuesioner"),
        ('{"key": "a", "title": "A", "sections": [{"code": "x", "title": 5}]}', "Aspek 1 (x)"),
    ],
    ids=["no JSON", "member missing", "no section", "wrong type"],
)
def test_errors_are_listed_by_place(
    app: Flask, tmp_path: Path, command: str, content: str, place: str
) -> None:
    path = tmp_path / "rusak.json"
    path.write_text(content, encoding="utf-8")
    result = run(app, command, path)
    assert result.exit_code == 1
    assert f"Kesalahan: {place}" in result.output
    assert "kesalahan. Tidak ada yang disimpan." in result.output
    assert Questionnaire.select().count() == 0


def test_checking_a_sound_file_saves_nothing(app: Flask, file: Path) -> None:
    result = run(app, "check", file)
    assert (result.exit_code, result.output) == (
        0,
        f"{file}: tidak ada kesalahan, 0 peringatan.\n",
    )
    assert Questionnaire.select().count() == 0


def test_what_is_exported_can_be_imported(app: Flask, file: Path, tmp_path: Path) -> None:
    run(app, "import", file, "--publish")
    result = run(app, "export", "contoh-lengkap", "--format", "json", "-o", tmp_path / "out.json")
    assert "versi 1 ditulis ke" in result.output
    assert decode((tmp_path / "out.json").read_bytes()) == every_kind_document()


def test_a_ready_questionnaire_is_exported_by_its_key(app: Flask, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert run(app, "export", "kepala-sekolah", "-o", out).exit_code == 0
    assert out.read_bytes() == (queries.LIBRARY / "kepala-sekolah.json").read_bytes()


def test_an_unknown_key_is_refused(app: Flask, tmp_path: Path) -> None:
    result = run(app, "export", "tidak-ada", "-o", tmp_path / "out.json")
    assert (result.exit_code, result.output) == (
        1,
        "Error: Tidak ada kuesioner dengan kode “tidak-ada”.\n",
    )


def test_the_list_shows_own_and_ready_ones(app: Flask, file: Path) -> None:
    run(app, "import", file)
    lines = run(app, "list").output.splitlines()
    assert lines[0] == "contoh-lengkap\tbelum terbit, ada draf\tContoh semua jenis pertanyaan"
    assert len(lines) == 6
