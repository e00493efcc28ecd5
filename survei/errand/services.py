"""Writes of errands: asked for in one transaction, then moved on by compare-and-set."""

from __future__ import annotations

import json
import uuid
from typing import Any

from peewee import Expression, IntegrityError

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.database import database
from survei.errand.choices import ASKED, LIVE, ErrandKind, ErrandState
from survei.errand.models import Errand, ErrandFile
from survei.errand.queries import is_takeable, next_errand
from survei.errand.rules import LEASE, MOST_TRIES, PAUSE
from survei.errors import SurveiError


class LeaseLost(SurveiError):
    """Another worker goes on with it, or the wish was taken back."""

    message = "Pekerjaan ini diambil alih."


class TriedTooOften(SurveiError):
    """It was begun several times and never came to an end."""

    message = (
        "Pekerjaan ini terhenti %(tries)s kali. Minta administrator memeriksa catatan proses "
        "latar, lalu mulai lagi; yang sudah selesai tidak diulang."
    )


def ask(kind: ErrandKind, cycle_id: int, *, actor: Actor, **payload: Any) -> Errand:
    """Leaves long work to the worker; the one that is under way already, if there is one."""
    own = f":{actor.id}" if kind is ErrandKind.EXPORT else ""
    key = f"{kind}:{cycle_id}{own}"
    try:
        with database.atomic():
            errand: Errand = Errand.create(
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
    except IntegrityError:
        return Errand.get(Errand.live_key == key)
    return errand


def withdraw(kind: ErrandKind, cycle_id: int) -> None:
    """Takes the wish back; a worker that is at it finds out before it commits."""
    Errand.update(state=ErrandState.WITHDRAWN, live_key=None, ended_at=clock.now()).where(
        Errand.cycle_id == cycle_id, Errand.kind == kind, Errand.state.in_(LIVE)
    ).execute()


def take() -> Errand | None:
    """Takes the next errand for this worker; None when there is none. Two never get the same."""
    chosen = next_errand()
    if chosen is None:
        return None
    lease = uuid.uuid4().hex
    taken = (
        Errand.update(
            state=ErrandState.RUNNING,
            lease=lease,
            leased_until=clock.now() + LEASE,
            tries=Errand.tries + 1,
        )
        .where(Errand.id == chosen.id, is_takeable())
        .execute()
    )
    return Errand.get_by_id(chosen.id) if taken else None


def beat(errand: Errand) -> None:
    """A sign of life."""
    Errand.update(leased_until=clock.now() + LEASE).where(_held(errand)).execute()


def report(errand: Errand, done: int, total: int) -> None:
    """Says how far it is. Raises LeaseLost when it is not this worker's any more."""
    held = (
        Errand.update(done=done, total=total, leased_until=clock.now() + LEASE)
        .where(_held(errand))
        .execute()
    )
    if not held:
        raise LeaseLost


def finish(errand: Errand, count: int | None = None) -> None:
    """It is done; `count` says of how much, where that is shown."""
    figures = {} if count is None else {"done": count, "total": count}
    _end(errand, ErrandState.DONE, **figures)


def fail(errand: Errand, refusal: SurveiError) -> None:
    """It cannot be done; the page says why."""
    params = json.dumps(refusal.params, default=str, ensure_ascii=False)
    _end(errand, ErrandState.FAILED, message=refusal.message, params=params)


def give_back(errand: Errand, *, is_told_to_stop: bool) -> None:
    """Goes on later where it stopped: at once in another worker when this one was told to stop,
    after a pause when something unexpected happened; too often, and it has failed.
    """
    if is_told_to_stop:
        Errand.update(
            state=ErrandState.WAITING, lease=None, leased_until=None, tries=Errand.tries - 1
        ).where(_held(errand)).execute()
    elif errand.tries >= MOST_TRIES:
        fail(errand, TriedTooOften(tries=errand.tries))
    else:
        Errand.update(leased_until=clock.now() + PAUSE).where(_held(errand)).execute()


def keep_file(errand: Errand, content: bytes) -> None:
    """Keeps what it made, instead of what an earlier try had made."""
    with database.atomic():
        drop_files(Errand.id == errand.id)
        ErrandFile.create(errand=errand.id, content=content, made_at=clock.now())


def drop_files(of: Expression) -> None:
    """Drops what the errands of a condition made."""
    errands = Errand.select(Errand.id).where(of)
    ErrandFile.delete().where(ErrandFile.errand.in_(errands)).execute()


def _end(errand: Errand, state: ErrandState, **changes: object) -> None:
    Errand.update(
        state=state, live_key=None, lease=None, leased_until=None, ended_at=clock.now(), **changes
    ).where(_held(errand)).execute()


def _held(errand: Errand) -> Any:
    return (
        (Errand.id == errand.id)
        & (Errand.lease == errand.lease)
        & (Errand.state == ErrandState.RUNNING)
    )
