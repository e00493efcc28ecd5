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
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from survei import clock
from survei.audit.choices import Actor, ActorKind
from survei.audit.models import AuditEvent
from survei.audit.rules import ANCHOR
from survei.audit.services import record
from survei.database import database
from survei.numerals import digits

#: Name of the file in the instance folder, and what is added to a backup's name for its own.
HEAD_FILE = "audit.head"
BESIDE_BACKUP = ".audit.head"
#: Actions that explain a missing end: the database was put back, or a person has looked into it.
RESTORE, ACCEPT = "audit.restore", "audit.accept_end"
RESTORER = Actor(ActorKind.COMMAND, name="restore")


class HeadState(StrEnum):
    """What comparing a head with the log says."""

    #: Nobody has written one down here.
    ABSENT = "absent"
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
        """Whether the end of the log is not what it was."""
        return self.state in (HeadState.CUT, HeadState.DAMAGED)


def newest_head() -> Head | None:
    """Of the log as it stands; None while it is empty."""
    last = AuditEvent.select(AuditEvent.id, AuditEvent.hash).order_by(AuditEvent.id.desc()).first()
    return Head(last.id, last.hash, clock.now().isoformat()) if last else None


def look(path: Path) -> Finding:
    """What a head file says of the log; changes nothing."""
    try:
        head = _head_in(_read(path))
    except (OSError, ValueError, TypeError, KeyError):
        return Finding(HeadState.DAMAGED)
    return Finding(_state_of(head) if head else HeadState.ABSENT, head)


def keep_head(folder: Path) -> Finding:
    """Writes the newest line down in place of the one before, unless that is missing. One at a
    time. The first to come after `note_restore` writes that into the log.

    Raises OSError when the folder takes no file.
    """
    with _alone(folder):
        path = folder / HEAD_FILE
        found, restored = look(path), _restored(path)
        if restored:
            _explain(RESTORER, RESTORE, found, file=restored)
        elif found.is_missing:
            return found
        newest = newest_head()
        if newest and (restored or found.head is None or newest.hash != found.head.hash):
            write_head(path, newest)
        return found


def note_restore(folder: Path, source: str) -> None:
    """A backup was put back here by command: an end that is missing afterwards is explained."""
    with _alone(folder):
        path = folder / HEAD_FILE
        found = _read_whatever(path)
        _write(path, found | {"restored": source})


def accept_end(folder: Path, reason: str, *, actor: Actor) -> Finding:
    """A person has looked into a missing end: from now on the log as it stands counts."""
    with _alone(folder):
        path = folder / HEAD_FILE
        found = look(path)
        if found.is_missing:
            _explain(actor, ACCEPT, found, reason=reason)
            if newest := newest_head():
                write_head(path, newest)
        return found


def write_head(path: Path, head: Head) -> None:
    """Whole and on the disk before it has its name, for the owner alone. Raises OSError."""
    _write(path, asdict(head))


def _explain(actor: Actor, action: str, found: Finding, **why: str) -> None:
    """Into the log, with the line that was the newest before."""
    before = asdict(found.head) if found.head else {}
    with database.atomic():
        record(actor, action, "audit", "-", before=before, **why)


def _state_of(head: Head) -> HeadState:
    found = AuditEvent.select(AuditEvent.hash).where(AuditEvent.id == head.id).scalar()
    if found == head.hash or (found is None and head.id <= _purged_up_to()):
        return HeadState.FITS
    explained = AuditEvent.select().where(
        AuditEvent.action.in_((RESTORE, ACCEPT)) & (AuditEvent.at > head.seen)
    )
    return HeadState.EXPLAINED if explained.exists() else HeadState.CUT


def _purged_up_to() -> int:
    """Key of the last line that went when its time was over."""
    newest = AuditEvent.select(AuditEvent.object_id).where(AuditEvent.action == ANCHOR)
    last = newest.order_by(AuditEvent.id.desc()).scalar()
    return digits(last or "", most=18) or 0


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
    head = Head(int(found["id"]), str(found["hash"]), str(found["seen_at"]))
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
