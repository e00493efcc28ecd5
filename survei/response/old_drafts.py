"""Drafts of older releases, sealed under their link alone. No page shows them for it, since others
may have the link; they stay as they are until the form is sent, and are copied under a code.
"""

from __future__ import annotations

from survei.database import database, driver_sql
from survei.evidence.claims import claim_of
from survei.evidence.rules import note_in
from survei.invitation.models import Link
from survei.response.draft_saving import OpenDraft, save_typed
from survei.response.queries import questions_with_files
from survei.response.rules import Typed, decrypt_old_draft, typed_in

_OLD = "SELECT ciphertext, files FROM draft WHERE assignment_id = ? AND link_hash = ''"


def copy_old_draft(link: Link, token: str) -> OpenDraft | None:
    """Seals the old draft of a form once more, under a fresh code that goes to its rater alone.
    None where there is none, or only another link's. The old one stays: a letter may get lost.

    Raises NotOpen and TooManyDrafts.
    """
    typed = _old_draft(link, token)
    return None if typed is None else save_typed(link, token, "", typed)


def _old_draft(link: Link, token: str) -> Typed | None:
    """What was typed, files as their claims."""
    key = link.assignment_id
    assert key is not None
    assert link.assignment is not None
    row = database.execute_sql(driver_sql(_OLD), (key,)).fetchone()
    body = decrypt_old_draft(token, key, bytes(row[0])) if row else None
    if body is None:
        return None
    typed = typed_in(body)
    notes = decrypt_old_draft(token, key, bytes(row[1])) if row[1] else None
    described = typed if row[1] is None else typed_in(notes or b"")
    files = {
        code: note_in(described.get(code, [])) for code in questions_with_files(link.assignment)
    }
    return typed | {code: [claim_of(note)] for code, note in files.items() if note}
