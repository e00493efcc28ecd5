"""The end of an assignment: sent or declined, once, while link and cycle are open."""

from __future__ import annotations

from survei import clock
from survei.cycle.choices import AssignmentState, CycleState, DeclineReason
from survei.database import database, driver_sql, is_sqlite
from survei.errors import SurveiError
from survei.invitation.handouts import inherit_handouts
from survei.invitation.models import Link
from survei.response.sealed_submissions import INSERT, Row, box_receipt, put_in_box
from survei.write_transaction import write_transaction


class NotOpen(SurveiError):
    """The assignment, its link or its cycle takes no answers any more."""

    message = "Penilaian ini tidak dapat dikirim lagi."


def decline(link: Link, *, reason: DeclineReason, note: str) -> bool:
    """The rater cannot rate; HR sees the reason. False when it was declined before.

    Raises NotOpen when the link, assignment or cycle is not open.
    """
    with write_transaction():
        return finish(link, AssignmentState.DECLINED, reason=reason.value, note=note)


def take_back_decline(link: Link) -> bool:
    """The rater can rate after all: the form is open again, the reason forgotten.

    False, and nothing changed, when it is not declined or its link or cycle is not open.
    """
    with write_transaction():
        if not is_sqlite():
            database.execute_sql(_HOLD_CYCLE, (link.assignment_id,))
        keys = (link.assignment_id, link.token_hash)
        if not database.execute_sql(driver_sql(_TAKE_BACK), keys).rowcount:
            return False
        inherit_handouts(link)  # who was handed the list while this was declined is back at it
        return True


def finish(
    link: Link,
    state: AssignmentState,
    *,
    reason: str | None = None,
    note: str = "",
    row: Row | None = None,
) -> bool:
    """Compare-and-set from open to `state`, with the `row` stored; False when it already is in
    `state`. Sending erases the drafts; declining, which can be taken back and needs no more than
    the link, keeps them and their files until results are computed.
    """
    receipt = box_receipt(link.assignment_id or 0, row[0]) if row else None
    changes = (state.value, clock.today().isoformat(), reason, note, receipt, link.token_hash)
    if not _set_ended(link, changes, row):
        require_open(link, ended=state)
        return False
    if state == AssignmentState.SUBMITTED:
        # A statement of its own, begun when nobody can save any more: it sees all that was saved.
        database.execute_sql(driver_sql(_ERASE), (link.assignment_id,))
    return True


def _set_ended(link: Link, changes: tuple[object, ...], row: Row | None) -> bool:
    keys = (link.assignment_id, link.token_hash)
    if not is_sqlite():
        statement = _HOLD_AND_FINISH if row is None else _HOLD_FINISH_AND_STORE
        values = (link.assignment_id, *changes, *keys, *(row or ()))
        return bool(database.execute_sql(statement, values).rowcount)
    if not database.execute_sql(_FINISH, (*changes, *keys)).rowcount:
        return False
    if row is not None:
        put_in_box(row)
    return True


# Statements of the busiest moment, written out: building them costs more than running them.
#: PostgreSQL: the cycle cannot be closed while an answer comes in. SQLite: one writer anyway.
_HOLD_CYCLE = """SELECT 1 FROM cycle WHERE state = 'open'
AND id = (SELECT cycle_id FROM assignment WHERE id = %s) FOR SHARE"""
_ERASE = "DELETE FROM draft WHERE assignment_id = ?"
_CYCLE_IS_OPEN = "SELECT 1 FROM cycle WHERE cycle.id = assignment.cycle_id AND cycle.state = 'open'"
_WHILE_OPEN = f"""
AND EXISTS ({_CYCLE_IS_OPEN})
AND EXISTS (SELECT 1 FROM link WHERE token_hash = ? AND revoked_at IS NULL)"""
_FINISH = (
    "UPDATE assignment SET state = ?, done_on = ?, decline_reason = ?, decline_note = ?, "
    "box_receipt = ?, sent_in_reach = (SELECT is_handed_out FROM link WHERE token_hash = ?) "
    "WHERE id = ? AND state = 'open'" + _WHILE_OPEN
)
#: The same, holding besides, and storing: each way to the server costs as much as its work.
_FINISH_HELD = _FINISH.replace(_CYCLE_IS_OPEN, "SELECT 1 FROM held").replace("?", "%s")
_HOLD_AND_FINISH = f"WITH held AS ({_HOLD_CYCLE}) {_FINISH_HELD}"
_HOLD_FINISH_AND_STORE = (
    f"WITH held AS ({_HOLD_CYCLE}), finished AS ({_FINISH_HELD} RETURNING id) "
    f"{INSERT} SELECT %s, %s, %s FROM finished"
)
_TAKE_BACK = (
    "UPDATE assignment SET state = 'open', done_on = NULL, decline_reason = NULL, "
    "decline_note = '' WHERE id = ? AND state = 'declined'" + _WHILE_OPEN
)
_STATES = """SELECT a.state, c.state, l.revoked_at FROM assignment a
JOIN cycle c ON c.id = a.cycle_id JOIN link l ON l.assignment_id = a.id
WHERE l.token_hash = ?"""


def require_open(link: Link, *, ended: AssignmentState | None = None) -> None:
    """Looks again, inside the transaction. Raises NotOpen unless all is open, or already `ended`.

    On PostgreSQL it holds the rows, so that what it saw stays true.
    """
    sql = driver_sql(_STATES) + ("" if is_sqlite() else " FOR UPDATE OF a FOR SHARE OF c")
    row = database.execute_sql(sql, (link.token_hash,)).fetchone()
    assignment, cycle, revoked = row or (None, None, None)
    if assignment is not None and assignment == ended:
        return
    if (assignment, cycle, revoked) != (AssignmentState.OPEN, CycleState.OPEN, None):
        raise NotOpen
