"""The worker: delivers mail within seconds, does long work, and runs the schedule.

Every job is safe to run twice and on several machines at once: each writes by compare-and-set,
so the schedule needs no leader.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from huey import Huey, RedisHuey, crontab
from huey.contrib.sql_huey import SqlHuey

from survei import clock
from survei.account import letters as account_letters
from survei.account.one_time import set_key as set_account_key
from survei.account.sessions import purge_sessions
from survei.audit.choices import SYSTEM
from survei.audit.services import set_key as set_audit_key
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.cycle.rules import last_moment
from survei.database import connect_to, database, make_database
from survei.errand.services import drop_old_files
from survei.errors import SettingError, WrongState
from survei.invitation import letters as invitation_letters
from survei.invitation.queries import cycles_to_remind
from survei.invitation.services import send_reminders
from survei.invitation.services import set_key as set_link_key
from survei.logs import start_logging
from survei.long_work import Porter
from survei.mail import letters as mail_letters
from survei.mail.delivery import DeliveryCounts, deliver_due
from survei.mail.queries import is_anything_due
from survei.mail.retention import drop_landed, drop_records
from survei.mail.transports import make_transport
from survei.questionnaire.imports import drop_stale_files
from survei.response.services import close_cycle
from survei.settings import Settings
from survei.staff.imports import drop_stale_imports
from survei.throttle.services import purge as purge_throttle

#: Seconds between two looks into the outbox.
POLL_SECONDS = 3
#: Seconds of rest after the server was away or the cap was reached.
REST_SECONDS = 60
#: Seconds that running jobs get after SIGTERM.
SHUTDOWN_SECONDS = 25
#: Name of the queue, and of its schema on PostgreSQL.
QUEUE = "survei_queue"

#: Modules whose import registers what they write; without them a letter has no writer.
WRITERS = (account_letters, invitation_letters, mail_letters)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Something that happens by itself."""

    name: str
    #: Huey's test of a moment (UTC): true when the job is due.
    when: Callable[[Any], bool]
    run: Callable[[], object]


def prepare_keys(settings: Settings) -> None:
    """Gives this process its zone and keys."""
    clock.set_zone(settings.timezone)
    set_audit_key(settings.audit_key)
    set_link_key(settings.link_key)
    set_account_key(settings.link_key)


def create_huey(settings: Settings) -> Huey:
    """The task queue: Redis by URL, else the database (SQLite: a file of its own beside it).

    Raises SettingError when Redis is asked for and its package is not installed.
    """
    if settings.queue_url:
        try:
            return RedisHuey(QUEUE, url=settings.queue_url)
        except Exception as error:
            raise SettingError(variable="SURVEI_QUEUE_URL", reason=str(error)) from error
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


def jobs(courier: Courier) -> list[Job]:
    """The schedule."""
    every_minute = crontab(minute="*")
    return [
        Job("deliver_mail", every_minute, courier.deliver),
        Job("close_cycles", every_minute, close_due_cycles),
        Job("remind_raters", crontab(minute="*/10"), remind_raters),
        Job("purge_sessions", crontab(minute="7"), purge_sessions),
        Job("purge_throttle", crontab(minute="17"), purge_throttle),
        Job("drop_stale_imports", crontab(minute="27"), drop_stale_imports),
        Job("drop_stale_questionnaires", crontab(minute="28"), drop_stale_files),
        Job("drop_landed_mails", crontab(minute="47"), partial(drop_landed, courier.settings)),
        Job("drop_mail_records", crontab(minute="57"), drop_records),
        Job("drop_old_files", crontab(minute="37"), drop_old_files),
    ]


def add_jobs(huey: Huey, schedule: list[Job]) -> None:
    """Registers the schedule with the queue."""
    for job in schedule:
        huey.periodic_task(job.when, name=job.name)(_with_connection(job))


def _with_connection(job: Job) -> Callable[[], None]:
    def run() -> None:
        with database.connection_context():
            job.run()

    run.__name__ = job.name
    return run


def remind_raters() -> int:
    """Reminders of all cycles whose plan names this day. Returns how many letters."""
    return sum(send_reminders(cycle_id, actor=SYSTEM) for cycle_id in cycles_to_remind())


def close_due_cycles() -> int:
    """Closes every cycle whose grace is over. Returns how many; a person may be faster."""
    closed, now = 0, clock.now()
    late = Cycle.select().where((Cycle.state == CycleState.OPEN) & (Cycle.closes_at <= now))
    for cycle in [cycle for cycle in late if last_moment(cycle) <= now]:
        try:
            close_cycle(cycle.id, actor=SYSTEM)
        except WrongState:
            continue
        closed += 1
    return closed


# --- mail --------------------------------------------------------------------------------------


@dataclass
class Courier:
    """Delivers the outbox, at most one run at a time in this process."""

    settings: Settings
    stopping: threading.Event = field(default_factory=threading.Event)
    _busy: threading.Lock = field(default_factory=threading.Lock)

    def deliver(self, *, limit: int = 500) -> DeliveryCounts:
        """One run, if none is under way. Needs an open connection."""
        if not self._busy.acquire(blocking=False):
            return DeliveryCounts()
        try:
            return deliver_due(
                make_transport(self.settings),
                self.settings,
                limit=limit,
                is_stopping=self.stopping.is_set,
            )
        finally:
            self._busy.release()

    def watch(self) -> None:
        """Looks into the outbox every few seconds until told to stop."""
        rest: float = 0
        while not self.stopping.wait(rest or POLL_SECONDS):
            try:
                rest = self._look()
            except Exception:
                log.exception("delivery stopped; trying again")
                rest = REST_SECONDS

    def _look(self) -> float:
        with database.connection_context():
            if not is_anything_due():
                return POLL_SECONDS
            return REST_SECONDS if self.deliver().is_over else POLL_SECONDS


# --- the process ---------------------------------------------------------------------------------


def run(settings: Settings) -> int:
    """The worker process: runs until SIGTERM or SIGINT, then ends what it began. Returns 0."""
    signal.signal(signal.SIGTERM, _leave)  # until the consumer takes the signal over
    start_logging()
    prepare_keys(settings)
    connect_to(settings.database_url)
    make_transport(settings)  # a wrong mail URL stops the start, not the first letter
    courier, porter = Courier(settings), Porter(settings)
    huey = create_huey(settings)
    add_jobs(huey, jobs(courier))
    consumer = huey.create_consumer(
        workers=1,
        periodic=True,
        max_delay=POLL_SECONDS,
        graceful_signal="TERM",
        shutdown_timeout=SHUTDOWN_SECONDS,
    )
    watchers = [
        threading.Thread(target=watch, name=name, daemon=True)
        for name, watch in (("courier", courier.watch), ("porter", porter.watch))
    ]
    for watcher in watchers:
        watcher.start()
    try:
        consumer.run()
    finally:
        courier.stopping.set()
        porter.stopping.set()
        for watcher in watchers:
            watcher.join(SHUTDOWN_SECONDS)
    return 0


def _leave(_number: int, _frame: object) -> None:
    """Nothing has begun yet, so there is nothing to end."""
    raise SystemExit(0)
