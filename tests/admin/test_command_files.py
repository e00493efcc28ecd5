"""Commands that are given a file which is none, or is of no use."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

COMMANDS = (
    ("employees", "import"),
    ("cycles", "create"),
    ("questionnaires", "import"),
    ("questionnaires", "import-library"),
    ("restore",),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_file_that_is_none_is_said_in_one_line(
    app: Flask, tmp_path: Path, words: tuple[str, ...]
) -> None:
    missing = tmp_path / "tidak-ada"
    for path, sentence in (
        (missing, f"Berkas “{missing}” tidak ada."),
        (tmp_path, f"“{tmp_path}” bukan berkas."),
    ):
        run = app.test_cli_runner().invoke(args=[*words, str(path)])
        assert (run.exit_code, run.output) == (1, f"Error: {sentence}\n")


def test_a_refused_list_is_not_said_to_be_saved(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "pegawai.xlsx"
    file.write_bytes(b"PK\x03\x04 rusak")
    run = app.test_cli_runner().invoke(args=["employees", "import", str(file)])
    assert run.exit_code == 1
    assert "Menyimpan" not in run.output
    assert run.output.count("\n") == 1
