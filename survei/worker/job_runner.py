"""Long work that the worker does because somebody asked: each kind of job, one at a time;
and the clearing of files that computing results leaves behind.

All of it may be stopped anywhere and begun anew: an opening, computing and a file are all or
nothing, a publication goes on where it stopped.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from time import monotonic

from survei.cycle.choices import ENDED, SETTLED, CycleState
from survei.cycle.kept_check import make_check
from survei.cycle.queries import cycle as cycle_of
from survei.cycle.services import return_to_draft
from survei.database import database
from survei.errors import SurveiError, WrongState
from survei.jobs import services
from survei.jobs.choices import JobKind
from survei.jobs.models import Job
from survei.jobs.queries import asker_of, payload_of
from survei.jobs.rules import HEARTBEAT_SECONDS, MOST_TRIES, REPORT_SECONDS
from survei.lifecycle.computing import compute_results, finish_clearing
from survei.lifecycle.opening import open_cycle
from survei.lifecycle.publishing import publish_results
from survei.presentation.results_workbook import write_workbook
from survei.result.document import ResultDocument
from survei.result.queries import documents
from survei.result.result_lists import count_in
from survei.staff.rules import Scope

Progress = Callable[[int, int], None]

log = logging.getLogger(__name__)


class Stopped(Exception):
    """The worker was told to end."""


@dataclass(frozen=True)
class Work:
    """How one kind of job is done."""

    #: May give a number that the page then shows.
    run: Callable[[Job, Progress], int | None]
    #: States of the cycle that say that it was done, by whomever.
    reached: frozenset[CycleState] = frozenset()


def _open(job: Job, progress: Progress) -> None:
    open_cycle(job.cycle_id, actor=asker_of(job), progress=progress)


def _compute(job: Job, progress: Progress) -> None:
    compute_results(job.cycle_id, actor=asker_of(job))


def _publish(job: Job, progress: Progress) -> None:
    publish_results(job.cycle_id, actor=asker_of(job), progress=progress)


def _export(job: Job, progress: Progress) -> int:
    scope = Scope(**payload_of(job))
    total = count_in(job.cycle_id, scope)
    found = _counted(documents(job.cycle_id, scope), total, progress)
    with TemporaryFile() as file:
        count = write_workbook(file, found)
        file.seek(0)
        services.keep_file(job, file.read())
    return count


def _counted(
    results: Iterable[ResultDocument], total: int, progress: Progress
) -> Iterator[ResultDocument]:
    for done, result in enumerate(results, 1):
        yield result
        progress(done, total)


WORKS: dict[JobKind, Work] = {
    JobKind.CHECK: Work(make_check),
    JobKind.OPEN: Work(_open, frozenset({CycleState.OPEN, *ENDED})),
    JobKind.COMPUTE: Work(_compute, frozenset(SETTLED)),
    JobKind.PUBLISH: Work(_publish, frozenset({CycleState.PUBLISHED})),
    JobKind.EXPORT: Work(_export),
}


@dataclass
class JobRunner:
    """Does what was asked for, one job after the other."""

    stopping: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        """All that was asked for, and the clearing that computed cycles owe, whoever computed
        them. Needs a connection.
        """
        self.run_all()
        finish_clearing()

    def run_all(self) -> int:
        """Everything that can be done now. Returns how many jobs. Needs a connection."""
        count = 0
        while not self.stopping.is_set() and (job := services.claim()):
            self._run(job)
            count += 1
        return count

    def _run(self, job: Job) -> None:
        """One job to its end, whatever it is; never raises for what the job does."""
        if job.tries > MOST_TRIES:  # each worker that began it has died
            _refuse(job, services.TriedTooOften(tries=MOST_TRIES))
            return
        work = WORKS[JobKind(job.kind)]
        try:
            with _heartbeats(job):
                count = work.run(job, self._progress(job))
        except services.LeaseLost:
            return
        except Stopped:
            services.give_back(job)
        except WrongState as refusal:
            is_reached = cycle_of(job.cycle_id).state in work.reached
            services.finish(job) if is_reached else _refuse(job, refusal)
        except SurveiError as refusal:
            _refuse(job, refusal)
        except Exception:
            log.exception("job %s (%s) broke off", job.id, job.kind)
            _try_again(job)
        else:
            services.finish(job, count)

    def _progress(self, job: Job) -> Progress:
        last = float("-inf")

        def progress(done: int, total: int) -> None:
            nonlocal last
            if self.stopping.is_set():
                raise Stopped
            # What stands in an open transaction nobody sees, and its row would stay locked.
            if database.in_transaction() or monotonic() - last < REPORT_SECONDS:
                return
            last = monotonic()
            services.report(job, done, total)

        return progress


def _try_again(job: Job) -> None:
    if job.tries < MOST_TRIES:
        services.put_off(job)
    else:
        _refuse(job, services.TriedTooOften(tries=job.tries))


def _refuse(job: Job, refusal: SurveiError) -> None:
    with database.atomic():
        if not services.fail(job, refusal):
            return
        if job.kind == JobKind.OPEN and cycle_of(job.cycle_id).state == CycleState.OPENING:
            return_to_draft(job.cycle_id, actor=asker_of(job), reason=str(refusal))


@contextmanager
def _heartbeats(job: Job) -> Iterator[None]:
    """Signs of life while one long statement runs."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(HEARTBEAT_SECONDS):
            with suppress(Exception), database.connection_context():
                services.heartbeat(job)

    thread = threading.Thread(target=beat, name="job", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
