"""Reads of errands."""

from __future__ import annotations

import json
from typing import Any

from survei import clock
from survei.audit.choices import Actor, ActorKind
from survei.errand.choices import LIVE, ErrandKind, ErrandState
from survei.errand.models import Errand, ErrandFile
from survei.errand.rules import FILE_KEPT_FOR, LEASE


def live_errand(cycle_id: int, *kinds: ErrandKind) -> Errand | None:
    """The errand about a cycle that is under way; the newest, if there are several."""
    found: Errand | None = (
        Errand.select()
        .where(Errand.cycle_id == cycle_id, Errand.kind.in_(kinds), Errand.state.in_(LIVE))
        .order_by(Errand.id.desc())
        .first()
    )
    return found


def newest_errand(cycle_id: int, kind: ErrandKind) -> Errand | None:
    """The last one of its kind about a cycle, whatever became of it."""
    found: Errand | None = (
        Errand.select()
        .where(Errand.cycle_id == cycle_id, Errand.kind == kind)
        .order_by(Errand.id.desc())
        .first()
    )
    return found


def newest_file(cycle_id: int, user_id: int) -> Errand | None:
    """What became of the last file that a user asked for, while that is of interest."""
    found: Errand | None = (
        Errand.select()
        .where(
            Errand.cycle_id == cycle_id,
            Errand.kind == ErrandKind.EXPORT,
            Errand.actor_id == user_id,
            Errand.asked_at > clock.now() - FILE_KEPT_FOR,
        )
        .order_by(Errand.id.desc())
        .first()
    )
    return found


def is_takeable() -> Any:
    """Condition: waiting, or left behind by a worker that fell silent, or held for longer than
    any lease lasts, since the clock was ahead when it was taken.
    """
    now = clock.now()
    is_over = (Errand.leased_until < now) | (
        Errand.leased_until > clock.latest_credible(now) + LEASE
    )
    return (Errand.state == ErrandState.WAITING) | ((Errand.state == ErrandState.RUNNING) & is_over)


def next_errand() -> Errand | None:
    """What to do next, the oldest first."""
    found: Errand | None = Errand.select().where(is_takeable()).order_by(Errand.id).first()
    return found


def asker_of(errand: Errand) -> Actor:
    """Who asked: the author of what the worker then does."""
    return Actor(ActorKind(errand.actor_kind), errand.actor_id, errand.actor_name, errand.address)


def payload_of(errand: Errand) -> dict[str, Any]:
    """What the kind needs beside the cycle."""
    found: dict[str, Any] = json.loads(errand.payload)
    return found


def refusal_of(errand: Errand) -> tuple[str, dict[str, Any]]:
    """Why it failed: sentence and what fills it."""
    return errand.message, json.loads(errand.params)


def file_of(errand: Errand) -> bytes | None:
    """The file that it made; None when it was dropped or never made."""
    found: ErrandFile | None = ErrandFile.get_or_none(ErrandFile.errand == errand.id)
    return bytes(found.content) if found else None


def has_file(errand: Errand) -> bool:
    """Whether there is a file, without reading it."""
    return bool(ErrandFile.select().where(ErrandFile.errand == errand.id).exists())
