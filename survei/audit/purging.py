"""Deleting the oldest lines of the log so that the rest still proves itself.

The line that tells of the deleting (`ANCHOR`) is a line of the chain like any other. It holds how
many lines have gone since the beginning and the hash of the last of them, which is what the first
line that stays refers to: whoever cuts off one line more, or fewer, is found out.
"""

from __future__ import annotations

from datetime import datetime

from peewee import fn

from survei.audit.choices import Actor
from survei.audit.lines import facts_in
from survei.audit.models import AuditEvent
from survei.audit.queries import log_start
from survei.audit.rules import ANCHOR
from survei.audit.services import record


def lines_before(at: datetime) -> int:
    """How many of the oldest lines were all written before a moment."""
    return AuditEvent.select().where(AuditEvent.id < _first_kept(at)).count()


def purge_lines(before: datetime, *, limit: int, actor: Actor) -> int:
    """Deletes at most `limit` of the oldest lines and anchors the rest. Returns how many.

    Only lines before which none is younger: a clock that was wrong makes no hole. Part of the
    caller's transaction. The newest line always stays.
    """
    going = (
        AuditEvent.select()
        .where(AuditEvent.id < _first_kept(before))
        .order_by(AuditEvent.id)
        .limit(limit)
    )
    lines = list(going)
    if not lines:
        return 0
    last, cut = lines[-1], log_start()
    carried = dict(cut.carried) | facts_in(lines)
    count: int = AuditEvent.delete().where(AuditEvent.id <= last.id).execute()
    facts = {"hash": last.hash, "lines": cut.lines + count, "carried": carried}
    record(actor, ANCHOR, "audit", last.id, **facts)
    return count


def _first_kept(before: datetime) -> int:
    """Key of the first line that stays."""
    young = AuditEvent.select(fn.MIN(AuditEvent.id)).where(AuditEvent.at >= before).scalar()
    newest = AuditEvent.select(fn.MAX(AuditEvent.id)).scalar()
    return young if young is not None else (newest or 0)
