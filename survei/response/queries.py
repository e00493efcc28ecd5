"""Reads of drafts, and counts. Submitted answers are read by `survei.result.queries` only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from peewee import ModelSelect, fn

from survei.cycle.models import Assignment, Cycle
from survei.cycle.queries import judging_moment
from survei.cycle.relations import is_confidential
from survei.database import database, driver_sql, is_sqlite
from survei.drafting.queries import document_of
from survei.evidence.models import Evidence
from survei.invitation.models import Link
from survei.response.models import Draft
from survei.response.rules import evidence_codes, takes_answers


def is_taking_answers(cycle: Cycle, *, opened_at: datetime | None = None) -> bool:
    """`takes_answers` now, as far as the clock may be believed; see `judging_moment`."""
    return takes_answers(cycle, judging_moment(cycle), opened_at=opened_at)


@dataclass(frozen=True)
class Unfinished:
    """What waits for a form, as anybody may know who has its link."""

    #: Whether a draft is sealed under this very link.
    is_begun: bool = False
    #: Whether one of an older release is.
    is_old: bool = False


NOTHING = Unfinished()
_WAITING = "SELECT link_hash FROM draft WHERE assignment_id = ?"
_SEALED = "SELECT revision, ciphertext FROM draft WHERE access = ? AND link_hash = ?"


def unfinished(link: Link) -> Unfinished:
    """What waits for the form of a link, by one SELECT."""
    rows = database.execute_sql(driver_sql(_WAITING), (link.assignment_id,)).fetchall()
    if not rows:
        return NOTHING
    hashes = {row[0] for row in rows}
    return Unfinished(link.token_hash in hashes, "" in hashes)


def unfinished_when_found(link: Link) -> Unfinished:
    """What waited when the link was looked up; asks again only where something did."""
    return unfinished(link) if link.has_drafts else NOTHING


def sealed_draft(link: Link, access: str, *, to_change: bool = False) -> tuple[int, bytes] | None:
    """Revision and body of the draft that somebody proves to know; `to_change` locks it
    (PostgreSQL). None where there is none of this link.
    """
    hold = " FOR UPDATE" if to_change and not is_sqlite() else ""
    row = database.execute_sql(driver_sql(_SEALED) + hold, (access, link.token_hash)).fetchone()
    return (row[0], bytes(row[1])) if row else None


def questions_with_files(assignment: Assignment) -> tuple[str, ...]:
    """Codes of the questions that are answered with a file; none for confidential relations."""
    if is_confidential(assignment.relation):
        return ()
    return evidence_codes(document_of(assignment.version_id))


def files_waiting(link: Link) -> int:
    """Files of an open form that are not sent, since it has this link: those that somebody
    uploaded by an older one fill nothing up.
    """
    before = Link.select(fn.MAX(Link.revoked_at)).where(Link.assignment == link.assignment_id)
    begun = before.scalar()
    waiting = (Evidence.assignment == link.assignment_id) & (Evidence.key == "")
    if begun is not None:
        waiting &= Evidence.stored_at > begun
    count: int = Evidence.select().where(waiting).count()
    return count


def assignments_in(cycle_id: int) -> ModelSelect[Assignment]:
    """Ids of all assignments of a cycle."""
    query: ModelSelect[Assignment] = Assignment.select(Assignment.id).where(
        Assignment.cycle == cycle_id
    )
    return query


def draft_count(cycle_id: int) -> int:
    """How many forms of a cycle are begun and not sent."""
    own = Assignment.select().where(Assignment.id == Draft.assignment, Assignment.cycle == cycle_id)
    begun = Draft.select(fn.COUNT(fn.DISTINCT(Draft.assignment))).where(fn.EXISTS(own))
    return int(begun.scalar() or 0)
