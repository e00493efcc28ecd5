"""Commands on a database that nobody has prepared."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.forked import run
from tests.running import ROOT

STAFF = str(ROOT / "survei" / "demo" / "staff.csv")


COMMAND = [sys.executable, "-m", "flask", "--app", "app"]


def _flask(instance: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    environment = os.environ | {"SURVEI_INSTANCE": str(instance), **environment}
    done = run([*COMMAND, *arguments], cwd=ROOT, env=environment, umask=0o022)
    return done.returncode, done.stdout + done.stderr


def test_a_command_starts_python(tmp_path: Path) -> None:
    """The other tests fork a process that has imported everything: `tests/forked.py`."""
    environment = os.environ | {"SURVEI_INSTANCE": str(tmp_path)}
    for words, said in (
        (["migrate"], "0001_initial"),
        (["audit", "verify"], "0 catatan diperiksa"),
    ):
        done = subprocess.run([*COMMAND, *words], cwd=ROOT, env=environment, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")
        assert said in done.stdout.decode()


def test_an_unprepared_database_is_said_and_can_be_prepared(tmp_path: Path) -> None:
    status, output = _flask(tmp_path, "employees", "import", STAFF)
    assert (status, "Traceback" in output) == (1, False)
    assert "Jalankan `flask --app app migrate`" in output

    assert _flask(tmp_path, "migrate")[0] == 0
    assert "sudah terbaru" in _flask(tmp_path, "migrate")[1]
    status, output = _flask(tmp_path, "employees", "import", STAFF)
    assert status == 0
    assert "Baru 59" in output

    file = tmp_path / "cadangan, hari ini"
    status, output = _flask(tmp_path, "backup", str(file))
    assert (status, file.is_file()) == (0, True)
    size = f"{file.stat().st_size:,}".replace(",", ".")
    assert f"Cadangan {file}: {size} bita, sudah diperiksa." in output


def test_a_database_that_a_command_makes_is_the_owners_alone(tmp_path: Path) -> None:
    assert _flask(tmp_path, "migrate")[0] == 0
    with closing(sqlite3.connect(tmp_path / "survei.sqlite3")) as reader:
        reader.execute("SELECT count(*) FROM employee")  # keeps the log and its index in place
        (tmp_path / "survei.sqlite3").chmod(0o644)  # as an earlier release left it
        assert _flask(tmp_path, "employees", "import", STAFF)[0] == 0
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert {"survei.sqlite3", "survei.sqlite3-wal", "survei.sqlite3-shm"} <= set(modes)
    assert set(modes.values()) == {0o600}


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
