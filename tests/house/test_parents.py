"""Children end with their parent, however it ends."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import Running, Started
from tests.waiting import is_listening, wait_for


def _descendants(pid: int) -> set[int]:
    """All processes below this one that live now."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    children = {int(child) for child in listed}
    return children.union(*(_descendants(child) for child in children))


def _is_alive(pid: int) -> bool:
    """Whether it runs; one that has ended and waits to be asked for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Started]:
    """An installation with two processes that serve; nothing of it is left."""
    started = Started(tmp_path / "instance", SURVEI_WORKERS="2")
    started.wait()
    yield started
    started.process.kill()


def test_a_killed_start_leaves_nobody_serving_or_mailing(running: Started) -> None:
    assert wait_for(lambda: len(_descendants(running.process.pid)) == 4)  # worker, web and its two
    below = _descendants(running.process.pid)
    running.process.kill()
    running.process.wait()
    assert wait_for(lambda: not any(_is_alive(pid) for pid in below))
    assert not is_listening(running.port)


def test_a_killed_web_server_leaves_no_process_on_its_port(running: Started) -> None:
    assert wait_for(lambda: len(_descendants(running.process.pid)) == 4)
    below = _descendants(running.process.pid)
    web = next(pid for pid in below if len(_descendants(pid)) == 2)
    os.kill(web, signal.SIGKILL)
    assert "web: berhenti dengan status -9" in running.ended()
    assert wait_for(lambda: not any(_is_alive(pid) for pid in below))
    assert not is_listening(running.port)


def test_a_web_process_alone_says_that_its_port_is_taken(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        web = Running(tmp_path / "instance", "--only", "web", "--port", str(port))
        printed = web.ended()
    assert web.process.returncode == 2
    assert printed == (
        f"Tidak dapat dimulai. Port {port} sedang dipakai. Hentikan program yang memakainya, "
        "atau pilih port lain dengan --port.\n"
    )
