"""Writes of a rater. Each is one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import lru_cache

import msgspec

from survei import clock
from survei.cycle.choices import AssignmentState, CycleState, DeclineReason
from survei.cycle.models import Assignment
from survei.cycle.plan import decode_plan
from survei.cycle.relations import is_confidential
from survei.database import database, is_sqlite
from survei.drafting.queries import document_of
from survei.errors import SurveiError
from survei.evidence.services import drop_files, keep_files
from survei.invitation.models import Link
from survei.questionnaire.document import Document
from survei.questionnaire.scoring import ScoreTable, score_table, scores_by, written_scores
from survei.response.models import IdentifiedSubmission
from survei.response.queries import (
    OpenedDraft,
    notes_in,
    open_draft,
    questions_with_files,
    read_draft,
)
from survei.response.rules import Typed, encrypt_draft, without_files
from survei.response.sealed_submissions import Sealed, put_in_box
from survei.write_transaction import write_transaction


class NotOpen(SurveiError):
    """The assignment, its link or its cycle takes no answers any more."""

    message = "Penilaian ini tidak dapat dikirim lagi."


class FileGone(NotOpen):
    """A file that the answers name was replaced or deleted while they were on their way."""

    message = "Sebuah berkas bukti sudah dihapus. Unggah lagi, lalu kirim."


def submit_response(link: Link, answers: Mapping[str, object], *, token: str = "") -> bool:
    """Stores a complete submission and spends the link: all of it or nothing, durable on return.

    `answers` are validated before. `token` opens the draft that holds the keys of files; without
    files it is not needed. Returns False when it was sent already (by the same person, twice):
    nothing changes then. Raises NotOpen when the link, assignment or cycle is not open, or a file
    is gone.
    """
    assignment = link.assignment
    assert assignment is not None
    scores = scores_by(
        _table_of(assignment.version_id),
        answers,
        least_answered=_least_answered(assignment.cycle.plan),
    )
    stored = _json(answers), _json(written_scores(scores))
    codes = questions_with_files(assignment)
    with write_transaction():
        notes = notes_in(read_draft(assignment.id, token), codes) if codes else {}
        if not _finish(link, AssignmentState.SUBMITTED):
            return False
        _store(assignment, *stored)
        if codes and not keep_files(assignment.id, notes, answers):
            raise FileGone
    return True


@dataclass(frozen=True)
class Saving:
    """How saving a body ended."""

    #: Of the draft as it is stored now.
    revision: int
    #: None when it was stored; else the body that another device stored before.
    theirs: bytes | None = None


def save_body(link: Link, token: str, body: bytes, *, revision: int) -> Saving:
    """Puts what a device sent in place of the draft whose `revision` it knows (0: none), unread.

    Nothing is stored when another device saved since: it is told, and merges. One durable write.
    Raises NotOpen when the link, assignment or cycle is not open.
    """
    key = link.assignment_id
    assert key is not None
    sealed = encrypt_draft(token, key, body)
    sql = _sql(_SAVE_BODY.format(hold="" if is_sqlite() else "FOR SHARE OF a, c, l"))
    with _alone():
        values = (sealed, revision + 1, b"", link.token_hash, revision)
        if database.execute_sql(sql, values).rowcount:
            return Saving(revision + 1)
    with write_transaction():
        require_open(link)
        stored = open_draft(key, token, to_change=True)
        if stored.revision != revision:
            return Saving(stored.revision, stored.body)
        # A draft of another link, or one whose files are still among the answers.
        return Saving(_write(link, token, sealed, stored, grows=True))


def save_draft(link: Link, token: str, changes: Typed) -> Typed:
    """Puts changed answers over the saved ones, by question, and returns them all.

    For who sends single answers: a form without script. An empty list of values clears one. Files
    are no values: they come and go by `attaching`. Raises NotOpen when the assignment is not open.
    """
    assert link.assignment is not None
    key, codes = link.assignment.id, questions_with_files(link.assignment)
    with write_transaction():
        require_open(link)
        stored = open_draft(key, token, to_change=True)
        return write_draft(
            link, token, stored, stored.answers | without_files(changes, stored.typed, codes)
        )


def write_draft(
    link: Link, token: str, stored: OpenedDraft, answers: Typed, files: Typed | None = None
) -> Typed:
    """Puts answers and files in place of the stored draft, without cleared questions, and returns
    all of them. The revision grows with the answers; files may be changed beside them.

    Within the caller's transaction, which has looked whether all is open.
    """
    assert link.assignment_id is not None
    changed = replace(
        stored,
        answers={code: values for code, values in answers.items() if any(values)},
        files=stored.files if files is None else files,
    )
    body = encrypt_draft(token, link.assignment_id, _json(changed.answers).encode())
    _write(link, token, body, changed, grows=changed.answers != stored.answers)
    return changed.typed


def _write(link: Link, token: str, sealed: bytes, draft: OpenedDraft, *, grows: bool) -> int:
    assert link.assignment_id is not None
    revision = draft.revision + grows
    notes = _json(draft.files).encode() if draft.files else b""
    files = encrypt_draft(token, link.assignment_id, notes) if notes else b""
    database.execute_sql(_sql(_WRITE_DRAFT), (link.assignment_id, sealed, revision, files))
    return revision


@contextmanager
def _alone() -> Iterator[None]:
    """Around a single statement: on PostgreSQL it is a transaction by itself."""
    with write_transaction() if is_sqlite() else nullcontext():
        yield


def decline(link: Link, *, reason: DeclineReason, note: str) -> bool:
    """The rater cannot rate; HR sees the reason. False when it was declined before.

    Raises NotOpen when the link, assignment or cycle is not open.
    """
    with write_transaction():
        return _finish(link, AssignmentState.DECLINED, reason=reason.value, note=note)


def take_back_decline(link: Link) -> bool:
    """The rater can rate after all: the form is open again, the reason forgotten.

    False, and nothing changed, when it is not declined or its link or cycle is not open.
    """
    with write_transaction():
        if not is_sqlite():
            database.execute_sql(_HOLD_CYCLE, (link.assignment_id,))
        keys = (link.assignment_id, link.token_hash)
        return bool(database.execute_sql(_sql(_TAKE_BACK), keys).rowcount)


def _finish(
    link: Link, state: AssignmentState, *, reason: str | None = None, note: str = ""
) -> bool:
    """Compare-and-set from open to `state`, draft erased; False when it already is in `state`."""
    changes = (state.value, clock.today().isoformat(), reason, note)
    keys = (link.assignment_id, link.token_hash)
    held = () if is_sqlite() else (link.assignment_id,)
    finish = _FINISH if is_sqlite() else _HOLD_AND_FINISH
    if not database.execute_sql(finish, (*held, *changes, *keys)).rowcount:
        require_open(link, ended=state)
        return False
    # A statement of its own, begun when nobody can save any more: it sees all that was saved.
    database.execute_sql(_sql(_ERASE), (link.assignment_id,))
    if state == AssignmentState.DECLINED and link.assignment_id:
        drop_files(link.assignment_id)
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
    "UPDATE assignment SET state = ?, done_on = ?, decline_reason = ?, decline_note = ? "
    "WHERE id = ? AND state = 'open'" + _WHILE_OPEN
)
#: The same, and holding besides: each way to the server costs as much as its work.
_HOLD_AND_FINISH = (
    f"WITH held AS ({_HOLD_CYCLE}) " + _FINISH.replace(_CYCLE_IS_OPEN, "SELECT 1 FROM held")
).replace("?", "%s")
_TAKE_BACK = (
    "UPDATE assignment SET state = 'open', done_on = NULL, decline_reason = NULL, "
    "decline_note = '' WHERE id = ? AND state = 'declined'" + _WHILE_OPEN
)
# PostgreSQL holds what it saw: nothing is sent, closed or revoked while the draft is stored.
_SAVE_BODY = """INSERT INTO draft (assignment_id, ciphertext, revision, files)
SELECT a.id, ?, ?, ? FROM assignment a
JOIN cycle c ON c.id = a.cycle_id JOIN link l ON l.assignment_id = a.id
WHERE l.token_hash = ? AND l.revoked_at IS NULL AND a.state = 'open' AND c.state = 'open' {hold}
ON CONFLICT (assignment_id) DO UPDATE
SET ciphertext = excluded.ciphertext, revision = excluded.revision
WHERE draft.revision = ? AND draft.files IS NOT NULL"""
_WRITE_DRAFT = """INSERT INTO draft (assignment_id, ciphertext, revision, files)
VALUES (?, ?, ?, ?) ON CONFLICT (assignment_id) DO UPDATE
SET ciphertext = excluded.ciphertext, revision = excluded.revision, files = excluded.files"""
_STATES = """SELECT a.state, c.state, l.revoked_at FROM assignment a
JOIN cycle c ON c.id = a.cycle_id JOIN link l ON l.assignment_id = a.id
WHERE l.token_hash = ?"""


def _sql(statement: str) -> str:
    return statement if is_sqlite() else statement.replace("?", "%s")


def require_open(link: Link, *, ended: AssignmentState | None = None) -> None:
    """Looks again, inside the transaction. Raises NotOpen unless all is open, or already `ended`.

    On PostgreSQL it holds the rows, so that what it saw stays true.
    """
    sql = _sql(_STATES) + ("" if is_sqlite() else " FOR UPDATE OF a FOR SHARE OF c")
    row = database.execute_sql(sql, (link.token_hash,)).fetchone()
    assignment, cycle, revoked = row or (None, None, None)
    if assignment is not None and assignment == ended:
        return
    if (assignment, cycle, revoked) != (AssignmentState.OPEN, CycleState.OPEN, None):
        raise NotOpen


def _store(assignment: Assignment, answers: str, scores: str) -> None:
    if is_confidential(assignment.relation):
        facts = (assignment.ratee_id, assignment.relation, assignment.version_id, answers, scores)
        put_in_box(assignment.cycle, Sealed(*facts))
        return
    IdentifiedSubmission.insert(
        assignment=assignment.id,
        ratee=assignment.ratee_id,
        relation=assignment.relation,
        version=assignment.version_id,
        submitted_at=clock.now(),
        answers=answers,
        section_scores=scores,
    ).execute()


_encode = msgspec.json.Encoder().encode


def _json(value: object) -> str:
    return _encode(value).decode()


_tables: dict[int, tuple[Document, ScoreTable]] = {}


def _table_of(version_id: int) -> ScoreTable:
    """Made once per version, as documents are."""
    document = document_of(version_id)
    known = _tables.get(version_id)
    if known is None or known[0] is not document:
        known = _tables[version_id] = (document, score_table(document))
    return known[1]


@lru_cache(maxsize=64)
def _least_answered(plan: str) -> float:
    return decode_plan(plan).scheme.least_answered
