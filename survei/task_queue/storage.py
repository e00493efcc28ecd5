"""How Huey keeps tasks: as JSON, in the product's own database or on a Redis server."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from huey.contrib.sql_huey import SqlStorage
from huey.registry import Message
from huey.serializer import Serializer
from huey.storage import BaseStorage, RedisStorage
from redis.exceptions import RedisError

from survei.database import database, is_sqlite
from survei.task_queue.models import QueuedTask
from survei.typed_json import TypeReader

log = logging.getLogger(__name__)


_message = TypeReader(tuple[str, str])


class JsonSerializer(Serializer):
    """Who can write into a queue gets a task done that there is, and can do nothing else: Huey's
    own pickle would run what it reads. So nothing but the key and the name of a task is written.
    """

    def _serialize(self, data: Message) -> bytes:
        return msgspec.json.encode((data.id, data.name))

    def _deserialize(self, data: bytes) -> Message:
        return Message(*_message.decode(bytes(data)))


class DatabaseStorage(SqlStorage):
    """A table among the others, so that asking for work and its cause are one transaction.

    Huey's other tables would stay empty: no task is put off or revoked, none keeps a result.
    """

    Task = QueuedTask

    def __init__(self, name: str) -> None:
        BaseStorage.__init__(self, name)
        self.database = database

    @property
    def for_update(self) -> str | None:
        """How a row is taken that no other worker has taken."""
        return None if is_sqlite() else "FOR UPDATE SKIP LOCKED"

    def atomic(self) -> Any:
        """A transaction of its own, or a part of the caller's."""
        return database.atomic()

    def dequeue(self) -> bytes | None:
        """The oldest task; no lock is asked for while there is none."""
        self.check_conn()
        data: bytes | None = super().dequeue() if self.tasks().exists() else None
        return data


class AfterCommit(RedisStorage):
    """A server that is told once the caller's transaction is committed. One that is away undoes
    nothing: lanes look by themselves, too.
    """

    def enqueue(self, data: bytes, priority: float | None = None) -> None:
        """At once where there is no transaction."""
        database.after_commit(partial(self._try, super().enqueue, data))

    def flush_queue(self) -> None:
        """Whoever looks now need not be woken again."""
        self._try(super().flush_queue)

    def _try(self, step: Callable[..., object], *data: bytes) -> None:
        try:
            step(*data)
        except RedisError:
            log.exception("the queue is out of reach; what waits is found by the next look")
