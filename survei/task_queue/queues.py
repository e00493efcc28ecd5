"""Asking the worker to look, from any process.

Huey carries the tasks. A task only says that there is something to do; what, stands in rows that
a person can watch, and a worker claims those. So a task may come twice, and one that is lost with
its worker costs no more than the time until the next look.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import msgspec
from huey import Huey
from huey.api import Task
from huey.exceptions import HueyException
from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.retry import Retry

from survei.errors import SettingError
from survei.task_queue.choices import Queue
from survei.task_queue.storage import AfterCommit, DatabaseStorage, JsonSerializer

#: Seconds that a Redis server gets for a connection and for an answer, once: somebody waits.
REDIS = {
    "socket_connect_timeout": 2.0,
    "socket_timeout": 5.0,
    "retry": Retry(NoBackoff(), 0),
}

log = logging.getLogger(__name__)


class TaskQueue(Huey):
    """One queue with its one task: to look what there is to do."""

    #: What a look does; the worker says it, where it is more than nothing.
    work: Callable[[], object] = staticmethod(lambda: None)

    def __init__(self, queue: Queue) -> None:
        super().__init__(
            f"survei_{queue}",
            storage_class=DatabaseStorage,
            results=False,
            serializer=JsonSerializer(),
        )
        self.look = self.task(name="look")(lambda: self.work())

    def dequeue(self) -> Task | None:
        """The next task. What is none is taken out and said, all at once: it holds up nobody."""
        dropped = 0
        task: Task | None = None
        while task is None and (data := self.storage.dequeue()) is not None:
            try:
                task = self.deserialize_task(data)
            except (msgspec.MsgspecError, HueyException):
                dropped += 1
        if dropped:
            said = "%s held %d messages that are no tasks; they are gone"
            log.log(logging.ERROR, said, self.name, dropped)
        return task

    # What Huey would ask of a database or of a server that may be away, some of it every second:

    def read_schedule(self, timestamp: object = None) -> list[Task]:
        """No task is put off."""
        return []

    def is_revoked(self, *_: object) -> bool:
        """None is revoked."""
        return False

    def delete(self, key: str) -> bool:
        """Nothing is kept of any."""
        return False


QUEUES = {queue: TaskQueue(queue) for queue in Queue}


def use_queue(url: str | None) -> None:
    """From now on this process wakes workers by the Redis server of a URL, or by the database,
    where what happens by itself always waits: no server that is away may put off a closing.

    Raises SettingError for a URL that the driver does not understand.
    """
    try:
        pool = ConnectionPool.from_url(url, **REDIS) if url else None
    except Exception as error:
        raise SettingError(variable="SURVEI_QUEUE_URL", reason=str(error)) from error
    for queue, tasks in QUEUES.items():
        name, is_elsewhere = tasks.name, pool and queue is not Queue.SCHEDULE
        tasks.storage = (
            AfterCommit(name, connection_pool=pool) if is_elsewhere else DatabaseStorage(name)
        )


def wake(queue: Queue) -> None:
    """Has a worker look into a queue, as soon as the transaction of the caller is committed.

    In the database the task is part of that transaction.
    """
    QUEUES[queue].look()


def forget(queue: Queue) -> None:
    """Whoever looks now need not be woken for what was there before."""
    QUEUES[queue].storage.flush_queue()
