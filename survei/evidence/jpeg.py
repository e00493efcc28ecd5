"""A JPEG without what surrounds its picture: place, time, maker, comments, anything after it.

The compressed picture itself is copied byte by byte, so nothing is lost. Of Exif only the
orientation stays, or photos would lie on their side. Source: ITU-T T.81, annex B.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from survei.evidence.refusals import Broken

START = b"\xff\xd8"
_END = b"\xff\xd9"
#: A marker inside compressed data: neither a stuffed zero nor a restart.
_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
_SCAN, _EXIF, _ADOBE, _COMMENT = 0xDA, 0xE1, 0xEE, 0xFE
_ORIENTATION = 0x0112


def stripped(data: bytes) -> bytes:
    """The picture alone. Raises Broken."""
    kept = [START]
    orientation = 1
    for marker, segment in _segments(data):
        if marker == _EXIF:
            orientation = _orientation(segment) or orientation
        elif not _is_extra(marker):
            kept.append(segment)
    if orientation != 1:
        kept.insert(1, _exif(orientation))
    return b"".join((*kept, _END))


def _is_extra(marker: int) -> bool:
    """Application data and comments; Adobe's says how the colours are to be read."""
    return marker == _COMMENT or (0xE0 <= marker <= 0xEF and marker != _ADOBE)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, its bytes with the marker; for a scan also the data behind it) up to the end."""
    place = len(START)
    while data[place : place + 2] != _END:
        if data[place : place + 1] != b"\xff" or place + 4 > len(data):
            raise Broken
        marker = data[place + 1]
        (length,) = struct.unpack_from(">H", data, place + 2)
        end = place + 2 + length
        if length < 2 or end > len(data) or marker < 0xC0:
            raise Broken
        if marker == _SCAN:
            found = _MARKER.search(data, end)
            if found is None:
                raise Broken
            end = found.start()
        yield marker, data[place:end]
        place = _after_fill(data, end)


def _after_fill(data: bytes, place: int) -> int:
    """Where the next marker begins: any number of 0xFF may stand before it."""
    while data[place : place + 2] == b"\xff\xff":
        place += 1
    return place


def _orientation(segment: bytes) -> int | None:
    """1 to 8, from the first directory of an Exif segment; None when it does not say."""
    body = segment[4:]
    if not body.startswith(b"Exif\x00\x00") or body[6:10] not in (b"II*\x00", b"MM\x00*"):
        return None
    tiff, order = body[6:], "<" if body[6:7] == b"I" else ">"
    try:
        (place,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, place)
        for entry in range(place + 2, place + 2 + 12 * min(count, 200), 12):
            tag, kind, _, value = struct.unpack_from(order + "HHIH", tiff, entry)
            if (tag, kind) == (_ORIENTATION, 3):
                return value if 1 <= value <= 8 else None
    except struct.error:
        return None
    return None


def _exif(orientation: int) -> bytes:
    """A segment that says the orientation and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    body = b"Exif\x00\x00MM\x00*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
