"""What who uploads a file gets for it: all that is known of it and its key, signed by us.

Only the form that holds the claim can show the file or send it; of a draft it is one more answer,
sealed with the others. What describes a file is never believed without the signature.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence

from survei.evidence.rules import FileNote, note_in, note_text
from survei.keys import own_keys


def claim_of(note: FileNote) -> str:
    """The note as a value of a form: "<note>.<mac>", both base64url."""
    body = urlsafe_b64encode(note_text(note).encode()).decode()
    return f"{body}.{_mac(body)}"


def claimed_note(values: Sequence[str]) -> FileNote | None:
    """The note that is claimed among the values of an answer; None where there is none."""
    for value in values:
        body, _, mac = value.strip().partition(".")
        if mac and hmac.compare_digest(mac.encode(), _mac(body).encode()):
            return note_in([urlsafe_b64decode(body).decode()])
    return None


def notes_claimed(typed: Mapping[str, Sequence[str]]) -> dict[str, FileNote]:
    """{question code: note} of the files that are claimed."""
    notes = {code: claimed_note(values) for code, values in typed.items()}
    return {code: note for code, note in notes.items() if note}


def _mac(body: str) -> str:
    digest = hmac.digest(own_keys().link, f"file-claim:v1:{body}".encode(), "sha256")
    return urlsafe_b64encode(digest[:24]).decode()
