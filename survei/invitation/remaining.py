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
#: The list's link, the next open form in the order of the list, and how many are open. One
#: statement: each way to the server costs as much as its work.
_REMAINING = f"""SELECT l.nonce, n.id, n.nonce, n.name, n.still_open FROM (SELECT 1) always
LEFT JOIN link l ON l.participant_id = ? AND l.purpose = 'list' AND l.revoked_at IS NULL
LEFT JOIN (
    SELECT a.id, f.nonce, r.name, count(*) OVER () AS still_open FROM assignment a
    JOIN link f ON f.assignment_id = a.id AND f.revoked_at IS NULL
    JOIN participant r ON r.id = a.ratee_id
    WHERE a.rater_id = ? AND a.state = 'open'
    ORDER BY CASE a.relation {_RANKS} END, r.name, a.id LIMIT 1
) n ON TRUE"""


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
    sql, values = driver_sql(_REMAINING), (participant_id, participant_id)
    row: tuple[Any, ...] = database.execute_sql(sql, values).fetchone()
    listed, assignment_id, nonce, name, left = row
    list_path = _path(LinkPurpose.LIST, participant_id, listed) if listed else None
    if assignment_id is None:
        return Remaining(0, None, None, list_path)
    return Remaining(left, _path(LinkPurpose.FORM, assignment_id, nonce), name, list_path)


def _path(purpose: LinkPurpose, subject_id: int, nonce: str) -> str:
    return f"/{LINK_PATHS[purpose]}/{make_token(own_keys().link, purpose, subject_id, nonce)}"
