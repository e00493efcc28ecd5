"""Files of a draft: put in and taken out by their own requests, each in one transaction."""

from __future__ import annotations

from survei.evidence.choices import MOST_FILES
from survei.evidence.refusals import TooManyFiles
from survei.evidence.rules import CheckedFile, note_text
from survei.evidence.services import drop_files, sealed, store
from survei.invitation.models import Link
from survei.response.queries import Typed, notes_in, questions_with_files, read_draft
from survei.response.services import require_open, write_draft
from survei.writing import writing


def attach(link: Link, token: str, question: str, file: CheckedFile) -> Typed:
    """Stores a checked file as the answer to a question, in place of the one that was there.

    Files of a draft that nobody can open any more (of a replaced link) go with it. Returns the
    draft. Raises NotOpen, and TooManyFiles when the form holds as many as it may.
    """
    assignment = link.assignment
    assert assignment is not None
    codes = questions_with_files(assignment)
    assert question in codes
    row, note = sealed(assignment.id, question, file)
    with writing():
        require_open(link)
        typed = read_draft(assignment.id, token, to_change=True)
        others = {code: one for code, one in notes_in(typed, codes).items() if code != question}
        if len(others) >= MOST_FILES:
            raise TooManyFiles(most=MOST_FILES)
        drop_files(assignment.id, but=[one.id for one in others.values()])
        store(row)
        return write_draft(assignment.id, token, typed | {question: [note_text(note)]})


def detach(link: Link, token: str, question: str) -> Typed:
    """Deletes the file that answers a question, if there is one. Returns the draft.

    Raises NotOpen.
    """
    assignment = link.assignment
    assert assignment is not None
    codes = questions_with_files(assignment)
    with writing():
        require_open(link)
        typed = read_draft(assignment.id, token, to_change=True)
        notes = notes_in(typed, codes)
        if notes.pop(question, None) is None:
            return typed
        drop_files(assignment.id, but=[note.id for note in notes.values()])
        return write_draft(assignment.id, token, typed | {question: []})
