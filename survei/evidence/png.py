"""A PNG without what surrounds its picture: texts, Exif, time, frames, anything after it.

The compressed picture itself is copied byte by byte, so nothing is lost.
Source: W3C Portable Network Graphics, chapters 5 and 11.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from survei.evidence.refusals import Broken

START = b"\x89PNG\r\n\x1a\n"
#: Chunks that the picture needs to look as it does.
_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"}
)


def stripped(data: bytes) -> bytes:
    """The picture alone. Raises Broken."""
    chunks = list(_chunks(data))
    names = [name for name, _ in chunks]
    if names[:1] != [b"IHDR"] or b"IDAT" not in names:
        raise Broken
    return START + b"".join(chunk for name, chunk in chunks if name in _KEPT)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, the whole chunk) up to the end chunk, each with a checksum that fits."""
    place, name = len(START), b""
    while name != b"IEND":
        if place + 12 > len(data):
            raise Broken
        length, name = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if end > len(data):
            raise Broken
        (checksum,) = struct.unpack_from(">I", data, end - 4)
        if zlib.crc32(data[place + 4 : end - 4]) != checksum:
            raise Broken
        yield name, data[place:end]
        place = end
