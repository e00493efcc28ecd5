"""Files of a draft: put in and taken out by their own requests, each in one transaction."""

from __future__ import annotations

from collections.abc import Mapping

from survei.evidence.choices import MOST_FILES
from survei.evidence.refusals import TooManyFiles
from survei.evidence.rules import CheckedFile, FileNote, note_text
from survei.evidence.services import drop_files, sealed, store
from survei.invitation.models import Link
from survei.response.finishing import require_open
from survei.response.queries import notes_in, open_draft, questions_with_files
from survei.response.rules import Typed
from survei.response.services import write_draft
from survei.write_transaction import write_transaction


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
    with write_transaction():
        require_open(link)
        draft = open_draft(assignment.id, token, to_change=True)
        notes = notes_in(draft.files, codes)
        others = {code: one for code, one in notes.items() if code != question}
        if len(others) >= MOST_FILES:
            raise TooManyFiles(most=MOST_FILES)
        drop_files(assignment.id, but=[one.id for one in others.values()])
        store(row)
        files = _texts(others | {question: note})
        return write_draft(link, token, draft, _without(draft.answers, question), files)


def detach(link: Link, token: str, question: str) -> Typed:
    """Deletes the file that answers a question, if there is one. Returns the draft.

    Raises NotOpen.
    """
    assignment = link.assignment
    assert assignment is not None
    codes = questions_with_files(assignment)
    with write_transaction():
        require_open(link)
        draft = open_draft(assignment.id, token, to_change=True)
        notes = notes_in(draft.files, codes)
        if notes.pop(question, None) is None:
            return draft.typed
        drop_files(assignment.id, but=[note.id for note in notes.values()])
        return write_draft(link, token, draft, draft.answers, _texts(notes))


def _texts(notes: Mapping[str, FileNote]) -> Typed:
    return {code: [note_text(note)] for code, note in notes.items()}


def _without(typed: Typed, question: str) -> Typed:
    return {code: values for code, values in typed.items() if code != question}
