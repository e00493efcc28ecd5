"""Writes of a rater. Each is one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import lru_cache

import msgspec

from survei import clock
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment
from survei.cycle.plan import decode_plan
from survei.cycle.relations import is_confidential
from survei.database import database, driver_sql, is_sqlite
from survei.drafting.queries import document_of
from survei.evidence.services import keep_files
from survei.invitation.models import Link
from survei.questionnaire.document import Document
from survei.questionnaire.scoring import ScoreTable, score_table, scores_by, written_scores
from survei.response.finishing import NotOpen, finish, require_open
from survei.response.models import IdentifiedSubmission
from survei.response.queries import (
    OpenedDraft,
    notes_in,
    open_draft,
    questions_with_files,
    read_draft,
)
from survei.response.rules import Typed, encrypt_draft, without_files
from survei.response.sealed_submissions import Row, Sealed, sealed_row
from survei.write_transaction import write_transaction


class FileGone(NotOpen):
    """A file that the answers name was replaced or deleted while they were on their way."""

    message = "Sebuah berkas bukti sudah dihapus. Unggah lagi, lalu kirim."


def submit_response(link: Link, answers: Mapping[str, object], *, token: str = "") -> bool:
    """Stores a complete submission and spends the link: all of it or nothing, durable on return.

    `answers` are validated before. `token` opens the draft that holds the keys of files; without
    files it is not needed. Returns False when it was sent already (by the same person, twice):
    nothing changes then. Raises NotOpen when the link, assignment or cycle is not open, or a file
    is gone, and BoxKeyLost.
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
    row = _sealed(assignment, *stored) if is_confidential(assignment.relation) else None
    with write_transaction():
        notes = notes_in(read_draft(assignment.id, token), codes) if codes else {}
        if not finish(link, AssignmentState.SUBMITTED, row=row):
            return False
        if row is None:
            _store_identified(assignment, *stored)
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
    sql = driver_sql(_SAVE_BODY.format(hold="" if is_sqlite() else "FOR SHARE OF a, c, l"))
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
    database.execute_sql(driver_sql(_WRITE_DRAFT), (link.assignment_id, sealed, revision, files))
    return revision


@contextmanager
def _alone() -> Iterator[None]:
    """Around a single statement: on PostgreSQL it is a transaction by itself."""
    with write_transaction() if is_sqlite() else nullcontext():
        yield


# Statements of the busiest moment, written out: building them costs more than running them.
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


def _sealed(assignment: Assignment, answers: str, scores: str) -> Row:
    facts = (assignment.ratee_id, assignment.relation, assignment.version_id, answers, scores)
    return sealed_row(assignment.cycle, Sealed(*facts))


def _store_identified(assignment: Assignment, answers: str, scores: str) -> None:
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
