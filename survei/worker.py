"""The worker: runs the schedule, and beside it delivers mail and does long work. None waits for
another: a slow mail server delays neither a closing nor an account letter.

Every task is safe to run twice and on several machines at once: each writes by compare-and-set,
so the schedule needs no leader.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any

from huey import Huey, RedisHuey, crontab
from huey.consumer import Consumer
from huey.contrib.sql_huey import SqlHuey
from peewee import PeeweeException

from survei import clock
from survei.account import letters as account_letters
from survei.audit.choices import SYSTEM
from survei.cycle.queries import cycles_past_their_end
from survei.database import database, make_database
from survei.errors import SettingError, WrongState
from survei.exclusive import exclusively
from survei.installation.choices import Role
from survei.installation.queries import still_ours
from survei.installation.rules import KeysRefused
from survei.installation.watch import KeyWatch
from survei.invitation import letters as invitation_letters
from survei.invitation.queries import cycles_to_remind
from survei.job_runner import JobRunner
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.reminding import send_reminders
from survei.logs import start_logging
from survei.mail import letters as mail_letters
from survei.mail.outbox_sender import OutboxSender
from survei.mail.queries import LANES
from survei.mail.transports import make_transport
from survei.process_watch import ProcessWatch
from survei.purge.rules import MOST_SECONDS
from survei.purge.services import PurgeUnderWay, purge
from survei.settings import Settings
from survei.starting import enter_alone, prepare_process
from survei.timekeeping.services import Timekeeper

#: Most seconds between two looks for jobs that are due.
POLL_SECONDS = 3
#: Seconds that what is running gets after SIGTERM.
SHUTDOWN_SECONDS = 25
#: Seconds of them for the letter on its way; then its connection is broken off.
WIRE_SECONDS = 20
#: Name of the queue, and of its schema on PostgreSQL.
QUEUE = "survei_queue"

#: Modules whose import registers what they write; without them a letter has no writer.
WRITERS = (account_letters, invitation_letters, mail_letters)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PeriodicTask:
    """Something that happens by itself."""

    name: str
    #: Huey's test of a moment (UTC): true when the task is due.
    when: Callable[[Any], bool]
    run: Callable[[], object]
    #: It waits while the clock of this host is not trusted. Deny by default: False is for what
    #: can be undone and what nobody sees.
    needs_trusted_clock: bool = True


def create_huey(settings: Settings) -> Huey:
    """The task queue: Redis by URL, else the database (SQLite: a file of its own beside it).

    Raises SettingError when Redis is asked for and its package is not installed.
    """
    if settings.queue_url:
        try:
            return RedisHuey(QUEUE, url=settings.queue_url)
        except Exception as error:
            raise SettingError(variable="SURVEI_QUEUE_URL", reason=str(error)) from error
    with exclusively(settings, "queue"):  # of workers that start together, one makes the tables
        return SqlHuey(QUEUE, database=_queue_database(settings), results=False)


def _queue_database(settings: Settings) -> Any:
    if settings.is_sqlite:
        own = make_database(f"sqlite:///{settings.instance / 'queue.sqlite3'}")
    else:
        own = make_database(settings.database_url, schema=QUEUE)
        with own.connection_context():
            own.execute_sql(f"CREATE SCHEMA IF NOT EXISTS {QUEUE}")
    own.autoconnect = True
    return own


def periodic_tasks(settings: Settings) -> list[PeriodicTask]:
    """The schedule."""
    every_minute, every_ten = crontab(minute="*"), crontab(minute="*/10")
    return [
        PeriodicTask("close_cycles", every_minute, _by_own_keys(settings, close_due_cycles)),
        PeriodicTask("remind_raters", every_ten, _by_own_keys(settings, remind_raters)),
        PeriodicTask("purge", every_ten, _by_own_keys(settings, partial(purge_due, settings))),
    ]


def _by_own_keys(settings: Settings, work: Callable[[], object]) -> Callable[[], None]:
    """The work, unless keys were replaced since this process began."""

    def run() -> None:
        try:
            still_ours(settings)
        except KeysRefused as refusal:
            log.log(logging.ERROR, "the schedule waits: %s", refusal)
        else:
            work()

    return run


def add_tasks(
    huey: Huey, schedule: list[PeriodicTask], trusted_now: Callable[[], datetime | None]
) -> None:
    """Registers the schedule with the queue. `trusted_now` is asked before each task that needs a
    trusted clock: the moment, or None while this host's clock may not be relied upon.
    """
    for task in schedule:
        huey.periodic_task(task.when, name=task.name)(_guarded(task, trusted_now))


def _guarded(task: PeriodicTask, trusted_now: Callable[[], datetime | None]) -> Callable[[], None]:
    def run() -> None:
        with database.connection_context():
            if not task.needs_trusted_clock:
                task.run()
            elif (now := trusted_now()) is None:
                log.warning("%s waits: the clock of this host is not trusted", task.name)
            else:
                # A jump between this look and the task's own must not reach it.
                with clock.running_from(now):
                    task.run()

    run.__name__ = task.name
    return run


def remind_raters() -> int:
    """Reminders of all cycles whose plan names this day. Returns how many letters."""
    return sum(send_reminders(cycle_id, actor=SYSTEM) for cycle_id in cycles_to_remind())


def close_due_cycles() -> int:
    """Closes every cycle whose grace is over. Returns how many; a person may be faster."""
    closed = 0
    for cycle in cycles_past_their_end():
        try:
            close_cycle(cycle.id, actor=SYSTEM)
        except WrongState:
            continue
        closed += 1
    return closed


def purge_due(settings: Settings) -> None:
    """Deletes what is due (`survei.retention`), unless another machine is at it."""
    with suppress(PurgeUnderWay):
        purge(settings, actor=SYSTEM, most_seconds=MOST_SECONDS)


# --- the process ---------------------------------------------------------------------------------


def run(settings: Settings) -> int:
    """The worker process: runs until SIGTERM or SIGINT, then ends what it began. Returns 0."""
    signal.signal(signal.SIGTERM, _leave)  # until the consumer takes the signal over
    start_logging()
    prepare_process(settings)
    make_transport(settings)  # a wrong mail URL stops the start, not the first letter
    settings = enter_alone(settings, Role.WORKER)
    couriers = [OutboxSender(settings, (lane,)) for lane in LANES]
    crew = Crew(couriers, JobRunner(settings), Timekeeper())
    huey = create_huey(settings)
    add_tasks(huey, periodic_tasks(settings), crew.timekeeper.trusted_now)
    consumer = Schedule(
        huey,
        workers=1,
        periodic=True,
        max_delay=POLL_SECONDS,
        graceful_signal="TERM",
        shutdown_timeout=SHUTDOWN_SECONDS,
    )
    consumer.leaving = crew.leave
    watching = ProcessWatch(KeyWatch(settings), crew.timekeeper)
    try:
        crew.start()
        watching.start()
        consumer.run()
    finally:
        crew.leave()
        crew.join()
    return 0


class Schedule(Consumer):
    """Huey's consumer, which tells the others at once when the process shall end."""

    leaving: Callable[[], None]

    def stop(self, graceful: bool = False) -> None:
        """Waits for a running task; the others end in the meantime."""
        self.leaving()
        super().stop(graceful)


@dataclass
class Crew:
    """Mail, long work and a look at the clock, each in a thread of its own beside the schedule."""

    couriers: Sequence[OutboxSender]
    runner: JobRunner
    timekeeper: Timekeeper
    _threads: list[threading.Thread] = field(default_factory=list)
    #: When the last of them has to be done, on the monotonic clock; None until told to leave.
    _deadline: float | None = None

    def start(self) -> None:
        """Begins to look for work."""
        alone = (self.timekeeper.watch, self.runner.watch)
        for watch in (*alone, *(courier.watch for courier in self.couriers)):
            thread = threading.Thread(target=watch, name=watch.__qualname__, daemon=True)
            thread.start()
            self._threads.append(thread)

    def leave(self) -> None:
        """Nothing new is begun, and letters that wait here can be sent by another worker at once;
        the one on its way gets `WIRE_SECONDS`.
        """
        if self._deadline is not None:
            return
        self._deadline = monotonic() + SHUTDOWN_SECONDS
        self.timekeeper.stopping.set()
        self.runner.stopping.set()
        for courier in self.couriers:
            courier.stopping.set()
        timer = threading.Timer(WIRE_SECONDS, self._abort)
        timer.daemon = True
        timer.start()
        try:
            with database.connection_context():
                for courier in self.couriers:
                    courier.stop()
        except PeeweeException:
            log.exception("letters are not given back; their lease ends by itself")

    def _abort(self) -> None:
        for courier in self.couriers:
            courier.abort()

    def join(self) -> None:
        """Waits for what is on its way, `SHUTDOWN_SECONDS` after `leave` at most."""
        for thread in self._threads:
            thread.join(max(0.0, (self._deadline or 0.0) - monotonic()))


def _leave(_number: int, _frame: object) -> None:
    """Nothing has begun yet, so there is nothing to end."""
    raise SystemExit(0)
