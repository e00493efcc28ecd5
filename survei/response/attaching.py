"""Files of a form that is not sent yet: put in and taken out by their own requests, each in one
transaction. Whose they are is told by their claims alone.
"""

from __future__ import annotations

from collections.abc import Collection

from survei.evidence.choices import MOST_FILES, MOST_WAITING
from survei.evidence.claims import claim_of
from survei.evidence.refusals import TooManyFiles, TooManyWaiting
from survei.evidence.rules import CheckedFile, FileNote
from survei.evidence.services import drop_file, sealed, store
from survei.invitation.models import Link
from survei.response.finishing import require_open
from survei.response.queries import files_waiting, questions_with_files
from survei.write_transaction import write_transaction


def attach(
    link: Link,
    question: str,
    file: CheckedFile,
    *,
    held: Collection[FileNote] = (),
    instead_of: FileNote | None = None,
) -> str:
    """Stores a checked file, in place of the one that answered the question before, and gives its
    claim. `held` are the other files of the same form.

    Raises NotOpen, TooManyFiles when the form holds as many as it may, and TooManyWaiting.
    """
    assignment = link.assignment
    assert assignment is not None
    assert question in questions_with_files(assignment)
    row, note = sealed(assignment.id, question, file)
    with write_transaction():
        require_open(link)
        if len(held) >= MOST_FILES:
            raise TooManyFiles(most=MOST_FILES)
        if instead_of:
            drop_file(assignment.id, instead_of.id)
        if files_waiting(link) >= MOST_WAITING:
            raise TooManyWaiting
        store(row)
    return claim_of(note)


def detach(link: Link, note: FileNote) -> None:
    """Deletes a file of a form that is not sent; that it is gone is no error. Raises NotOpen."""
    assert link.assignment_id is not None
    with write_transaction():
        require_open(link)
        drop_file(link.assignment_id, note.id)
