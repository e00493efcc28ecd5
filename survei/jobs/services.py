"""Writes of jobs: asked for in one transaction, then moved on by compare-and-set."""

from __future__ import annotations

import json
import uuid
from typing import Any

from peewee import Expression, IntegrityError

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.database import database
from survei.errors import SurveiError
from survei.jobs.choices import ASKED, LIVE, JobKind, JobState
from survei.jobs.models import Job, JobFile
from survei.jobs.queries import is_claimable
from survei.jobs.rules import LEASE, PAUSE
from survei.task_queue.choices import Queue
from survei.task_queue.queues import wake


class LeaseLost(SurveiError):
    """Another worker goes on with it, or the wish was taken back."""

    message = "Pekerjaan ini diambil alih."


class TriedTooOften(SurveiError):
    """It was begun several times and never came to an end."""

    message = (
        "Pekerjaan ini terhenti %(tries)s kali. Minta administrator memeriksa catatan proses "
        "latar, lalu mulai lagi; yang sudah selesai tidak diulang."
    )


def enqueue(kind: JobKind, cycle_id: int, *, actor: Actor, **payload: Any) -> Job:
    """Leaves long work to the worker, which is woken in the same transaction; the one that is under
    way already, if there is one.
    """
    own = f":{actor.id}" if kind is JobKind.EXPORT else ""
    key = f"{kind}:{cycle_id}{own}"
    try:
        with database.atomic():
            job: Job = Job.create(
                kind=kind,
                cycle_id=cycle_id,
                live_key=key,
                payload=json.dumps(payload, sort_keys=True),
                actor_kind=str(actor.kind),
                actor_id=actor.id,
                actor_name=actor.name[:200],
                address=actor.address[:64],
                asked_at=clock.now(),
            )
            if kind in ASKED:
                record(actor, ASKED[kind], "cycle", cycle_id)
            wake(Queue.JOBS)
    except IntegrityError:
        return Job.get(Job.live_key == key)
    return job


def withdraw(kind: JobKind, cycle_id: int) -> None:
    """Takes the wish back; a worker that is at it finds out before it commits."""
    Job.update(state=JobState.WITHDRAWN, live_key=None, ended_at=clock.now()).where(
        Job.cycle_id == cycle_id, Job.kind == kind, Job.state.in_(LIVE)
    ).execute()


def claim() -> Job | None:
    """Takes the oldest job for this worker; None when there is none. Two never get the same."""
    while chosen := Job.select().where(is_claimable()).order_by(Job.id).first():
        lease = uuid.uuid4().hex
        taken = (
            Job.update(
                state=JobState.RUNNING,
                lease=lease,
                leased_until=clock.now() + LEASE,
                tries=Job.tries + 1,
            )
            .where(Job.id == chosen.id, is_claimable())
            .execute()
        )
        if taken:
            found: Job = Job.get_by_id(chosen.id)
            return found
    return None


def heartbeat(job: Job) -> None:
    """A sign of life."""
    Job.update(leased_until=clock.now() + LEASE).where(_held(job)).execute()


def report(job: Job, done: int, total: int) -> None:
    """Says how far it is. Raises LeaseLost when it is not this worker's any more."""
    held = (
        Job.update(done=done, total=total, leased_until=clock.now() + LEASE)
        .where(_held(job))
        .execute()
    )
    if not held:
        raise LeaseLost


def finish(job: Job, count: int | None = None) -> None:
    """It is done; `count` says of how much, where that is shown."""
    figures = {} if count is None else {"done": count, "total": count}
    _end(job, JobState.DONE, **figures)


def fail(job: Job, refusal: SurveiError) -> bool:
    """It cannot be done; the page says why. False when it is not this worker's any more."""
    params = json.dumps(refusal.params, default=str, ensure_ascii=False)
    return _end(job, JobState.FAILED, message=refusal.message, params=params)


def give_back(job: Job) -> None:
    """Goes on at once in another worker, where it stopped: this one was told to stop."""
    with database.atomic():
        Job.update(
            state=JobState.WAITING, lease=None, leased_until=None, tries=Job.tries - 1
        ).where(_held(job)).execute()
        wake(Queue.JOBS)


def put_off(job: Job) -> None:
    """Goes on after a pause, since something unexpected happened."""
    Job.update(leased_until=clock.now() + PAUSE).where(_held(job)).execute()


def keep_file(job: Job, content: bytes) -> None:
    """Keeps what it made, instead of what an earlier try had made."""
    with database.atomic():
        drop_files(Job.id == job.id)
        JobFile.create(job=job.id, content=content, made_at=clock.now())


def drop_files(of: Expression) -> None:
    """Drops what the jobs of a condition made."""
    jobs = Job.select(Job.id).where(of)
    JobFile.delete().where(JobFile.job.in_(jobs)).execute()


def _end(job: Job, state: JobState, **changes: object) -> bool:
    ended = (
        Job.update(
            state=state, live_key=None, lease=None, leased_until=None, ended_at=clock.now(),
            **changes,
        )
        .where(_held(job))
        .execute()
    )  # fmt: skip
    return bool(ended)


def _held(job: Job) -> Any:
    return (Job.id == job.id) & (Job.lease == job.lease) & (Job.state == JobState.RUNNING)
