"""Reads of drafts, and counts. Submitted answers are read by `survei.result.queries` only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from peewee import ModelSelect, fn

from survei.cycle.models import Assignment, Cycle
from survei.cycle.queries import judging_moment
from survei.cycle.relations import is_confidential
from survei.database import database, driver_sql, is_sqlite
from survei.drafting.queries import document_of
from survei.evidence.rules import FileNote, note_in
from survei.response.models import Draft
from survei.response.rules import (
    Typed,
    decrypt_draft,
    evidence_codes,
    takes_answers,
    typed_in,
    without_notes,
)


def is_taking_answers(cycle: Cycle, *, opened_at: datetime | None = None) -> bool:
    """`takes_answers` now, as far as the clock may be believed; see `judging_moment`."""
    return takes_answers(cycle, judging_moment(cycle), opened_at=opened_at)


def has_draft(assignment_id: int) -> bool:
    """Whether anything is saved."""
    sql = driver_sql("SELECT 1 FROM draft WHERE assignment_id = ?")
    return database.execute_sql(sql, (assignment_id,)).fetchone() is not None


@dataclass(frozen=True)
class OpenedDraft:
    """A draft opened with its link."""

    #: 0 when there is none, or only another link's.
    revision: int
    #: What a device sent last, as it came.
    body: bytes
    #: What was typed, files left out.
    answers: Typed
    #: {question code: [note]} of the files handed in.
    files: Typed

    @property
    def typed(self) -> Typed:
        """Answers and files, as a form would have sent them."""
        return self.answers | self.files


NO_DRAFT = OpenedDraft(0, b"{}", {}, {})
_DRAFT = "SELECT revision, ciphertext, files FROM draft WHERE assignment_id = ?"


def open_draft(assignment_id: int, token: str, *, to_change: bool = False) -> OpenedDraft:
    """The draft; `to_change` locks it (PostgreSQL)."""
    hold = " FOR UPDATE" if to_change and not is_sqlite() else ""
    row = database.execute_sql(driver_sql(_DRAFT) + hold, (assignment_id,)).fetchone()
    body = decrypt_draft(token, assignment_id, bytes(row[1])) if row else None
    if body is None:
        return NO_DRAFT
    typed = typed_in(body)
    answers = without_notes(typed)
    if row[2] is None:
        return OpenedDraft(row[0], body, answers, {c: typed[c] for c in typed.keys() - answers})
    notes = decrypt_draft(token, assignment_id, bytes(row[2])) if row[2] else None
    return OpenedDraft(row[0], body, answers, typed_in(notes or b""))


def read_draft(assignment_id: int, token: str) -> Typed:
    """What is in the draft, empty when there is none or another link's."""
    return open_draft(assignment_id, token).typed


def questions_with_files(assignment: Assignment) -> tuple[str, ...]:
    """Codes of the questions that are answered with a file; none for confidential relations."""
    if is_confidential(assignment.relation):
        return ()
    return evidence_codes(document_of(assignment.version_id))


def notes_in(typed: Typed, codes: Collection[str]) -> dict[str, FileNote]:
    """{question code: note} of the files of a draft."""
    notes = {code: note_in(typed[code]) for code in codes if code in typed}
    return {code: note for code, note in notes.items() if note}


def assignments_in(cycle_id: int) -> ModelSelect[Assignment]:
    """Ids of all assignments of a cycle."""
    query: ModelSelect[Assignment] = Assignment.select(Assignment.id).where(
        Assignment.cycle == cycle_id
    )
    return query


def draft_count(cycle_id: int) -> int:
    """How many forms of a cycle are begun and not sent."""
    own = Assignment.select().where(Assignment.id == Draft.assignment, Assignment.cycle == cycle_id)
    return int(Draft.select().where(fn.EXISTS(own)).count())
