"""Commands on a database that nobody has prepared."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT


def _flask(instance: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *arguments],
        cwd=ROOT,
        env=os.environ | {"SURVEI_INSTANCE": str(instance), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_an_unprepared_database_is_said_and_can_be_prepared(tmp_path: Path) -> None:
    staff = str(ROOT / "survei" / "demo" / "staff.csv")
    status, output = _flask(tmp_path, "employees", "import", staff)
    assert (status, "Traceback" in output) == (1, False)
    assert "Jalankan `flask --app app migrate`" in output

    assert _flask(tmp_path, "migrate")[0] == 0
    assert "sudah terbaru" in _flask(tmp_path, "migrate")[1]
    status, output = _flask(tmp_path, "employees", "import", staff)
    assert status == 0
    assert "Baru 59" in output

    file = tmp_path / "cadangan, hari ini"
    status, output = _flask(tmp_path, "backup", str(file))
    assert (status, file.is_file()) == (0, True)
    size = f"{file.stat().st_size:,}".replace(",", ".")
    assert f"Cadangan {file}: {size} bita, sudah diperiksa." in output


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SURVEI_TIMEZONE", "WITA"),
        ("SURVEI_DATABASE_URL", "postgresql://survei@127.0.0.1:1/survei"),
    ],
)
def test_a_wrong_setting_is_said_in_one_line(tmp_path: Path, variable: str, value: str) -> None:
    status, output = _flask(tmp_path, "mail", "deliver", **{variable: value})
    assert status == 1
    assert output.startswith(f"Error: {variable}: ")
    assert len(output.splitlines()) == 1
