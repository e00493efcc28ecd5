"""The worker as a process: the schedule, long work and letters, each in a lane of its own. None
waits for another: a slow mail server delays neither a closing nor an account letter, and long work
delays neither.
"""

from __future__ import annotations

import logging
import signal
import threading

from peewee import PeeweeException

from survei.account import letters as account_letters
from survei.database import database
from survei.installation.choices import Role
from survei.installation.watch import KeyWatch
from survei.invitation import letters as invitation_letters
from survei.logs import start_logging
from survei.mail import letters as mail_letters
from survei.mail.choices import QUEUE_OF, Lane
from survei.mail.outbox_sender import OutboxSender
from survei.mail.transports import make_transport
from survei.process_watch import ProcessWatch
from survei.settings import Settings
from survei.starting import enter_alone, prepare_process
from survei.task_queue.choices import Queue
from survei.task_queue.queues import QUEUES
from survei.timekeeping.services import Timekeeper
from survei.worker.job_runner import JobRunner
from survei.worker.lanes import Lanes
from survei.worker.schedule import add_tasks, by_own_keys, periodic_tasks

#: Seconds that the letter on its way gets after SIGTERM; then its connection is broken off.
WIRE_SECONDS = 20

#: Modules whose import registers what they write; without them a letter has no writer.
WRITERS = (account_letters, invitation_letters, mail_letters)

log = logging.getLogger(__name__)


def run(settings: Settings) -> int:
    """The worker process: runs until SIGTERM or SIGINT, then ends what it began. Returns 0."""
    signal.signal(signal.SIGTERM, _leave)  # until the lanes take the signal over
    start_logging()
    prepare_process(settings)
    make_transport(settings)  # a wrong mail URL stops the start, not the first letter
    settings = enter_alone(settings, Role.WORKER)
    timekeeper = Timekeeper()
    add_tasks(QUEUES[Queue.SCHEDULE], periodic_tasks(settings), timekeeper.trusted_now)
    crew = Crew(settings)
    ProcessWatch(KeyWatch(settings), timekeeper).start()
    try:
        Lanes(crew.leave).run()
    finally:
        crew.leave()
    return 0


class Crew:
    """Mail and long work, in the lanes beside the schedule's."""

    def __init__(self, settings: Settings) -> None:
        self.senders = [OutboxSender(settings, (lane,)) for lane in Lane]
        self.runner = JobRunner()
        self._is_leaving = False
        QUEUES[Queue.JOBS].work = by_own_keys(settings, self.runner.look)
        for lane, sender in zip(Lane, self.senders, strict=True):
            QUEUES[QUEUE_OF[lane]].work = by_own_keys(settings, sender.look)

    def leave(self) -> None:
        """Nothing new is begun, and letters that wait here can be sent by another worker at once;
        the one on its way gets `WIRE_SECONDS`.
        """
        if self._is_leaving:
            return
        self._is_leaving = True
        self.runner.stopping.set()
        timer = threading.Timer(WIRE_SECONDS, self._abort)
        timer.daemon = True
        timer.start()
        for sender in self.senders:
            sender.stopping.set()
        try:
            with database.connection_context():
                for sender in self.senders:
                    sender.stop()
        except PeeweeException:
            log.exception("letters are not given back; their lease ends by itself")

    def _abort(self) -> None:
        for sender in self.senders:
            sender.abort()


def _leave(_number: int, _frame: object) -> None:
    """Nothing has begun yet, so there is nothing to end."""
    raise SystemExit(0)
