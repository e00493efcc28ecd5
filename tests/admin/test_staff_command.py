"""`employees import FILE [--dry-run]`: says what it did, and fails when it did nothing."""

from __future__ import annotations

from pathlib import Path

from click.testing import Result
from flask import Flask

from survei.staff.models import Employee
from tests.staff.lists import csv, nip, person, xlsx


def run(app: Flask, path: Path, *options: str) -> Result:
    return app.test_cli_runner().invoke(args=["employees", "import", str(path), *options])


def test_a_workbook_is_imported(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "pegawai.xlsx"
    path.write_bytes(xlsx(person(1), person(2, supervisor=nip(1))))
    result = run(app, path)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-2:] == [
        "Baru 2, berubah 0 (pindah 0), tetap 0, tidak ada dalam berkas 0, unit baru 2, "
        "jabatan baru 1.",
        "Tersimpan.",
    ]
    assert Employee.select().count() == 2


def test_a_dry_run_saves_nothing(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "pegawai.csv"
    path.write_bytes(csv(person(1)))
    result = run(app, path, "--dry-run")
    assert (result.exit_code, Employee.select().count()) == (0, 0)
    assert result.stdout.endswith("Uji coba: tidak ada yang disimpan.\n")


def test_an_error_names_row_and_column_and_fails(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "pegawai.csv"
    path.write_bytes(csv(person(1), person(2, nip="1,98609E+17")))
    result = run(app, path)
    assert (result.exit_code, Employee.select().count()) == (1, 0)
    assert result.stdout.startswith(
        "Kesalahan: baris 3, kolom NIP: NIP tersimpan sebagai angka (1,98609E+17). Format kolom"
    )


def test_a_refused_file_says_why(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "pegawai.xls"
    path.write_bytes(b"<html><table></table></html>")
    result = run(app, path)
    assert result.exit_code == 1
    assert "halaman web" in result.stderr
