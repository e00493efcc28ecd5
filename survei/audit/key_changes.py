"""Where the chain goes on under another key: the line of the adoption is a mark.

It is written under the new key and holds a digest of all lines since the mark before it. So the
older lines are proved to be as they were then, although nobody may have their key any more.

Where lines do not fit and a person has accepted that, the line that says so is a mark as well, of
all lines from the beginning: what they were nobody can say, but nothing is changed any further.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from survei.audit.lines import fields_of, lines_after
from survei.audit.models import AuditEvent
from survei.audit.rules import ACCEPT, ADOPTION, canonical


@dataclass(frozen=True)
class Mark:
    """What a mark says of the stretch of the chain before it."""

    #: Fingerprint of the key of that stretch.
    key: str
    #: Lines since the beginning of the log that lie before the stretch, and before the mark.
    first: int
    lines: int
    #: SHA-256 over the stretch, hex.
    digest: str
    #: Whether the stretch counts as it is, although its lines do not fit.
    is_accepted: bool = False
    #: Key of the line that is the mark; 0 while it is not written.
    id: int = 0

    def as_details(self) -> dict[str, object]:
        """What the line of the mark holds."""
        return {name: value for name, value in asdict(self).items() if name != "id"}


class Digest:
    """The running digest of a stretch."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()

    def add(self, event: AuditEvent) -> None:
        """Takes in one line with both its hashes."""
        text = f"{event.previous_hash}\n{canonical(fields_of(event))}\n{event.hash}\n"
        self._sum.update(text.encode())

    def hex(self) -> str:
        """What was taken in so far."""
        return self._sum.hexdigest()


def marks() -> list[Mark]:
    """The marks that count, in order: from the last that accepts what was before it. Each is
    proved with the stretch that it begins.
    """
    found = AuditEvent.select(AuditEvent.id, AuditEvent.details).where(
        AuditEvent.action.in_((ADOPTION, ACCEPT))
    )
    every = [mark for event in found.order_by(AuditEvent.id) if (mark := _mark_of(event))]
    accepted = [number for number, mark in enumerate(every) if mark.is_accepted]
    return every[accepted[-1] if accepted else 0 :]


def _mark_of(event: AuditEvent) -> Mark | None:
    """The mark that a line is. None where only other keys were adopted, and for one that somebody
    wrote into: then the lines before it will not fit.
    """
    try:
        chain = json.loads(event.details)["chain"]
        return Mark(**chain, id=event.id)
    except (ValueError, TypeError, KeyError):
        return None


def mark_now(key: str, *, gone: int, is_accepted: bool = False) -> Mark:
    """The mark of the chain as it stands; `key` is the fingerprint that it was written under so
    far, `gone` how many lines were deleted when their time was over.
    """
    before = [] if is_accepted else marks()
    digest, count = Digest(), 0
    for event in lines_after(before[-1].id - 1 if before else None):
        digest.add(event)
        count += 1
    first = max(before[-1].lines if before else 0, gone)
    return Mark(key, first, first + count, digest.hex(), is_accepted)
