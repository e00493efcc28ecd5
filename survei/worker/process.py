"""The worker as a process: the schedule, long work and letters, each in a lane of its own. None
waits for another: a slow mail server delays neither a closing nor an account letter, and long work
delays neither.
"""

from __future__ import annotations

import signal

from survei.account import letters as account_letters
from survei.installation.choices import Role
from survei.invitation import dispute_letters
from survei.invitation import letters as invitation_letters
from survei.logs import start_logging
from survei.mail import letters as mail_letters
from survei.mail.transports import make_transport
from survei.process_watch import KeyWatch, ProcessWatch
from survei.response import code_letters
from survei.settings import Settings
from survei.starting import enter_alone, prepare_process
from survei.task_queue.choices import Queue
from survei.task_queue.queues import QUEUES
from survei.timekeeping.services import Timekeeper
from survei.worker.lanes import Lanes
from survei.worker.schedule import add_tasks, periodic_tasks

#: Modules whose import registers what they write; without them a letter has no writer.
WRITERS = (account_letters, invitation_letters, dispute_letters, code_letters, mail_letters)


def run(settings: Settings) -> int:
    """The worker process: runs until SIGTERM or SIGINT, then ends what it began. Returns 0."""
    signal.signal(signal.SIGTERM, _leave)  # until the lanes take the signal over
    start_logging()
    prepare_process(settings)
    make_transport(settings)  # a wrong mail URL stops the start, not the first letter
    settings = enter_alone(settings, Role.WORKER)
    timekeeper = Timekeeper()
    schedule = periodic_tasks(settings)
    add_tasks(QUEUES[Queue.SCHEDULE], schedule, settings, timekeeper.trusted_now)
    ProcessWatch(KeyWatch(settings), timekeeper).start()
    Lanes(settings).run()
    return 0


def _leave(_number: int, _frame: object) -> None:
    """Nothing has begun yet, so there is nothing to end."""
    raise SystemExit(0)
