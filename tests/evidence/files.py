"""Evidence files made on the spot: honest ones, and those that attack who opens them."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

from pikepdf import Pdf
from PIL import Image
from PIL.PngImagePlugin import PngInfo

#: What must never come through: a place, a comment, a program.
SECRET = b"5.1477S-119.4327E"
PAGE = b"<html><script>alert(1)</script></html>"


def pdf(*objects: bytes, catalog: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of one empty page, with more objects (from number 4 on), or more in its catalogue."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        *objects,
    ]
    made, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    size = len(parts) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    table += b"trailer\n<< /Root 1 0 R /Size %d %s >>\n" % (size, trailer)
    return made + table + b"startxref\n%d\n%%%%EOF\n" % len(made)


def rewritten(data: bytes, **options: object) -> bytes:
    """The same PDF as another program would write it: compressed, locked."""
    file = BytesIO()
    with Pdf.open(BytesIO(data)) as document:
        document.save(file, **options)
    return file.getvalue()


def picture(
    kind: str, size: tuple[int, int] = (64, 48), *, orientation: int = 1, **options: object
) -> bytes:
    """A picture of many colours, with the place where it was taken in all that can hold it."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    exif = image.getexif()
    exif[0x0112] = orientation
    exif[0x010F] = SECRET.decode()
    file = BytesIO()
    if kind == "PNG":
        texts = PngInfo()
        texts.add_text("Comment", SECRET.decode())
        options["pnginfo"] = texts
    else:
        options["comment"] = SECRET
    image.save(file, kind, exif=exif, **options)  # type: ignore[arg-type]
    return file.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that claims to be a picture of any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100_000))
        + chunk(b"IEND", b"")
    )


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def archive() -> bytes:
    """A ZIP with a page in it."""
    file = BytesIO()
    with ZipFile(file, "w") as zipped:
        zipped.writestr("halaman.html", PAGE)
    return file.getvalue()
