"""What may be handed in as evidence, and how much of it."""

from __future__ import annotations

from enum import StrEnum

from survei.questionnaire.document import MOST_EVIDENCE


class FileType(StrEnum):
    """Told by the content of a file, never by its name or by who sends it."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


#: What a browser is told.
MEDIA_TYPES = {
    FileType.PDF: "application/pdf",
    FileType.JPEG: "image/jpeg",
    FileType.PNG: "image/png",
}
#: Content policy of the answer with a file: should a browser ever show it, nothing in it runs.
DOWNLOAD_POLICY = "default-src 'none'; sandbox"
#: The ending that a name is given.
ENDINGS = {FileType.PDF: ".pdf", FileType.JPEG: ".jpg", FileType.PNG: ".png"}

#: Bytes of one file: 5 MB as computers show it. Source: security.md, row 49.
MOST_BYTES = 5 * 1024 * 1024
#: Files of one form; each question takes one.
MOST_FILES = MOST_EVIDENCE
#: Files that may wait under one link for their form to be sent, those of abandoned drafts included.
#: More are not taken, so that nobody who merely has the link can push out what somebody uploaded.
MOST_WAITING = 4 * MOST_FILES
#: Pixels of a picture: what a phone takes, and less than a server's memory minds.
MOST_PIXELS = 30_000_000
#: Longest side of a picture that is kept: a page of A4 at 200 dots an inch, and a little more.
MOST_SIDE = 2500
#: Characters of a name, its ending included.
LONGEST_NAME = 120
