"""A draft as a script sends it: one body that it sealed and nobody reads here, the revision that it
knows, and the proof that it knows the code.

Both the view and the shortcut before Flask answer with what `save` gives.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from survei import clock
from survei.invitation.models import Link
from survei.response.draft_saving import save_body

#: Media type of such a body; anything else is answers of a form, by question.
MEDIA_TYPE = "application/octet-stream"
#: Header of the revision: in the request the one that the device knows, in the answer the stored.
REVISION = "Draft-Revision"
#: Header of the proof, hex.
PROOF = "Draft-Proof"
_MOST_DIGITS = 9


@dataclass(frozen=True)
class Reply:
    """What the device is told."""

    status: int
    body: bytes
    media_type: str
    revision: str


@dataclass(frozen=True)
class Sent:
    """What a device sends to be kept."""

    #: Of the draft that it proves to know.
    access: str
    #: That it knows, 0 for none.
    revision: int
    body: bytes


def save(link: Link, sent: Sent, *, language: str, late: str) -> Reply:
    """Stores the draft and says when; 409 with the stored one when another device saved since.

    `late` is said beside it. Raises NotOpen and TooManyDrafts.
    """
    saving = save_body(link, sent.access, sent.body, revision=sent.revision)
    if saving.theirs is not None:
        return Reply(409, saving.theirs, MEDIA_TYPE, str(saving.revision))
    said = {"saved_at": clock.format_time(clock.now(), language), "late": late}
    return Reply(200, msgspec.json.encode(said), "application/json", str(saving.revision))


def known_revision(text: str) -> int | None:
    """The revision that a device names, None for what is none."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else None
