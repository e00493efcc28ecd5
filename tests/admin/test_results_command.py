"""`results export CYCLE -o FILE.xlsx`."""

from __future__ import annotations

import stat
from pathlib import Path

import openpyxl
from flask import Flask

from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.lifecycle.publishing import publish_results
from tests.result.rows import rated_school


def test_export(app: Flask, tmp_path: Path) -> None:
    school = rated_school()
    publish_results(school.cycle.id, actor=SYSTEM)
    file = tmp_path / "hasil.xlsx"
    run = app.test_cli_runner().invoke(
        args=["results", "export", str(school.cycle.id), "-o", str(file)]
    )
    assert run.exit_code == 0, run.output
    assert f"{file}: 2 hasil." in run.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    sheet = openpyxl.load_workbook(file)["Ringkasan"]
    assert [cell.value for cell in sheet["B"]] == ["Nama", "Aminah", "Basri"]
    event = AuditEvent.get(AuditEvent.action == "result.export")
    assert (event.actor_name, event.details) == ("results export", '{"results": 2}')


def test_refusals(app: Flask, tmp_path: Path) -> None:
    school, file = rated_school(), tmp_path / "hasil.xlsx"
    for cycle, words in ((school.cycle.id, "belum diterbitkan"), (999, "tidak ditemukan")):
        run = app.test_cli_runner().invoke(args=["results", "export", str(cycle), "-o", str(file)])
        assert (run.exit_code, words in run.output) == (1, True)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_folder_that_is_not_there(app: Flask, tmp_path: Path) -> None:
    school = rated_school()
    publish_results(school.cycle.id, actor=SYSTEM)
    file = tmp_path / "tidak-ada" / "hasil.xlsx"
    run = app.test_cli_runner().invoke(
        args=["results", "export", str(school.cycle.id), "-o", str(file)]
    )
    assert run.exit_code == 1
    assert "No such file" in run.output
