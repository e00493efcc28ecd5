"""Reads of jobs."""

from __future__ import annotations

import json
from typing import Any

from survei import clock
from survei.audit.choices import Actor, ActorKind
from survei.jobs.choices import LIVE, JobKind, JobState
from survei.jobs.models import Job, JobFile
from survei.jobs.rules import FILE_KEPT_FOR, LEASE


def live_job(cycle_id: int, *kinds: JobKind) -> Job | None:
    """The job about a cycle that is under way; the newest, if there are several."""
    found: Job | None = (
        Job.select()
        .where(Job.cycle_id == cycle_id, Job.kind.in_(kinds), Job.state.in_(LIVE))
        .order_by(Job.id.desc())
        .first()
    )
    return found


def newest_job(cycle_id: int, kind: JobKind) -> Job | None:
    """The last one of its kind about a cycle, whatever became of it."""
    found: Job | None = (
        Job.select()
        .where(Job.cycle_id == cycle_id, Job.kind == kind)
        .order_by(Job.id.desc())
        .first()
    )
    return found


def newest_file(cycle_id: int, user_id: int) -> Job | None:
    """What became of the last file that a user asked for, while that is of interest."""
    found: Job | None = (
        Job.select()
        .where(
            Job.cycle_id == cycle_id,
            Job.kind == JobKind.EXPORT,
            Job.actor_id == user_id,
            Job.asked_at > clock.now() - FILE_KEPT_FOR,
        )
        .order_by(Job.id.desc())
        .first()
    )
    return found


def is_claimable() -> Any:
    """Condition: waiting, or left behind by a worker that fell silent, or held for longer than
    any lease lasts, since the clock was ahead when it was taken.
    """
    now = clock.now()
    is_over = (Job.leased_until < now) | (Job.leased_until > clock.latest_credible(now) + LEASE)
    return (Job.state == JobState.WAITING) | ((Job.state == JobState.RUNNING) & is_over)


def asker_of(job: Job) -> Actor:
    """Who asked: the author of what the worker then does."""
    return Actor(ActorKind(job.actor_kind), job.actor_id, job.actor_name, job.address)


def payload_of(job: Job) -> dict[str, Any]:
    """What the kind needs beside the cycle."""
    found: dict[str, Any] = json.loads(job.payload)
    return found


def refusal_of(job: Job) -> tuple[str, dict[str, Any]]:
    """Why it failed: sentence and what fills it."""
    return job.message, json.loads(job.params)


def file_of(job: Job) -> bytes | None:
    """The file that it made; None when it was dropped or never made."""
    found: JobFile | None = JobFile.get_or_none(JobFile.job == job.id)
    return bytes(found.content) if found else None


def has_file(job: Job) -> bool:
    """Whether there is a file, without reading it."""
    return bool(JobFile.select().where(JobFile.job == job.id).exists())
