"""Rows 13 and 50: what only a raw socket can send, to gunicorn as we start it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.web.servers import Server, serve

OURS = "penilaian.test"
HEAD = f"Host: {OURS}\r\n"
#: A body in chunks is to follow: to the sign-in, to a form.
CHUNKED, TO_FORM = (
    f"POST {path} HTTP/1.1\r\n{HEAD}Content-Type: application/x-www-form-urlencoded\r\n"
    "Transfer-Encoding: chunked\r\n\r\n"
    for path in ("/masuk", "/f/" + "a" * 43)
)
#: How a body in chunks ends.
END = "a=b\r\n0\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An installation under a public name."""
    folder: Path = tmp_path_factory.mktemp("framing")
    environment = {
        "SURVEI_INSTANCE": str(folder / "instance"),
        "SURVEI_BASE_URL": f"https://{OURS}",
    }
    with serve("app:create_app()", environment) as running:
        yield running


def send(server: Server, request: str) -> str:
    """Everything that comes back until the line is closed or silent."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        line.sendall(request.encode("latin1"))
        answer = b""
        try:
            while part := line.recv(65536):
                answer += part
                line.settimeout(1)
        except TimeoutError:
            pass
    return answer.decode("latin1")


@pytest.mark.parametrize(
    "request_text",
    [
        f"GET /masuk HTTP/1.1\r\n{HEAD}Host: evil.test\r\n\r\n",
        f"GET /masuk HTTP/1.1\r\nHost: evil.test\r\n{HEAD}\r\n",
        "GET /masuk HTTP/1.1\r\n\r\n",
        "GET http://evil.test/masuk HTTP/1.1\r\nHost: evil.test\r\n\r\n",
        f"POST /masuk HTTP/1.1\r\n{HEAD}Content-Length: 3\r\n"
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        f"POST /masuk HTTP/1.1\r\n{HEAD}Content-Length: 3\r\nContent-Length: 4\r\n\r\na=b",
        f"GET /masuk HTTP/1.1\r\n{HEAD}X-A : b\r\n\r\n",
        f"GET /masuk HTTP/1.1\r\n{HEAD}X-A: b\r\n c\r\n\r\n",
        f"GET /masuk HTTP/1.1\r\n{HEAD}" + "X-B: c\r\n" * 121 + "\r\n",
        f"GET /{'a' * 5000} HTTP/1.1\r\n{HEAD}\r\n",
        f"GET /masuk HTTP/1.1\nHost: {OURS}\n\n",
        f"GET /masuk HTTP/1.1\r\nHost: {OURS}\nX-A: b\r\n\r\n",
        f"GET /masuk HTTP/1.1\r\n{HEAD}X-A: b\rX-B: c\r\n\r\n",
        f"{CHUNKED}3;a\nb\r\n{END}",
        f"{CHUNKED}3;\0=\"\r\n{END}GET /masuk HTTP/1.1\r\n{HEAD}\r\n",
        f"{TO_FORM}3;a\nb\r\n{END}",
        f"{CHUNKED}xyz\r\n{END}",
        f"{TO_FORM}-3\r\n{END}",
        f"{CHUNKED}0x3\r\n{END}",
        f"{CHUNKED}3\r\na=bXX0\r\n\r\n",
        f"{CHUNKED}3\r\na=b\r\n0\r\nHost : evil.test\r\n\r\n",
        f"POST /masuk HTTP/1.1\r\n{HEAD}Transfer-Encoding: xchunked\r\n\r\n{END}",
    ],
    ids=[
        "two hosts, ours first", "two hosts, ours last", "no host", "absolute form",
        "length and chunked", "two lengths", "space before colon", "folded header",
        "122 headers", "a long line", "bare LF", "one bare LF", "bare CR",
        "a chunk's extension with a bare LF", "and a request behind one", "the same to a form",
        "a size that is no number", "a negative size", "a size with 0x", "a chunk without end",
        "a broken trailer", "an unknown coding",
    ],
)  # fmt: skip
def test_broken_framing_is_refused(server: Server, request_text: str) -> None:
    """Rows 13 and 50: refused with 4xx or 501 once; no second answer, nothing of the other host."""
    answer = send(server, request_text)
    status = int(answer.split(" ", 2)[1])
    assert status in (400, 414, 431, 501), answer[:200]
    assert answer.count("HTTP/1.1 ") == 1
    assert "evil.test" not in answer


def test_a_plain_request_is_answered(server: Server) -> None:
    """The server of these tests does answer."""
    answer = send(server, f"GET /masuk HTTP/1.1\r\n{HEAD}Connection: close\r\n\r\n")
    assert answer.startswith("HTTP/1.1 200 OK")
