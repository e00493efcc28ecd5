"""Reading the log, and checking that nobody has touched it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from peewee import Expression, ModelSelect, fn

from survei.audit.key_changes import Digest, Mark, marks
from survei.audit.lines import fields_of, lines_after
from survei.audit.models import AuditEvent
from survei.audit.rules import ANCHOR, CARRIERS, GENESIS, line_hash
from survei.installation.choices import KeyKind
from survei.installation.rules import fingerprint
from survei.keys import own_keys


@dataclass(frozen=True)
class Verdict:
    """What checking the chain found."""

    lines: int
    #: Key of the first line that does not fit; None when all do.
    broken_at: int | None = None
    #: Older lines that were deleted when their time was over.
    purged: int = 0
    #: Lines under a key that is not at hand: unchanged since another one was adopted.
    sealed: int = 0
    #: The same where older ones were deleted since: only that each follows the one before it.
    linked: int = 0
    #: Lines before the newest mark of a person who accepted that they do not fit.
    accepted: int = 0

    @property
    def is_intact(self) -> bool:
        """Whether every line fits."""
        return self.broken_at is None


def events() -> ModelSelect[AuditEvent]:
    """All lines, newest first."""
    return AuditEvent.select().order_by(AuditEvent.id.desc())


def last_line() -> int:
    """Key of the newest line; 0 for an empty log."""
    return AuditEvent.select(fn.MAX(AuditEvent.id)).scalar() or 0


def is_written_since(line: int, actions: Iterable[str]) -> bool:
    """Whether one of these was written after a line."""
    query = AuditEvent.select(AuditEvent.id).where(AuditEvent.id > line)
    return bool(query.where(AuditEvent.action.in_(list(actions))).exists())


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
class LogStart:
    """Where the log begins, after older lines were deleted."""

    #: Lines deleted since the beginning.
    lines: int = 0
    #: Hash that the first line refers to.
    hash: str = GENESIS
    #: {"action:object": details} of deleted lines whose facts are still needed.
    carried: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    #: Key of the line that says so.
    anchor: int = 0


def log_start() -> LogStart:
    """What the newest anchor says. Itself a line of the chain: `verify` proves it."""
    anchor = (
        AuditEvent.select(AuditEvent.id, AuditEvent.details)
        .where(AuditEvent.action == ANCHOR)
        .order_by(AuditEvent.id.desc())
        .first()
    )
    try:
        return LogStart(**json.loads(anchor.details), anchor=anchor.id) if anchor else LogStart()
    except (TypeError, ValueError):
        return LogStart()  # somebody wrote into it: the chain will not fit


def facts_of(action: str, object_id: object) -> Mapping[str, object] | None:
    """Details of the newest line of an action, also after that line was deleted, where the
    action is one of `CARRIED`. As trustworthy as the chain: `verify` comes first.
    """
    about = (AuditEvent.action == action) & (AuditEvent.object_id == str(object_id))
    event = AuditEvent.select().where(about).order_by(AuditEvent.id.desc()).first()
    if event is not None:
        facts: Mapping[str, object] = json.loads(event.details)
        return facts
    return log_start().carried.get(f"{action}:{object_id}")


def proven_facts(action: str, object_id: object) -> Mapping[str, object] | None:
    """The same, of the newest line that was written under the key of this process and not changed
    since, or that such an anchor or adoption carries on: who owns the database alone can neither
    write one nor change it.
    """
    about = (AuditEvent.action == action) & (AuditEvent.object_id == str(object_id))
    if (facts := next(_proven(about), None)) is not None:
        return facts
    kept = (line.get("carried") or {} for line in _proven(AuditEvent.action.in_(CARRIERS)))
    about_it = (carried.get(f"{action}:{object_id}") for carried in kept)
    return next((facts for facts in about_it if facts is not None), None)


def _proven(condition: Expression) -> Iterator[Mapping[str, Any]]:
    """Facts of the lines that are under the key of this process, newest first."""
    return (json.loads(event.details) for event in proven_lines(condition))


def proven_lines(condition: Expression) -> Iterator[AuditEvent]:
    """Lines that were written under the key of this process and not changed since, newest first."""
    for event in AuditEvent.select().where(condition).order_by(AuditEvent.id.desc()):
        if event.hash == line_hash(own_keys().audit, event.previous_hash, fields_of(event)):
            yield event


def verify(key: bytes, *, older: Sequence[bytes] = ()) -> Verdict:
    """Computes every hash again, in order, in bounded memory; `key` is the settings' audit key,
    `older` are those that were replaced, as far as they are at hand.

    Finds a changed, inserted or removed line; for a cut-off end see `survei.audit.head`.
    Lines deleted when their time was over are counted by the anchor that their deleting left.
    Lines under a key that is not at hand are held against the mark that was set when it was
    replaced: they are proved unchanged since then.
    """
    keys = {fingerprint(KeyKind.AUDIT, one): one for one in (*older, key)}
    while True:
        cut = log_start()
        verdict = _Walk(marks(), keys, key, cut).verdict()
        if verdict.is_intact or log_start() == cut:  # else lines went meanwhile, in their time
            return verdict


class _Walk:
    """Once along the chain, from mark to mark."""

    def __init__(
        self, ahead: list[Mark], keys: dict[str, bytes], last_key: bytes, cut: LogStart
    ) -> None:
        self.ahead, self.keys, self.last_key, self.cut = ahead, keys, last_key, cut
        self.previous, self.count = cut.hash, 0
        self.sealed = self.linked = self.accepted = 0
        self._begin_stretch()

    def verdict(self) -> Verdict:
        """What was found."""
        for event in lines_after():
            if self.ahead and event.id == self.ahead[0].id and not self._ends_well():
                return self._said(event.id)
            if not self._fits(event):
                return self._said(event.id)
            self.digest.add(event)
            self.previous, self.count = event.hash, self.count + 1
            self.stretch += 1
        return self._said(None)

    def _said(self, broken_at: int | None) -> Verdict:
        return Verdict(
            self.count,
            broken_at,
            purged=self.cut.lines,
            sealed=self.sealed,
            linked=self.linked,
            accepted=self.accepted,
        )

    def _begin_stretch(self) -> None:
        self.digest, self.stretch = Digest(), 0
        self.key = self.keys.get(self.ahead[0].key) if self.ahead else self.last_key

    def _fits(self, event: AuditEvent) -> bool:
        if self.ahead and self.ahead[0].is_accepted:
            return True
        if event.previous_hash != self.previous:
            return False
        return not self.key or event.hash == line_hash(
            self.key, event.previous_hash, fields_of(event)
        )

    def _ends_well(self) -> bool:
        """Whether the stretch that ends here is the one that the mark tells of."""
        mark = self.ahead.pop(0)
        is_whole = self.cut.lines <= mark.first
        if is_whole and self.digest.hex() != mark.digest:
            return False
        # Lines that went since then are vouched for by an anchor that is checked further on.
        if not is_whole and self.cut.anchor < mark.id:
            return False
        if mark.is_accepted:
            self.accepted += self.stretch
        elif self.key is None:
            self.sealed += self.stretch if is_whole else 0
            self.linked += 0 if is_whole else self.stretch
        self._begin_stretch()
        return True


def is_hashed_with(key: bytes) -> bool | None:
    """Whether the last line was written with this key; None when there is no line."""
    last = events().first()
    return (
        None if last is None else line_hash(key, last.previous_hash, fields_of(last)) == last.hash
    )
