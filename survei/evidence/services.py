"""Writes of files, each a part of the caller's transaction."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping

from peewee import ModelSelect

from survei import clock
from survei.cycle.models import Assignment
from survei.evidence.models import Evidence
from survei.evidence.rules import CheckedFile, FileNote, seal


def sealed(assignment_id: int, question: str, file: CheckedFile) -> tuple[Evidence, FileNote]:
    """The row of a file, not yet stored, and the note that a draft keeps of it.

    Apart from storing, so that encrypting does not make others wait for the transaction.
    """
    file_id = secrets.token_hex(16)
    key, content = seal(file_id, file.content)
    row = Evidence(
        id=file_id,
        assignment=assignment_id,
        question=question,
        size=len(file.content),
        stored_at=clock.now(),
        content=content,
    )
    note = FileNote(
        id=file_id, name=file.name, type=file.type, size=row.size, sha256=file.sha256, key=key
    )
    return row, note


def store(row: Evidence) -> None:
    """Inserts a sealed file."""
    row.save(force_insert=True)


def keep_files(
    assignment_id: int, notes: Mapping[str, FileNote], answers: Mapping[str, object]
) -> bool:
    """Makes the files that were answered with part of the submission, and deletes the others.

    `notes` are those of the draft, by question. False when an answer names a file that is not
    there (any more); the caller then undoes all of it.
    """
    named = {code: answer for code, answer in answers.items() if isinstance(answer, dict)}
    kept = {code: note for code, note in notes.items() if named.get(code) == note.answer}
    if set(named) != set(kept):
        return False
    drop_files(assignment_id, but=[note.id for note in kept.values()])
    return all(_keep(assignment_id, code, note) for code, note in kept.items())


def _keep(assignment_id: int, question: str, note: FileNote) -> bool:
    changed = (
        Evidence.update(name=note.name, type=note.type, sha256=note.sha256, key=note.key)
        .where(
            Evidence.id == note.id,
            Evidence.assignment == assignment_id,
            Evidence.question == question,
            Evidence.key == "",
        )
        .execute()
    )
    return bool(changed)


def drop_files(assignment_id: int, *, but: Collection[str] = ()) -> None:
    """Deletes the files of an assignment but those named by id."""
    those = Evidence.assignment == assignment_id
    if but:
        those &= Evidence.id.not_in(list(but))
    Evidence.delete().where(those).execute()


def drop_file(assignment_id: int, file_id: str) -> None:
    """Deletes one file that was not sent."""
    Evidence.delete().where(
        Evidence.id == file_id, Evidence.assignment == assignment_id, Evidence.key == ""
    ).execute()


def drop_drafts(assignments: ModelSelect[Assignment]) -> None:
    """Deletes the files of these assignments that belong to no submission."""
    Evidence.delete().where(Evidence.assignment.in_(assignments), Evidence.key == "").execute()
