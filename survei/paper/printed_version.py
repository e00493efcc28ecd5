"""For whom and from which state of a questionnaire a paper form is printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

#: How many characters of a SHA-256 name a version on paper.
SHORT_HASH = 12


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What a form says beside the questionnaire itself."""

    #: Of the rater to the ratee.
    relation: str
    #: Whether ratees fill it in about themselves.
    is_self: bool
    #: Whether answers of this relation are stored unlinkable: then the paper asks for no name.
    is_confidential: bool
    #: A language of the questionnaire; the words around it are in the nearest of the interface.
    language: str
    #: Number of the version; None for a draft, which is printed with a mark across each page.
    version: int | None
    #: Of the canonical JSON.
    sha256: str
    organisation: str
    #: When the version was published or the draft saved: the same state gives the same bytes.
    made_at: datetime
