"""The lanes of a worker: a thread of Huey's for each queue, so that none waits for another."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from huey.consumer import Consumer, Worker

from survei.task_queue.choices import Queue
from survei.task_queue.queues import QUEUES

#: Seconds that what is running gets after SIGTERM.
SHUTDOWN_SECONDS = 25
#: Most seconds between two looks at whether something was queued.
POLL_SECONDS = {
    Queue.SCHEDULE: 3.0,
    Queue.JOBS: 1.5,
    Queue.ACCOUNT_LETTERS: 1.0,
    Queue.BULK_LETTERS: 3.0,
}
#: Seconds after which a lane looks though nobody woke it: for retries that are due, for what a
#: worker that died left behind, for what a Redis server has lost.
LOOK_SECONDS = 20.0


class Lane(Worker):
    """Does what is in one queue, one after the other."""

    _look_at = float("-inf")

    def loop(self, now: Any = None) -> None:
        """Looks by itself now and then; else when it is woken."""
        if monotonic() >= self._look_at:
            self._look_at = monotonic() + LOOK_SECONDS
            self.huey.execute(self.huey.look.s())
        super().loop(now)


class Lanes(Consumer):
    """A lane for each queue; the schedule's scheduler beside them.

    `leaving` is called at once when the process shall end; what is running then gets
    `SHUTDOWN_SECONDS`.
    """

    def __init__(self, leaving: Callable[[], None]) -> None:
        self.leaving = leaving
        super().__init__(
            QUEUES[Queue.SCHEDULE],
            workers=len(Queue),
            graceful_signal="TERM",
            shutdown_timeout=SHUTDOWN_SECONDS,
        )

    def stop(self, graceful: bool = False) -> None:
        """Begins nothing more, and waits for what is running."""
        self.stop_flag.set()
        self.leaving()
        super().stop(graceful)

    def _create_worker(self) -> Worker:
        """For the queue that has no lane yet, or whose thread has died."""
        pairs = self.worker_threads
        held = [lane.huey for lane, thread in pairs if thread.ident is None or thread.is_alive()]
        queue = next(queue for queue in Queue if QUEUES[queue] not in held)
        kind = Worker if queue is Queue.SCHEDULE else Lane
        poll = POLL_SECONDS[queue]
        return kind(QUEUES[queue], self.stop_flag, self.default_delay, poll, self.backoff)
