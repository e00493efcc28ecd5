"""`python app.py` from nothing to a clean end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.running import Running


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return tmp_path / "instance"


def test_demonstration_starts_serves_and_ends_cleanly(instance: Path) -> None:
    running = Running(instance, "--demo")
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
    running = Running(instance)
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
