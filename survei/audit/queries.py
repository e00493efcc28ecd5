"""Reading the log, and checking that nobody has touched it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from peewee import ModelSelect

from survei.audit.models import AuditEvent
from survei.audit.rules import ANCHOR, GENESIS, line_hash

#: The columns that a line's hash covers.
HASHED = (
    "at",
    "actor_kind",
    "actor_id",
    "actor_name",
    "address",
    "action",
    "object_kind",
    "object_id",
    "details",
)
#: Lines read at a time.
CHUNK = 2000


@dataclass(frozen=True)
class Verdict:
    """What checking the chain found."""

    lines: int
    #: Key of the first line that does not fit; None when all do.
    broken_at: int | None = None
    #: Older lines that were deleted when their time was over.
    purged: int = 0

    @property
    def is_intact(self) -> bool:
        """Whether every line fits."""
        return self.broken_at is None


def events() -> ModelSelect[AuditEvent]:
    """All lines, newest first."""
    return AuditEvent.select().order_by(AuditEvent.id.desc())


def last_actor_name(object_kind: str, object_id: object) -> str:
    """Name of who touched this object last, "pengguna lain" when the log does not know."""
    event = (
        AuditEvent.select(AuditEvent.actor_name)
        .where(AuditEvent.object_kind == object_kind, AuditEvent.object_id == str(object_id))
        .order_by(AuditEvent.id.desc())
        .first()
    )
    return event.actor_name if event and event.actor_name else "pengguna lain"


@dataclass(frozen=True)
class Cut:
    """Where the log begins, after older lines were deleted."""

    #: Lines deleted since the beginning.
    lines: int = 0
    #: Hash that the first line refers to.
    hash: str = GENESIS


def last_cut() -> Cut:
    """What the newest anchor says. Itself a line of the chain: `verify` proves it."""
    anchor = (
        AuditEvent.select(AuditEvent.details)
        .where(AuditEvent.action == ANCHOR)
        .order_by(AuditEvent.id.desc())
        .first()
    )
    try:
        return Cut(**json.loads(anchor.details)) if anchor else Cut()
    except (TypeError, ValueError):
        return Cut()  # somebody wrote into it: the chain will not fit


def verify(key: bytes) -> Verdict:
    """Computes every hash again, in order, in bounded memory; `key` is the settings' audit key.

    Finds a changed, inserted or removed line; a cut-off end shows only against an earlier count.
    Lines deleted when their time was over are counted by the anchor that their deleting left.
    """
    cut = last_cut()
    previous, count = cut.hash, 0
    for event in _in_order():
        expected = line_hash(key, previous, _fields(event))
        if event.previous_hash != previous or event.hash != expected:
            return Verdict(count, event.id, purged=cut.lines)
        previous, count = event.hash, count + 1
    return Verdict(count, purged=cut.lines)


def is_hashed_with(key: bytes) -> bool | None:
    """Whether the last line was written with this key; None when there is no line."""
    last = events().first()
    return None if last is None else line_hash(key, last.previous_hash, _fields(last)) == last.hash


def _in_order() -> Iterator[AuditEvent]:
    last = 0
    while chunk := list(
        AuditEvent.select().where(AuditEvent.id > last).order_by(AuditEvent.id).limit(CHUNK)
    ):
        yield from chunk
        last = chunk[-1].id


def _fields(event: AuditEvent) -> dict[str, object]:
    return {name: getattr(event, name) for name in HASHED}
