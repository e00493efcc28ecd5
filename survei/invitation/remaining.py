"""What a rater still has to do, for the receipt: asked by everybody, so it is written out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from survei.cycle.choices import Relation
from survei.database import database, driver_sql
from survei.invitation.choices import LINK_PATHS, LinkPurpose
from survei.invitation.rules import make_token
from survei.keys import own_keys

_RANKS = " ".join(f"WHEN '{relation}' THEN {rank}" for rank, relation in enumerate(Relation))
#: The next open form in the order of the rater's list, and how many are open.
_NEXT = f"""SELECT a.id, l.nonce, r.name, count(*) OVER () FROM assignment a
JOIN link l ON l.assignment_id = a.id AND l.revoked_at IS NULL
JOIN participant r ON r.id = a.ratee_id
WHERE a.rater_id = ? AND a.state = 'open'
ORDER BY CASE a.relation {_RANKS} END, r.name, a.id LIMIT 1"""
_LIST = """SELECT nonce FROM link
WHERE participant_id = ? AND purpose = 'list' AND revoked_at IS NULL"""


@dataclass(frozen=True)
class Remaining:
    """Where a rater goes from here."""

    #: How many forms are still open.
    left: int
    #: Path and ratee's name of the next open form; None when all are done.
    next_path: str | None
    next_name: str | None
    #: Path of the list of all of them; None when its link is revoked.
    list_path: str | None


def remaining_of(participant_id: int) -> Remaining:
    """What this rater has not yet filled in, whether or not the cycle takes answers now."""
    listed = _row(_LIST, participant_id)
    list_path = _path(LinkPurpose.LIST, participant_id, listed[0]) if listed else None
    row = _row(_NEXT, participant_id)
    if row is None:
        return Remaining(0, None, None, list_path)
    assignment_id, nonce, name, left = row
    return Remaining(left, _path(LinkPurpose.FORM, assignment_id, nonce), name, list_path)


def _row(sql: str, participant_id: int) -> tuple[Any, ...] | None:
    sql = driver_sql(sql)
    row: tuple[Any, ...] | None = database.execute_sql(sql, (participant_id,)).fetchone()
    return row


def _path(purpose: LinkPurpose, subject_id: int, nonce: str) -> str:
    return f"/{LINK_PATHS[purpose]}/{make_token(own_keys().link, purpose, subject_id, nonce)}"
