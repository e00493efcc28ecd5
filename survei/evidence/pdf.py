"""A PDF that is only read: whole, unlocked, without programs, attachments or another file in it.

What acts is looked for in the plain bytes and in compressed object streams, where newer writers
put their objects. It is a coarse sieve: the file is never opened by the server, and whoever may
see it downloads it. Source: ISO 32000-1, 7.5 and 12.6.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import is_zipfile

from survei.evidence.refusals import ActivePdf, Broken, LockedPdf

START = b"%PDF-"
_HEADER = re.compile(rb"%PDF-[12]\.\d[\s%]")
_TRAILER = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")
#: Names long enough never to occur in compressed data by chance.
_ACTIVE = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|Filespec|RichMedia|SubmitForm|ImportData|XFA|GoToE"
    # Opening at a page is harmless; opening with an action, or with what stands elsewhere, is not.
    rb"|OpenAction(?!\s*\[))(?![A-Za-z0-9])"
)
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
#: "/Java#53cript" is "/JavaScript".
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_OBJECT_STREAM = re.compile(rb"/ObjStm[^\x00]{0,400}?stream\r?\n")
#: Object streams that are looked at, and bytes of them, packed (each) and unpacked (together).
MOST_STREAMS = 1_000
MOST_PACKED = 1_000_000
MOST_UNPACKED = 20_000_000


def checked(data: bytes) -> bytes:
    """The file as it is. Raises Broken, LockedPdf or ActivePdf."""
    if not _HEADER.match(data) or not _TRAILER.search(data, max(0, len(data) - 1024)):
        raise Broken
    if is_zipfile(BytesIO(data)):
        raise ActivePdf
    for text in (data, *_object_streams(data)):
        plain = _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), text)
        if _LOCKED.search(plain):
            raise LockedPdf
        if _ACTIVE.search(plain):
            raise ActivePdf
    return data


def _object_streams(data: bytes) -> Iterator[bytes]:
    """Unpacked object streams. Raises ActivePdf when there is more than a document would hold."""
    left, view = MOST_UNPACKED, memoryview(data)
    for number, found in enumerate(_OBJECT_STREAM.finditer(data)):
        if number >= MOST_STREAMS:
            raise ActivePdf
        start = found.end()
        end = data.find(b"endstream", start, start + MOST_PACKED)
        packed = view[start : end if end > 0 else start + MOST_PACKED]
        try:
            text = zlib.decompressobj().decompress(packed, left)
        except zlib.error:
            continue
        left -= len(text)
        if left <= 0:
            raise ActivePdf
        yield text
