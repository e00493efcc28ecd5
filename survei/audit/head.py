"""The newest line of the log, kept outside the database: the head file beside the keys.

A chain proves every line but the last ones: whoever owns the database can cut off its end, and
what is left still fits. So every process that runs writes down here, seconds after it was
committed, which line was the newest. A line that is named here and is not in the log any more was
taken out, or the database was replaced. A machine knows only what it has seen itself; what lived
for less than the pause between two looks (`survei.process_watch`) nobody has seen.

Whoever may write this file may read the audit key beside it, so a signature would prove nothing.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from survei import clock
from survei.audit.choices import Actor, ActorKind
from survei.audit.key_changes import Mark, mark_now
from survei.audit.models import AuditEvent
from survei.audit.queries import log_start, proven_lines, verify
from survei.audit.rules import ACCEPT, ANCHOR, GENESIS
from survei.audit.services import hold_chain, record
from survei.database import database
from survei.installation.choices import KeyKind
from survei.installation.rules import fingerprint
from survei.keys import own_keys
from survei.numerals import digits

#: Name of the file in the instance folder, and what is added to a backup's name for its own.
HEAD_FILE = "audit.head"
BESIDE_BACKUP = ".audit.head"
#: Action that explains a missing end as `ACCEPT` does: the database was put back.
RESTORE = "audit.restore"
RESTORER = Actor(ActorKind.COMMAND, name="restore")


class HeadState(StrEnum):
    """What comparing a head with the log says."""

    #: Nobody has written one down here, and the log is empty.
    ABSENT = "absent"
    #: There were lines before one was written down here, and nobody has said that all were there.
    UNPROVED = "unproved"
    #: Its line is there, or went when its time was over.
    FITS = "fits"
    #: Its line is gone, since an older backup was put back or a person has accepted that.
    EXPLAINED = "explained"
    #: Its line is gone.
    CUT = "cut"
    #: The file cannot be read.
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Head:
    """A line that was the newest."""

    id: int
    hash: str
    #: When it was seen, ISO 8601, UTC.
    seen_at: str
    #: Whether this host has known the log from its beginning on, or a person has said that it was
    #: whole when the host came to know it.
    is_proved: bool = True

    @property
    def seen(self) -> datetime:
        """The moment."""
        return datetime.fromisoformat(self.seen_at)


@dataclass(frozen=True)
class Finding:
    """A head that was written down, and what the log says of it."""

    state: HeadState
    head: Head | None = None

    @property
    def is_missing(self) -> bool:
        """Whether the end of the log is not what it was, or nobody knows what it was."""
        return self.state in (HeadState.UNPROVED, HeadState.CUT, HeadState.DAMAGED)


def newest_head() -> Head:
    """Of the log as it stands; number 0 while it is empty."""
    last = AuditEvent.select(AuditEvent.id, AuditEvent.hash).order_by(AuditEvent.id.desc()).first()
    id, hash = (last.id, last.hash) if last else (0, GENESIS)
    return Head(id, hash, clock.now().isoformat())


def look(path: Path) -> Finding:
    """What a head file says of the log; changes nothing."""
    try:
        head = _head_in(_read(path))
    except (OSError, ValueError, TypeError, KeyError):
        return Finding(HeadState.DAMAGED)
    if head is None:
        return Finding(HeadState.UNPROVED if newest_head().id else HeadState.ABSENT)
    return Finding(_state_of(head), head)


def keep_head(folder: Path) -> Finding:
    """Writes the newest line down in place of the one before, unless that is missing. One at a
    time. The first to come after `note_restore` writes that into the log. Where there was none
    before, a log with lines stays unproved until `accept_end`.

    Raises OSError when the folder takes no file.
    """
    with _alone(folder):
        path = folder / HEAD_FILE
        found, restored = look(path), _restored(path)
        if restored:
            _explain(RESTORER, RESTORE, found, file=restored)
        elif found.is_missing and found.state != HeadState.UNPROVED:
            return found
        is_proved = bool(restored) or found.state != HeadState.UNPROVED
        newest = replace(newest_head(), is_proved=is_proved)
        if restored or found.head is None or newest.hash != found.head.hash:
            write_head(path, newest)
        return found


def note_restore(folder: Path, source: str) -> None:
    """A backup was put back here by command: an end that is missing afterwards is explained."""
    with _alone(folder):
        path = folder / HEAD_FILE
        found = _read_whatever(path)
        _write(path, found | {"restored": source})


def accept_end(folder: Path, reason: str, *, actor: Actor) -> bool:
    """A person has looked into a missing end, or into lines that do not fit: from now on the log
    counts as it stands. False, and nothing changed, where it is whole.

    Lines that do not fit stay; the line that says so holds a digest of all before it.
    """
    with _alone(folder):
        path = folder / HEAD_FILE
        found, is_intact = look(path), verify(own_keys().audit).is_intact
        if is_intact and not found.is_missing:
            return False
        with database.atomic():
            hold_chain()
            chain = {} if is_intact else {"chain": _mark_of_all().as_details()}
            _explain(actor, ACCEPT, found, reason=reason, **chain)
        write_head(path, newest_head())
        return True


def _mark_of_all() -> Mark:
    """Of the whole log, although it does not fit."""
    key = fingerprint(KeyKind.AUDIT, own_keys().audit)
    return mark_now(key, gone=log_start().lines, is_accepted=True)


def write_head(path: Path, head: Head) -> None:
    """Whole and on the disk before it has its name, for the owner alone. Raises OSError."""
    _write(path, asdict(head))


def _explain(actor: Actor, action: str, found: Finding, **why: object) -> None:
    """Into the log, with the line that was the newest before."""
    before = asdict(found.head) if found.head else {}
    with database.atomic():
        record(actor, action, "audit", "-", before=before, **why)


def _state_of(head: Head) -> HeadState:
    found = AuditEvent.select(AuditEvent.hash).where(AuditEvent.id == head.id).scalar()
    if not head.id or found == head.hash or (found is None and head.id <= _purged_up_to()):
        return HeadState.FITS if head.is_proved else HeadState.UNPROVED
    since = AuditEvent.action.in_((RESTORE, ACCEPT)) & (AuditEvent.at > head.seen)
    return HeadState.EXPLAINED if any(proven_lines(since)) else HeadState.CUT


def _purged_up_to() -> int:
    """Key of the last line that went when its time was over, as far as it is proved."""
    last = next(proven_lines(AuditEvent.action == ANCHOR), None)
    return (digits(last.object_id, most=18) if last else None) or 0


def _restored(path: Path) -> str:
    """The backup that was put back since the head was written; empty when none was."""
    return str(_read_whatever(path).get("restored", ""))


def _read_whatever(path: Path) -> dict[str, Any]:
    try:
        return _read(path)
    except (OSError, ValueError, TypeError):
        return {}


def _read(path: Path) -> dict[str, Any]:
    """What stands in the file; nothing where there is none. Raises ValueError for what is not
    ours.
    """
    try:
        found = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    if not isinstance(found, dict) or not found:
        raise ValueError(found)
    return found


def _head_in(found: dict[str, Any]) -> Head | None:
    """Raises ValueError, TypeError or KeyError for what is none. A backup put back where nothing
    was written down before has none.
    """
    if not found.keys() - {"restored"}:
        return None
    is_proved = found.get("is_proved", True) is True  # an older release wrote nothing of it
    head = Head(int(found["id"]), str(found["hash"]), str(found["seen_at"]), is_proved)
    _ = head.seen
    return head


def _write(path: Path, content: dict[str, Any]) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other process of this machine is at the file of this folder."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
