"""Load over keep-alive connections, with as little work per request as Python allows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass
class Done:
    """What a slice of load came to."""

    requests: int
    seconds: float
    #: Statuses other than the expected one.
    wrong: list[int]

    @property
    def per_second(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds


class Connection(asyncio.Protocol):
    """Sends one request after the other and counts complete responses."""

    def __init__(self, requests: Iterator[bytes], expected: int, done: Done) -> None:
        self.requests = requests
        self.expected = expected
        self.done = done
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begins."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        """Goes on when the response is whole."""
        self.buffer += data
        head = self.buffer.find(b"\r\n\r\n")
        if head < 0:
            return
        start = self.buffer.lower().index(b"content-length:") + 15
        length = int(self.buffer[start : self.buffer.index(b"\r\n", start)])
        if len(self.buffer) < head + 4 + length:
            return
        status = int(self.buffer[9:12])
        if status != self.expected:
            self.done.wrong.append(status)
        self.done.requests += 1
        self.buffer.clear()
        self._next()

    def connection_lost(self, error: Exception | None) -> None:
        """The server may close after its own count; that ends this connection."""
        if not self.finished.done():
            self.finished.set_result(None)

    def _next(self) -> None:
        request = next(self.requests, None)
        if request is None:
            self.transport.close()
        else:
            self.transport.write(request)


def load(
    port: int, make: Callable[[], bytes | None], *, connections: int, seconds: float, expected: int
) -> Done:
    """Sends what `make` gives over `connections` until `seconds` are over or it gives None."""
    return asyncio.run(_load(port, make, connections, seconds, expected))


async def _load(
    port: int, make: Callable[[], bytes | None], connections: int, seconds: float, expected: int
) -> Done:
    done = Done(0, 0.0, [])
    end = time.perf_counter() + seconds
    loop = asyncio.get_running_loop()

    def requests() -> Iterator[bytes]:
        while time.perf_counter() < end and (request := make()) is not None:
            yield request

    begin = time.perf_counter()
    made = [
        await loop.create_connection(
            lambda: Connection(requests(), expected, done), "127.0.0.1", port
        )
        for _ in range(connections)
    ]
    await asyncio.gather(*(protocol.finished for _, protocol in made))
    done.seconds = time.perf_counter() - begin
    return done


def get(path: str) -> bytes:
    """A GET as a phone sends it."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, deflate, br\r\n"
        "Accept: text/html\r\nUser-Agent: Mozilla/5.0 (Linux; Android 10)\r\n\r\n"
    ).encode()


def post(path: str, body: bytes) -> bytes:
    """A POST of a form."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body
