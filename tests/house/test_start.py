"""`python app.py` from nothing to a clean end."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Seconds in which everything has to stand; the demonstration takes the most of it.
PATIENCE = 60


class Running:
    """A started installation."""

    def __init__(self, instance: Path, *arguments: str, **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.process = subprocess.Popen(
            [sys.executable, "app.py", "--port", str(self.port), *arguments],
            cwd=ROOT,
            env=os.environ | {"SURVEI_INSTANCE": str(instance)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait(self) -> None:
        """Until the server says it is ready."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.get("/readyz")[0] == 200:
                return
            time.sleep(0.2)
        pytest.fail(f"not ready: {self.stop()}")

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page; status 0 while nobody listens."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def stop(self) -> str:
        """Ctrl-C; gives what was printed."""
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=40)[0]


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
    printed = running.stop()
    link = re.search(r"/admin-pertama/[\w-]+", printed)
    assert link is not None, printed
    assert running.process.returncode == 0, printed


def test_wrong_setting_stops_the_start(instance: Path) -> None:
    running = Running(instance, SURVEI_TIMEZONE="Mars/Olympus")
    printed, _ = running.process.communicate(timeout=20)
    assert running.process.returncode == 2
    assert "SURVEI_TIMEZONE" in printed
    assert "Traceback" not in printed
