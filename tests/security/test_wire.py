"""Rows 15, 49 and 54 against an installation as its operator starts it, two workers."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from formulir import patience
from tests.running import Running

HEAD = "Host: localhost\r\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wire")


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Running]:
    """With demonstration data, an access log, and little patience for slow requests."""
    started = start(folder, "--demo")
    yield started
    started.stop()


def start(folder: Path, *arguments: str) -> Running:
    settings = {"SURVEI_ACCESS_LOG": str(folder / "access.log"), "SURVEI_WORKERS": "2"}
    started = Running(folder / "instance", *arguments, **settings)
    started.wait()
    return started


def talk(running: Running, *parts: str, pause: float = 0) -> str:
    """Everything that comes back to parts sent one after the other, until the server closes.

    Raises TimeoutError when it does not.
    """
    with socket.create_connection(("127.0.0.1", running.port), timeout=patience.PATIENCE) as line:
        answer = b""
        try:
            for part in parts:
                line.sendall(part.encode("latin1"))
                time.sleep(pause)
            while received := line.recv(65536):
                answer += received
        except ConnectionError:
            pass
    return answer.decode("latin1")


def test_a_path_cannot_forge_a_line(running: Running, folder: Path) -> None:
    """Row 54: percent-encoded line ends and colours stay on the line of their request."""
    path = "/x%0d%0aINFO%20login%20ok%1b[31m"
    talk(running, f"GET {path} HTTP/1.1\r\n{HEAD}Connection: close\r\n\r\n")
    log = (folder / "access.log").read_text()
    (line,) = [text for text in log.splitlines() if "login ok" in text]
    assert r'"GET /x\r\nINFO login ok\x1b[31m" 404' in line


def test_an_endless_body_is_cut_at_the_limit(running: Running) -> None:
    """Row 49: chunks without an end are refused after 256 kB, not after a gigabyte."""
    chunk = "2000\r\n" + "a" * 8192 + "\r\n"
    head = f"POST /f/{'a' * 43} HTTP/1.1\r\n{HEAD}Transfer-Encoding: chunked\r\n"
    kind = "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    answer = talk(running, head + kind, *[chunk] * 2000)
    assert answer[:12] in ("HTTP/1.1 404", "HTTP/1.1 413", ""), answer[:200]


@pytest.mark.parametrize("sent", ["head", "body"])
def test_a_slow_request_is_closed(running: Running, sent: str) -> None:
    """Row 49: a byte now and then does not hold a thread for longer than the deadline."""
    head = f"POST /masuk HTTP/1.1\r\n{HEAD}Content-Length: 500\r\n"
    rest = "X-A: b\r\n" if sent == "head" else "\r\n"
    answer = talk(running, head + rest, *["X" if sent == "head" else "a"] * 45, pause=1)
    assert " 200 " not in answer[:20]
    assert running.get("/healthz")[0] == 200


def test_guessing_counts_for_all_workers_and_over_a_restart(running: Running, folder: Path) -> None:
    """Row 15: 30 wrong tokens from one address are enough; right ones keep opening."""
    links = json.loads((folder / "instance" / "demo.json").read_text())["links"]
    right = links[0]["url"].removeprefix(running.url)
    guesses = [running.get(f"/f/{number:043d}")[0] for number in range(40)]
    assert guesses[-1] == 429
    assert guesses.count(404) <= 30
    assert {running.get(right)[0] for _ in range(60)} == {200}
    other = start(folder)
    try:
        assert other.get("/f/" + "z" * 43)[0] == 429
        assert other.get(right)[0] == 200
    finally:
        other.stop()
