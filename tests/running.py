"""A whole installation as its operator starts it: `python app.py` in a process of its own."""

from __future__ import annotations

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

from tests.forked import Popen, run

ROOT = Path(__file__).parents[1]
#: Seconds in which everything has to stand; only a failing or a crowded run takes them.
PATIENCE = 180


def free_port() -> int:
    """A port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A started installation."""

    #: `subprocess.Popen` where the start of Python itself is what is tested.
    popen: type[subprocess.Popen[bytes]] = Popen
    program: tuple[str, ...] = ("app.py",)

    def __init__(self, instance: Path, *arguments: str, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = instance.with_suffix(f".{self.port}.log")
        self.environment = os.environ | {
            "SURVEI_INSTANCE": str(instance),
            "SURVEI_BASE_URL": self.url,
            **environment,
        }
        with self.log.open("w") as log:
            self.process = self.popen(
                [sys.executable, *self.program, "--port", str(self.port), *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
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
            with urllib.request.urlopen(self.url + path, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def stop(self) -> str:
        """Ctrl-C; gives what was printed."""
        self.process.send_signal(signal.SIGINT)
        return self.ended()

    def ended(self) -> str:
        """Waits for the end; gives what was printed."""
        self.process.wait(timeout=PATIENCE)
        return self.log.read_text()

    def first_admin_path(self) -> str:
        """Path of the link that creates the first administrator, as printed at the start."""
        found = re.search(r"/admin-pertama/[\w-]+", self.log.read_text())
        assert found is not None, self.log.read_text()
        return found.group()

    def command(self, *arguments: str) -> str:
        """Runs `flask --app app …` on the same installation; gives what it printed."""
        command = [sys.executable, "-m", "flask", "--app", "app", *arguments]
        done = run(command, cwd=ROOT, env=self.environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


class Started(Running):
    """An installation whose operator starts Python, too."""

    popen = subprocess.Popen
