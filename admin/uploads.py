"""How much one person may bring in: what harms is limited, not somebody who mends a file."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from survei.errors import SurveiError
from survei.throttle.choices import LARGE_UPLOAD, REFUSED_UPLOAD, UPLOAD
from survei.throttle.services import TooManyAttempts, count, require_rest, take
from survei.workbook.refusals import WorkbookBroken, WorkbookTooLarge

#: From this size on a file counts as large.
LARGE_BYTES = 1_000_000
#: Files that one process looks into at the same time, and seconds to wait for one's turn.
MOST_AT_ONCE, PATIENCE_SECONDS = 2, 10

_turns = threading.BoundedSemaphore(MOST_AT_ONCE)


class TooManyUploads(TooManyAttempts):
    """This person has brought in as much as anybody needs in an hour."""

    message = (
        "Terlalu banyak berkas diunggah. Berkas ini belum diperiksa; unggah lagi dalam "
        "%(minutes)s menit."
    )


class ReadingBusy(TooManyAttempts):
    """Others' files are being read."""

    message = "Berkas lain sedang diperiksa. Coba lagi dalam beberapa detik; berkas Anda utuh."

    def __init__(self) -> None:
        super().__init__(PATIENCE_SECONDS)


@contextmanager
def uploading(user_id: int, size: int) -> Iterator[None]:
    """Around the reading of an uploaded file of `size` bytes.

    Raises TooManyUploads where this user has brought too much in this hour: files, large files,
    or files that were damaged or built to harm; ReadingBusy where too many are read now.
    """
    user = str(user_id)
    try:
        require_rest((REFUSED_UPLOAD, user))
        take((UPLOAD, user), *[(LARGE_UPLOAD, user)] * (size > LARGE_BYTES))
    except TooManyAttempts as refused:
        raise TooManyUploads(refused.seconds) from None
    if not _turns.acquire(timeout=PATIENCE_SECONDS):
        raise ReadingBusy
    try:
        yield
    except SurveiError as refused:
        if isinstance(refused, WorkbookBroken | WorkbookTooLarge):
            count((REFUSED_UPLOAD, user))
        raise
    finally:
        _turns.release()
