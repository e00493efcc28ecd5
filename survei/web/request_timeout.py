"""How long a request may take to arrive, and then wait for the database: gunicorn's threads
wait for ever by themselves.

Eight connections that send a byte now and then would otherwise hold every thread of two workers.
"""

from __future__ import annotations

import errno
import socket
from time import monotonic
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from survei.deadline import REQUEST_SECONDS, within

#: Seconds in which head and body of a request have to be there. Source: security.md, row 49.
PATIENCE = 30.0


class TimedSocket:
    """A connection whose reads end at a deadline; everything else is the socket's own."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._deadline = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def expect(self, seconds: float) -> None:
        """The next request has to arrive within so many seconds."""
        self._deadline = monotonic() + seconds

    def recv(self, size: int, *flags: int) -> bytes:
        """As of a socket. Raises ConnectionResetError when time is up: nobody is there."""
        rest = self._deadline - monotonic()
        if rest <= 0:
            raise ConnectionResetError(errno.ECONNRESET, "request took too long")
        self._sock.settimeout(rest)
        try:
            return self._sock.recv(size, *flags)
        except TimeoutError:
            raise ConnectionResetError(errno.ECONNRESET, "request took too long") from None
        finally:
            self._sock.settimeout(None)


class Worker(ThreadWorker):
    """gunicorn's threads, each request with deadlines of its own."""

    def enqueue_req(self, conn: Any) -> Any:
        """A connection with something to read waits for a thread."""
        conn.queued_at = monotonic()
        return super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """One request on a connection, in a thread."""
        conn.left = REQUEST_SECONDS - (monotonic() - conn.queued_at)
        if not isinstance(conn.sock, TimedSocket):
            conn.sock = TimedSocket(conn.sock)
        conn.sock.expect(PATIENCE)
        return super().handle(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answers it in time, whatever the database does; waiting for a thread counts."""
        with within(conn.left):
            return super().handle_request(req, conn)
