"""Drafts put down and taken up again: sealed by a device and stored unread, or, for who has no
script, sealed here under a code that is shown and not kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

import msgspec

from survei.database import database, driver_sql, is_sqlite
from survei.errors import SurveiError
from survei.evidence.claims import claimed_note
from survei.invitation.models import Link
from survei.response.finishing import require_open
from survei.response.queries import questions_with_files, sealed_draft
from survei.response.resume_code import (
    DraftKey,
    key_of,
    make_code,
    sealed_body,
    tidy_resume_code,
    unsealed_body,
    written_code,
)
from survei.response.rules import Typed, typed_in
from survei.write_transaction import write_transaction

#: Drafts that may wait under one link. More are not taken, so that nobody who merely has the link
#: can push out what somebody typed.
MOST_DRAFTS = 10


class TooManyDrafts(SurveiError):
    """As many drafts as may be wait for this form."""

    message = "Terlalu banyak isian yang belum selesai menunggu pada tautan ini."


@dataclass(frozen=True)
class Saving:
    """How saving a body ended."""

    #: Of the draft as it is stored now.
    revision: int
    #: None when it was stored; else the body that another device stored before.
    theirs: bytes | None = None


def save_body(link: Link, access: str, body: bytes, *, revision: int) -> Saving:
    """Puts what a device sealed in place of the draft whose `revision` it knows (0: none), unread.

    Nothing is stored when another device saved since: it is told, and merges. One durable write.
    Raises NotOpen when the link, assignment or cycle is not open, and TooManyDrafts.
    """
    sql = driver_sql(_SAVE_BODY.format(hold="" if is_sqlite() else "FOR SHARE OF a, c, l"))
    with _alone():
        values = (access, body, revision + 1, link.token_hash, access, MOST_DRAFTS, revision)
        if database.execute_sql(sql, values).rowcount:
            return Saving(revision + 1)
    with write_transaction():
        require_open(link)
        stored = sealed_draft(link, access)
        if stored is None:
            raise TooManyDrafts
        return Saving(*stored)


@dataclass(frozen=True)
class OpenDraft:
    """A draft that was opened with its link and code."""

    #: As it is shown.
    code: str
    typed: Typed
    #: Whether there was none under this code before.
    is_new: bool = False


def open_draft(link: Link, token: str, code: str) -> OpenDraft | None:
    """The draft that a typed code opens; None for a wrong one."""
    tidy = tidy_resume_code(code)
    if tidy is None:
        return None
    key = key_of(token, tidy)
    stored = sealed_draft(link, key.access)
    typed = _typed(key, stored[1]) if stored else None
    return None if typed is None else OpenDraft(written_code(tidy), typed)


def save_typed(link: Link, token: str, code: str, changes: Typed) -> OpenDraft:
    """Puts changed answers over those that the code opens, by question; under a fresh code where
    it is none. An empty list of values clears an answer. A file stays until it is taken out.

    Raises NotOpen and TooManyDrafts.
    """
    tidy = tidy_resume_code(code) or tidy_resume_code(make_code())
    assert tidy is not None
    assert link.assignment is not None
    key, codes = key_of(token, tidy), questions_with_files(link.assignment)
    with write_transaction():
        require_open(link)
        stored = sealed_draft(link, key.access, to_change=True)
        revision, sealed = stored or (0, b"")
        before = _typed(key, sealed) or {}
        held = {one for one in codes if claimed_note(before.get(one, ()))}
        typed = before | {
            one: values
            for one, values in changes.items()
            if one not in held or claimed_note(values)
        }
        kept = _write(link, key, revision, typed)
        return OpenDraft(written_code(tidy), kept, is_new=stored is None)


def clear_answer(link: Link, token: str, code: str, question: str) -> OpenDraft | None:
    """Takes one answer out, a file too. None for a wrong code. Raises NotOpen."""
    tidy = tidy_resume_code(code)
    if tidy is None:
        return None
    key = key_of(token, tidy)
    with write_transaction():
        require_open(link)
        stored = sealed_draft(link, key.access, to_change=True)
        typed = _typed(key, stored[1]) if stored else None
        if stored is None or typed is None:
            return None
        rest = {one: values for one, values in typed.items() if one != question}
        return OpenDraft(written_code(tidy), _write(link, key, stored[0], rest))


def _typed(key: DraftKey, sealed: bytes) -> Typed | None:
    body = unsealed_body(key, sealed)
    return None if body is None else typed_in(body)


def _write(link: Link, key: DraftKey, revision: int, typed: Typed) -> Typed:
    """Within a transaction that holds the row and has looked whether all is open."""
    answers = {code: values for code, values in typed.items() if any(values)}
    body = sealed_body(key, _encode(answers))
    values = (key.access, body, revision + 1, link.token_hash, key.access, MOST_DRAFTS, revision)
    if not database.execute_sql(driver_sql(_SAVE_BODY.format(hold="")), values).rowcount:
        raise TooManyDrafts
    return answers


_encode = msgspec.json.Encoder().encode


@contextmanager
def _alone() -> Iterator[None]:
    """Around a single statement: on PostgreSQL it is a transaction by itself."""
    with write_transaction() if is_sqlite() else nullcontext():
        yield


# Written out: building it costs more than running it. PostgreSQL holds what it saw: nothing is
# sent, closed or revoked while the draft is stored.
_SAVE_BODY = """INSERT INTO draft (access, assignment_id, link_hash, ciphertext, revision)
SELECT ?, a.id, l.token_hash, ?, ? FROM assignment a
JOIN cycle c ON c.id = a.cycle_id JOIN link l ON l.assignment_id = a.id
WHERE l.token_hash = ? AND l.revoked_at IS NULL AND a.state = 'open' AND c.state = 'open'
AND (SELECT count(*) FROM draft d WHERE d.assignment_id = a.id AND d.link_hash = l.token_hash
     AND d.access <> ?) < ? {hold}
ON CONFLICT (access) DO UPDATE
SET ciphertext = excluded.ciphertext, revision = excluded.revision
WHERE draft.revision = ? AND draft.link_hash = excluded.link_hash"""
