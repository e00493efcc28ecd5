"""What is too much for somebody who waits for a page: the worker does it then."""

from __future__ import annotations

from peewee import fn

from survei.audit.models import AuditEvent
from survei.cycle.opening_findings import Preflight
from survei.cycle.progress_queries import progress
from survei.result.queries import ratee_count
from survei.result.result_lists import count_in
from survei.staff.models import Headcount
from survei.staff.rules import Scope

#: Up to so many active people a page checks at once: a twentieth of a second.
MANY_PEOPLE = 2_000
#: Up to so many forms a page opens and computes: about two seconds of a busy server.
MANY_FORMS = 10_000
#: Up to so many lines of the log a page checks: a third of a second.
MANY_LINES = 10_000
#: Up to so many results a page publishes and writes into a file: a few seconds of a busy server.
MANY_RESULTS = 500


def is_check_long() -> bool:
    """Whether there are too many people to draw from. All of them count, whoever is rated:
    anybody may be drawn.
    """
    people = Headcount.select(fn.SUM(Headcount.people)).scalar() or 0
    return bool(people > MANY_PEOPLE)


def is_opening_long(found: Preflight) -> bool:
    """Whether there are many forms, or many people to draw from."""
    return found.counts.total > MANY_FORMS or is_check_long()


def is_computing_long(cycle_id: int) -> bool:
    """Whether a cycle has many forms, by the sums that are kept beside them, or the log many lines
    to be checked first.
    """
    return progress(cycle_id, Scope(everyone=True)).all.total > MANY_FORMS or _is_log_long()


def is_publishing_long(cycle_id: int) -> bool:
    """Whether many people are rated in a cycle, or the log has many lines to be checked first."""
    return ratee_count(cycle_id) > MANY_RESULTS or _is_log_long()


def _is_log_long() -> bool:
    return bool(AuditEvent.select(AuditEvent.id).limit(MANY_LINES + 1).count() > MANY_LINES)


def is_export_long(cycle_id: int, scope: Scope) -> bool:
    """Whether a file holds many of a cycle's results."""
    return count_in(cycle_id, scope) > MANY_RESULTS
