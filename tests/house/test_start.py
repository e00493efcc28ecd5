"""`python app.py` from nothing to a clean end."""

from __future__ import annotations

import json
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.running import Running, Started
from tests.waiting import wait_for


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return tmp_path / "instance"


def test_demonstration_starts_serves_and_ends_cleanly(instance: Path) -> None:
    running = Started(instance, "--demo")
    running.wait()
    demo = json.loads((instance / "demo.json").read_text())
    forms = [running.get(link["url"].removeprefix(running.url))[0] for link in demo["links"]]
    printed = running.stop()

    assert demo["base_url"] == running.url
    assert [account["role"] for account in demo["accounts"]] == [
        "admin",
        "hr",
        "auditor",
        "appraiser",
    ]
    assert {link["relation"] for link in demo["links"]} == {
        "self",
        "supervisor",
        "peer",
        "subordinate",
    }
    assert set(forms) == {200}
    assert (instance / "demo.json").stat().st_mode & 0o777 == 0o600
    assert running.process.returncode == 0, printed
    assert running.url in printed


def test_new_installation_offers_the_first_administrator_once(instance: Path) -> None:
    running = Started(instance)
    running.wait()
    assert running.get(running.first_admin_path())[0] == 200
    printed = running.stop()
    assert running.process.returncode == 0, printed


def test_wrong_setting_stops_the_start(instance: Path) -> None:
    running = Running(instance, SURVEI_TIMEZONE="Mars/Olympus")
    printed = running.ended()
    assert running.process.returncode == 2
    assert "SURVEI_TIMEZONE" in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("SURVEI_DATABASE_URL", "postgresql://survei@127.0.0.1:1/survei", "tidak dapat dibuka"),
        ("SURVEI_DATABASE_URL", "sqlite:////there/is/no/such/folder/x.db", "tidak dapat dibuka"),
        ("SURVEI_MAIL_URL", "smtp://mail.contoh.go.id:587", "starttls"),
    ],
)
def test_what_cannot_work_is_told_before_anything_is_promised(
    instance: Path, variable: str, value: str, told: str
) -> None:
    running = Running(instance, **{variable: value})
    printed = running.ended()
    assert running.process.returncode == 2
    assert printed.startswith(f"Tidak dapat dimulai. {variable}: ")
    assert told in printed
    assert len(printed.splitlines()) == 1


def test_a_second_start_on_the_same_port_says_so(instance: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        running = Running(instance, "--demo", "--port", str(port))
        printed = running.ended()
    assert running.process.returncode == 2
    assert printed == (
        f"Tidak dapat dimulai. Port {port} sedang dipakai. Hentikan program yang memakainya, "
        "atau pilih port lain dengan --port.\n"
    )
    assert not (instance / "survei.sqlite3").exists()


def test_ctrl_c_while_the_demonstration_loads_can_be_started_anew(instance: Path) -> None:
    running = Started(instance, "--demo")
    assert wait_for((instance / "survei.sqlite3").exists)
    printed = running.stop()
    assert "Traceback" not in printed
    with closing(sqlite3.connect(instance / "survei.sqlite3")) as left:
        tables = {name for (name,) in left.execute("SELECT name FROM sqlite_master")}
        people = left.execute("SELECT count(*) FROM employee").fetchone()[0] if tables else 0
    assert people in (0, 59)
    assert (people == 59) == (instance / "demo.json").exists()
