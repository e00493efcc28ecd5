"""PostgreSQL with a bound on our side of the line.

The kernel of a server that hangs still acknowledges, so neither keep-alives nor the server's own
limits end anything. Here every wait ends; a connection that was waited for in vain is closed and
never used again; and one that asks finds out for all threads of the process.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from select import POLLIN, poll
from time import monotonic
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from peewee import OperationalError, Psycopg3Adapter
from playhouse.postgres_ext import PooledPsycopg3Database
from psycopg.errors import ConnectionTimeout, _WaitTimeout
from psycopg.pq import TransactionStatus

from survei.deadline import rest

#: Milliseconds after which the server itself gives up a statement.
STATEMENT_MS = 8000
#: Source: security.md D.6. Nothing waits for a database longer than a person would.
OPTIONS = (
    f"-c statement_timeout={STATEMENT_MS} -c lock_timeout=3000 "
    "-c idle_in_transaction_session_timeout=15000 -c timezone=UTC"
)
#: Seconds that an answer may take: a little longer than the server lets a statement take.
ANSWER_SECONDS = 8.5
#: Seconds for what a living server does in milliseconds: a new connection (each address of a
#: name), and a look at whether a kept one is alive.
GREETING_SECONDS = 2
#: Seconds during which nobody asks again after that took too long.
SILENCE_SECONDS = 1.0
#: Seconds during which a server that answered is not asked whether it is there: that costs as much
#: as a statement, and each answer is waited for with a bound anyway.
FRESH_SECONDS = 1.0
#: Connections of one process: its threads, and two for the background.
POOL_SIZE = 20
#: What the driver itself is told. Source: security.md D.6.
_LINE: dict[str, Any] = {
    "connect_timeout": GREETING_SECONDS,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10000,
}
#: Seconds between two looks at whether Ctrl-C was pressed meanwhile.
_INTERVAL = 0.1


class Silent(psycopg.OperationalError):
    """The server hangs: it did not answer in time."""


class BoundedConnection(psycopg.Connection[Any]):
    """Waits for `bound` seconds at most, and is closed once that was in vain."""

    bound: float = ANSWER_SECONDS
    was_in_vain: bool = False
    #: When the server answered last.
    heard_at: float = 0.0

    def wait(self, gen: Any, interval: float = _INTERVAL, timeout: float | None = None) -> Any:
        """What the server answers. Raises Silent."""
        try:
            answer = super().wait(gen, interval, rest(self.bound) if timeout is None else timeout)
        except _WaitTimeout:
            self.was_in_vain = True
            self.pgconn.finish()
            raise Silent("the server does not answer") from None
        self.heard_at = monotonic()
        return answer

    def is_fresh(self) -> bool:
        """Whether the server answered just now, is owed nothing and has not hung up since."""
        if monotonic() - self.heard_at > FRESH_SECONDS:
            return False
        if self.closed or self.info.transaction_status != TransactionStatus.IDLE:
            return False
        line = poll()
        line.register(self.fileno(), POLLIN)
        return not line.poll(0)

    @contextmanager
    def bounded(self, seconds: float) -> Iterator[None]:
        """Another bound for a while."""
        kept, self.bound = self.bound, seconds
        try:
            yield
        finally:
            self.bound = kept


class BoundedAdapter(Psycopg3Adapter):
    """Peewee's dealings with the driver, all bounded."""

    def connect(self, db: Any, **parameters: Any) -> BoundedConnection:
        """A new connection. Raises ConnectionTimeout."""
        return BoundedConnection.connect(dbname=db.database, **parameters)

    def is_connection_closed(self, conn: BoundedConnection) -> bool:
        """Asks the server, unless it was heard just now."""
        if conn.is_fresh():
            return False
        with conn.bounded(GREETING_SECONDS):
            return bool(super().is_connection_closed(conn))

    def is_connection_reusable(self, conn: BoundedConnection) -> bool:
        """Rolls back what is still open."""
        with conn.bounded(GREETING_SECONDS):
            return bool(super().is_connection_reusable(conn))


class BoundedPostgres(PooledPsycopg3Database):
    """A pool whose threads do not find out one after the other that the server hangs."""

    psycopg3_adapter = BoundedAdapter
    _silent_until = 0.0

    def connect(self, reuse_if_open: bool = False) -> bool:
        """As ever. Raises OperationalError at once while the server is known to hang."""
        self._refuse_while_silent()
        return bool(super().connect(reuse_if_open))

    def close(self) -> bool:
        """As ever; a connection that is gone needs no lock, which one who connects may hold."""
        if self._state.closed or not self._state.conn.was_in_vain or self.in_transaction():
            return bool(super().close())
        self._in_use.pop(self.conn_key(self._state.conn), None)
        self._state.reset()
        return True

    def _connect(self) -> Any:
        self._refuse_while_silent()  # others had the lock until now, and may have found out
        try:
            return super()._connect()
        except (ConnectionTimeout, Silent):
            self._silent_until = monotonic() + SILENCE_SECONDS
            raise

    def _is_closed(self, conn: BoundedConnection) -> bool:
        is_closed = bool(super()._is_closed(conn))
        if conn.was_in_vain:
            raise Silent("the server does not answer")
        return is_closed

    def _refuse_while_silent(self) -> None:
        if monotonic() < self._silent_until:
            raise OperationalError("the server did not answer a moment ago")


def postgres(url: str, schema: str = "") -> BoundedPostgres:
    """The database of a URL; its parameters go before ours."""
    parts = urlsplit(url)
    extra = dict(parse_qsl(parts.query))
    given = {
        "user": parts.username and unquote(parts.username),
        "password": parts.password and unquote(parts.password),
        "port": parts.port,
        "host": parts.hostname or extra.pop("host", None),
    }
    ours = OPTIONS + (f" -c search_path={schema}" if schema else "")
    options = f"{ours} {extra.pop('options', '')}".rstrip()
    return BoundedPostgres(
        parts.path.lstrip("/"),
        max_connections=POOL_SIZE,
        stale_timeout=300,
        timeout=5,
        autoconnect=False,
        options=options,
        **_LINE | {name: value for name, value in given.items() if value} | extra,
    )
