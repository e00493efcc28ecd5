"""Rows 13 and 50: what only a raw socket can send, to gunicorn and to the README's proxy."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.web.servers import ROOT, serve
from tests.forked import Popen, run
from tests.proxy import proxy

OURS = "penilaian.test"
HEAD = f"Host: {OURS}\r\n"
#: A body in chunks is to follow: to the sign-in, to a form.
CHUNKED, TO_FORM = (
    f"POST {path} HTTP/1.1\r\n{HEAD}Content-Type: application/x-www-form-urlencoded\r\n"
    "Transfer-Encoding: chunked\r\n\r\n"
    for path in ("/masuk", "/f/" + "a" * 43)
)
#: Seconds in which an answer too many would come.
SILENCE = 1
#: How a body in chunks ends.
END = "a=b\r\n0\r\n\r\n"


@pytest.fixture(scope="module")
def directly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Port of an installation under a public name, behind one proxy or none."""
    folder: Path = tmp_path_factory.mktemp("framing")
    environment = {
        "SURVEI_INSTANCE": str(folder / "instance"),
        "SURVEI_BASE_URL": f"https://{OURS}",
        "SURVEI_TRUSTED_PROXIES": "1",
    }
    migrated = [sys.executable, "-m", "flask", "--app", "app", "migrate"]
    run(migrated, cwd=ROOT, env=os.environ | environment)
    with serve("app:create_app()", environment, "--preload", popen=Popen) as running:
        yield running.port


@pytest.fixture(scope="module")
def proxied(directly: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Port of nginx in front of the installation, as the README has it."""
    with proxy(tmp_path_factory.mktemp("proxy"), directly) as port:
        yield port


@pytest.fixture(scope="module", params=["directly", "proxied"])
def behind(request: pytest.FixtureRequest) -> str:
    """How the installation is reached."""
    return str(request.param)


@pytest.fixture(scope="module")
def port(behind: str, request: pytest.FixtureRequest) -> int:
    """Where a request is sent to."""
    return int(request.getfixturevalue(behind))


def send(port: int, request: str, answers: int = 1) -> str:
    """Everything that comes back until the line is closed, or silent after so many answers."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(request.encode("latin1"))
        answer = b""
        try:
            while part := line.recv(65536):
                answer += part
                line.settimeout(60 if answer.count(b"HTTP/1.1 ") < answers else SILENCE)
        except TimeoutError:
            pass
    return answer.decode("latin1")


#: What is wrong with a request → the request.
BROKEN = {
    "two hosts, ours first": f"GET /masuk HTTP/1.1\r\n{HEAD}Host: evil.test\r\n\r\n",
    "two hosts, ours last": f"GET /masuk HTTP/1.1\r\nHost: evil.test\r\n{HEAD}\r\n",
    "no host": "GET /masuk HTTP/1.1\r\n\r\n",
    "absolute form": "GET http://evil.test/masuk HTTP/1.1\r\nHost: evil.test\r\n\r\n",
    "length and chunked": (
        f"POST /masuk HTTP/1.1\r\n{HEAD}Content-Length: 3\r\n"
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
    "two lengths": (
        f"POST /masuk HTTP/1.1\r\n{HEAD}Content-Length: 3\r\nContent-Length: 4\r\n\r\na=b"
    ),
    "space before colon": f"GET /masuk HTTP/1.1\r\n{HEAD}X-A : b\r\n\r\n",
    "folded header": f"GET /masuk HTTP/1.1\r\n{HEAD}X-A: b\r\n c\r\n\r\n",
    "122 headers": f"GET /masuk HTTP/1.1\r\n{HEAD}" + "X-B: c\r\n" * 121 + "\r\n",
    "a long line": f"GET /{'a' * 5000} HTTP/1.1\r\n{HEAD}\r\n",
    "bare LF": f"GET /masuk HTTP/1.1\nHost: {OURS}\n\n",
    "one bare LF": f"GET /masuk HTTP/1.1\r\nHost: {OURS}\nX-A: b\r\n\r\n",
    "bare CR": f"GET /masuk HTTP/1.1\r\n{HEAD}X-A: b\rX-B: c\r\n\r\n",
    "a chunk's extension with a bare LF": f"{CHUNKED}3;a\nb\r\n{END}",
    "and a request behind one": f'{CHUNKED}3;\0="\r\n{END}GET /masuk HTTP/1.1\r\n{HEAD}\r\n',
    "the same to a form": f"{TO_FORM}3;a\nb\r\n{END}",
    "a size that is no number": f"{CHUNKED}xyz\r\n{END}",
    "a negative size": f"{TO_FORM}-3\r\n{END}",
    "a size with 0x": f"{CHUNKED}0x3\r\n{END}",
    "a chunk without end": f"{CHUNKED}3\r\na=bXX0\r\n\r\n",
    "a broken trailer": f"{CHUNKED}3\r\na=b\r\n0\r\nHost : evil.test\r\n\r\n",
    "an unknown coding": f"POST /masuk HTTP/1.1\r\n{HEAD}Transfer-Encoding: xchunked\r\n\r\n{END}",
}
#: What nginx does not refuse but writes anew as it should be, so that all behind it read the same;
#: and how many requests it takes it for.
MENDED = {"bare LF": 1, "one bare LF": 1, "a broken trailer": 1, "and a request behind one": 2}


@pytest.mark.parametrize("wrong", BROKEN)
def test_broken_framing_is_refused(behind: str, port: int, wrong: str) -> None:
    """Rows 13 and 50: refused with 4xx or 501 once; no second answer, nothing of the other host."""
    is_mended = behind == "proxied" and wrong in MENDED
    answer = send(port, BROKEN[wrong], MENDED[wrong] if is_mended else 1)
    statuses = [int(status) for status in re.findall(r"HTTP/1\.1 (\d+) ", answer)]
    if is_mended:
        assert len(statuses) == MENDED[wrong]
        assert set(statuses) <= {200, 422}
    else:
        assert len(statuses) == 1
        assert statuses[0] in (400, 414, 431, 501), answer[:200]
    assert "evil.test" not in answer


def test_a_plain_request_is_answered(port: int) -> None:
    """The servers of these tests do answer."""
    answer = send(port, f"GET /masuk HTTP/1.1\r\n{HEAD}Connection: close\r\n\r\n")
    assert answer.startswith("HTTP/1.1 200 OK")
