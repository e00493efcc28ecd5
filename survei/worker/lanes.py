"""The lanes of a worker: a thread of Huey's for each queue, so that none waits for another."""

from __future__ import annotations

import logging
import threading
from time import monotonic
from typing import Any

from huey.consumer import Consumer, Worker
from peewee import PeeweeException

from survei.database import database
from survei.mail.choices import QUEUE_OF
from survei.mail.outbox_sender import OutboxSender
from survei.settings import Settings
from survei.task_queue.choices import Queue
from survei.task_queue.queues import QUEUES
from survei.worker.job_runner import JobRunner
from survei.worker.schedule import by_own_keys

#: Seconds that what is running gets after SIGTERM.
SHUTDOWN_SECONDS = 25
#: Seconds of them for the letter on its way; then its connection is broken off.
WIRE_SECONDS = 20
#: Most seconds between two looks at whether something was queued.
POLL_SECONDS = 1.0
#: Seconds after which a lane looks though nobody woke it: for retries that are due, for what a
#: worker that died left behind, for what a Redis server has lost.
LOOK_SECONDS = 20.0
#: Seconds of rest after the queue could not be read.
PAUSE_SECONDS = 5.0

log = logging.getLogger(__name__)


class Lane(Worker):
    """Does what is in one queue, one after the other."""

    _look_at = float("-inf")
    #: The queue could not be read the last time.
    _is_away = False

    def loop(self, now: Any = None) -> None:
        """Looks by itself now and then; else when it is woken."""
        if monotonic() >= self._look_at:
            self._look_at = monotonic() + LOOK_SECONDS
            self.huey.execute(self.huey.look.s())
        try:
            task = self.huey.dequeue()
        except Exception:
            self._rest()
            return
        self._is_away = False
        if task is not None:
            self.delay = self.default_delay
            self.huey.execute(task, now)
        elif not self.huey.storage.blocking:
            self.sleep()

    def _rest(self) -> None:
        """What could not be asked may be away for long: that is said once."""
        if not self._is_away:
            log.exception("%s cannot be read; trying again until it can", self.huey.name)
        self._is_away = True
        self.stop_flag.wait(PAUSE_SECONDS)


class Lanes(Consumer):
    """A lane for each queue; the schedule's scheduler beside them."""

    def __init__(self, settings: Settings) -> None:
        self.runner = JobRunner()
        self.senders = [OutboxSender(settings, (lane,)) for lane in QUEUE_OF]
        QUEUES[Queue.JOBS].work = by_own_keys(settings, self.runner.look)
        for queue, sender in zip(QUEUE_OF.values(), self.senders, strict=True):
            QUEUES[queue].work = by_own_keys(settings, sender.look)
        super().__init__(
            QUEUES[Queue.SCHEDULE],
            workers=len(Queue),
            max_delay=POLL_SECONDS,
            graceful_signal="TERM",
            shutdown_timeout=SHUTDOWN_SECONDS,
        )

    def stop(self, graceful: bool = False) -> None:
        """Begins nothing more, and waits for what is running. Letters that wait here can be sent by
        another worker at once; the one on its way gets `WIRE_SECONDS`.
        """
        self.stop_flag.set()
        for stopping in (self.runner.stopping, *(sender.stopping for sender in self.senders)):
            stopping.set()
        timer = threading.Timer(WIRE_SECONDS, self._abort)
        timer.daemon = True
        timer.start()
        try:
            with database.connection_context():
                for sender in self.senders:
                    sender.stop()
        except PeeweeException:
            log.exception("letters are not given back; their lease ends by itself")
        super().stop(graceful)

    def _abort(self) -> None:
        for sender in self.senders:
            sender.abort()

    def _create_worker(self) -> Worker:
        """For the queue that has no lane yet, or whose thread has died."""
        pairs = self.worker_threads
        held = [lane.huey for lane, thread in pairs if thread.ident is None or thread.is_alive()]
        queue = next(queue for queue in QUEUES.values() if queue not in held)
        return Lane(queue, self.stop_flag, self.default_delay, self.max_delay, self.backoff)
