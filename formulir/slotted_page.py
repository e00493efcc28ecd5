"""A page that is the same for everybody but for a few slots: rendered once, then filled in.

The gzip body is stitched from pieces that were compressed when the page was rendered; what is
filled in goes in uncompressed. So a request pays for copying and a checksum, and what differs
from person to person is never compressed next to anything (nothing to learn from lengths).
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping

from markupsafe import Markup, escape

#: How a slot stands in the template: two private-use characters around its name.
_SLOT = re.compile("\ue000([a-z_]+)\ue001")
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
#: An empty last block: the end of a deflate stream.
_DEFLATE_END = b"\x03\x00"
#: Longest stored block.
_MOST_STORED = 65_535


def slot(name: str) -> Markup:
    """What a template prints where a value will stand."""
    return Markup(f"\ue000{name}\ue001")  # noqa: S704 - a constant, no stored text


def without_blanks(html: str) -> str:
    """No white space around line ends; in the texts of a fresh page there is none to keep."""
    return "\n".join(filter(None, map(str.strip, html.split("\n"))))


class SlottedPage:
    """A rendered page cut at its slots."""

    def __init__(self, html: str) -> None:
        pieces = _SLOT.split(html)
        #: Names of the slots between the segments, in order.
        self.names = pieces[1::2]
        self.distinct = frozenset(self.names)
        self.segments = [piece.encode() for piece in pieces[::2]]
        #: Headers that it was last sent with, without the length.
        self.headers: list[tuple[str, str]] = []
        self._packed = [_deflate(segment) for segment in self.segments]

    @property
    def size(self) -> int:
        """Bytes that it takes in memory, plain and packed."""
        return sum(map(len, self.segments)) + sum(map(len, self._packed)) + 2000

    def fill(self, values: Mapping[str, str]) -> list[bytes]:
        """Segments and escaped values alternating. Raises KeyError when a value is missing."""
        texts = {name: str(escape(values[name])).encode() for name in self.distinct}
        parts = [self.segments[0]]
        for name, segment in zip(self.names, self.segments[1:], strict=True):
            parts += (texts[name], segment)
        return parts

    def plain(self, values: Mapping[str, str]) -> bytes:
        """The page."""
        return b"".join(self.fill(values))

    def gzipped(self, values: Mapping[str, str]) -> bytes:
        """The page as one gzip member."""
        parts = self.fill(values)
        whole = b"".join(parts)
        packed = [_GZIP_HEAD, self._packed[0]]
        for text, segment in zip(parts[1::2], self._packed[1:], strict=True):
            packed += (_stored(text), segment)
        packed += (_DEFLATE_END, struct.pack("<II", zlib.crc32(whole), len(whole) & 0xFFFFFFFF))
        return b"".join(packed)


def _deflate(data: bytes) -> bytes:
    """A piece of a deflate stream that ends on a byte and looks back at nothing before it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def _stored(data: bytes) -> bytes:
    """An uncompressed block; values are far shorter than a block may be."""
    if len(data) > _MOST_STORED:
        return _deflate(data)
    return struct.pack("<BHH", 0, len(data), len(data) ^ 0xFFFF) + data
