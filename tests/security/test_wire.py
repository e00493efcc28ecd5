"""Rows 15, 49 and 54 against an installation as its operator starts it, two workers."""

from __future__ import annotations

import json
import os
import select
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from survei.web import request_timeout
from tests.forked import run
from tests.running import ROOT, Running

HEAD = "Host: localhost\r\n"
#: Seconds after which a server that does not close fails a test.
WAIT = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wire")


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Running]:
    """With demonstration data and an access log."""
    started = start(folder, "--demo")
    yield started
    started.stop()


def start(folder: Path, *arguments: str) -> Running:
    settings = {"SURVEI_ACCESS_LOG": str(folder / "access.log"), "SURVEI_WORKERS": "2"}
    started = Running(folder / "instance", *arguments, **settings)
    started.wait()
    return started


def talk(running: Running, *parts: str) -> str:
    """Everything that comes back to parts sent one after the other, until the server closes.

    Raises TimeoutError when it does not.
    """
    with socket.create_connection(("127.0.0.1", running.port), timeout=WAIT) as line:
        answer = b""
        try:
            for part in parts:
                line.sendall(part.encode("latin1"))
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


class Impatient(Running):
    """Its web process waits for a second where others wait for thirty."""

    program = ("-m", "tests.security.impatient")


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Impatient]:
    instance = tmp_path_factory.mktemp("impatient") / "instance"
    command = [sys.executable, "-m", "flask", "--app", "app", "migrate"]
    run(command, cwd=ROOT, env=os.environ | {"SURVEI_INSTANCE": str(instance)})
    started = Impatient(instance, "--only", "web", SURVEI_WORKERS="2", SURVEI_THREADS="1")
    started.wait()
    yield started
    started.stop()


def drip(running: Running, head: str, part: str) -> str:
    """What comes back, "" where the line is closed, while parts are sent, ten a second."""
    with socket.create_connection(("127.0.0.1", running.port), timeout=WAIT) as line:
        try:
            line.sendall(head.encode())
            for _ in range(10 * WAIT):
                line.sendall(part.encode())
                if select.select([line], [], [], 0.1)[0]:
                    return line.recv(65536).decode("latin1")
        except ConnectionError:
            return ""
    raise AssertionError("still open")


SLOW = f"POST /masuk HTTP/1.1\r\n{HEAD}Content-Type: application/x-www-form-urlencoded\r\n"


@pytest.mark.parametrize(
    ("sent", "part", "answer"),
    [("X-A: b\r\n", "X", ""), ("Content-Length: 5000\r\n\r\n", "a", "HTTP/1.1 400 BAD REQUEST")],
    ids=["head", "body"],
)
def test_a_slow_request_is_closed(impatient: Impatient, sent: str, part: str, answer: str) -> None:
    """Row 49: a byte now and then does not hold a thread for longer than the deadline; as many
    as there are threads leave one for others.
    """
    with ThreadPoolExecutor(2) as pool:
        slow = [pool.submit(drip, impatient, SLOW + sent, part) for _ in range(2)]
        assert [one.result().partition("\r\n")[0] for one in slow] == [answer] * 2
    assert impatient.get("/healthz")[0] == 200


def test_the_deadline_is_the_one_of_the_rules() -> None:
    """Row 49: closed within 30 seconds."""
    assert request_timeout.PATIENCE == 30


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
