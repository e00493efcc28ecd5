"""Bodies with a file: held in memory, never on a disk, and cut where they are too large anyway."""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from flask import Request

from survei.evidence.choices import MOST_BYTES

#: Largest body of an upload. Above a file's own limit, so that a photo of 12 MB arrives and gets
#: the page that says what to do, where a closed connection would say nothing.
MOST_SENT = 25_000_000
#: The route that takes files of raters.
ENDPOINT = "formulir.upload"


class CutFile(BytesIO):
    """Keeps one byte more than may be stored, and drops the rest."""

    def write(self, data: Any) -> int:
        """Says that all was written."""
        room = MOST_BYTES + 1 - self.tell()
        if room > 0:
            super().write(data[:room])
        return len(data)


class UploadRequest(Request):
    """A request whose evidence never leaves the memory."""

    def _get_file_stream(self, *args: Any, **kwargs: Any) -> IO[bytes]:
        if self.endpoint == ENDPOINT:
            return CutFile()
        return super()._get_file_stream(*args, **kwargs)
