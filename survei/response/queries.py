"""Reads of drafts. Submitted answers are read by `survei.result.queries` only."""

from __future__ import annotations

import json
from collections.abc import Collection

from survei.cycle.models import Assignment
from survei.database import database, is_sqlite
from survei.evidence.rules import FileNote, note_in
from survei.questionnaire.queries import document_of
from survei.response.rules import decrypt_draft, evidence_codes, is_confidential

#: What a rater typed so far, as sent: {question code: values}.
Typed = dict[str, list[str]]


def has_draft(assignment_id: int) -> bool:
    """Whether anything is saved."""
    sql = "SELECT 1 FROM draft WHERE assignment_id = " + ("?" if is_sqlite() else "%s")
    return database.execute_sql(sql, (assignment_id,)).fetchone() is not None


def read_draft(assignment_id: int, token: str, *, to_change: bool = False) -> Typed:
    """The draft, empty when there is none or another link's. `to_change` locks it (PostgreSQL)."""
    sql = "SELECT ciphertext FROM draft WHERE assignment_id = "
    sql += "?" if is_sqlite() else "%s FOR UPDATE" if to_change else "%s"
    row = database.execute_sql(sql, (assignment_id,)).fetchone()
    text = decrypt_draft(token, assignment_id, bytes(row[0])) if row else None
    typed: Typed = json.loads(text) if text else {}
    return typed


def questions_with_files(assignment: Assignment) -> tuple[str, ...]:
    """Codes of the questions that are answered with a file; none for confidential relations."""
    if is_confidential(assignment.relation):
        return ()
    return evidence_codes(document_of(assignment.version_id))


def notes_in(typed: Typed, codes: Collection[str]) -> dict[str, FileNote]:
    """{question code: note} of the files of a draft."""
    notes = {code: note_in(typed[code]) for code in codes if code in typed}
    return {code: note for code, note in notes.items() if note}
