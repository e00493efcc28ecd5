"""Looks at a zipped workbook before anything parses it. Runs in the reader's process.

Source of the limits: security.md, row 58.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

MOST_MEMBERS = 200
MOST_UNPACKED = 50_000_000
MOST_SHEET = 20_000_000
MOST_RATIO = 100
#: Below this size a member may be packed as tightly as it likes.
RATIO_FROM = 1_000_000
#: A DTD can only stand before the root element, and that comes early.
PROLOG = 65_536

_END_OF_DIRECTORY = b"PK\x05\x06"
_SHEET = re.compile(r"(xl/worksheets/.*|content)\.xml", re.IGNORECASE)
_ROOT = re.compile(rb"<[A-Za-z_]")
#: What zipfile raises at a damaged archive; a name that is no UTF-8 is a ValueError.
_DAMAGE = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    zlib.error,
)
#: Methods of packing that workbooks use, and that unpack no further than they are told.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_OTHER_ENCODING = re.compile(rb"encoding\s*=\s*[\"'](?!utf-8|us-ascii)", re.IGNORECASE)


class Refused(Exception):
    """The file is not read; `code` is a key of `refusals.REFUSALS`."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = {name: str(value) for name, value in params.items()}
        super().__init__(code)


def open_archive(data: bytes, kind: str) -> zipfile.ZipFile:
    """The archive, once its directory and the prologs of its XML hold nothing hostile.

    `kind` is "xlsx" or "ods". Raises Refused.
    """
    archive = _listed(data, kind)
    with _damage_refused():
        _check_prologs(archive)
        if kind == "ods" and b"encryption-data" in _member(archive, "META-INF/manifest.xml"):
            raise Refused("encrypted")
    return archive


def unpack_xlsx(data: bytes, most: int) -> list[tuple[str, bytes]] | None:
    """Names and contents of the members, looked at as by `open_archive` and unpacked once.

    None when they come to more than `most` bytes: then nothing but prologs was unpacked. A member
    that is longer or shorter than the directory says is refused, since whoever reads it next
    would find what was not looked at. Raises Refused.
    """
    archive = _listed(data, "xlsx")
    members = []
    with _damage_refused():
        if sum(item.file_size for item in archive.infolist()) > most:
            _check_prologs(archive)
            return None
        for item in archive.infolist():
            content = _unpacked(archive, item)
            if _is_xml(item):
                _check_prolog(content[:PROLOG])
            members.append((item.filename, content))
    return members


def _listed(data: bytes, kind: str) -> zipfile.ZipFile:
    """The archive, once its directory holds nothing hostile; nothing is unpacked."""
    if _claimed_members(data) > MOST_MEMBERS:
        raise Refused("too_big")
    with _damage_refused():
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check_directory(archive.infolist())
        _check_content(set(archive.namelist()), kind)
    return archive


@contextmanager
def _damage_refused() -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise Refused("broken") from error


def _unpacked(archive: zipfile.ZipFile, item: zipfile.ZipInfo) -> bytes:
    """The whole member. Room for one byte more than it claims shows whether that is all."""
    roomier = copy.copy(item)
    roomier.file_size += 1
    with archive.open(roomier) as member:
        # With a number: without one everything is unpacked before it is cut to size.
        content = member.read(roomier.file_size)
    if len(content) != item.file_size:
        raise Refused("broken")
    return content


def _claimed_members(data: bytes) -> int:
    """Number of members by the end record, read before zipfile builds the list."""
    at = data.rfind(_END_OF_DIRECTORY)
    if at < 0:
        raise Refused("broken")
    return int.from_bytes(data[at + 10 : at + 12], "little")


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS or sum(item.file_size for item in members) > MOST_UNPACKED:
        raise Refused("too_big")
    for item in members:
        if item.flag_bits & 1:
            raise Refused("encrypted")
        if item.compress_type not in _METHODS:
            raise Refused("broken")
        if item.filename.startswith("/") or ".." in item.filename.replace("\\", "/").split("/"):
            raise Refused("broken")
        if _SHEET.fullmatch(item.filename) and item.file_size > MOST_SHEET:
            raise Refused("too_big")
        packed = max(item.compress_size, 1)
        if item.file_size > RATIO_FROM and item.file_size / packed > MOST_RATIO:
            raise Refused("too_big")


def _check_content(names: set[str], kind: str) -> None:
    if any("vbaproject" in name.lower() for name in names):
        raise Refused("macros")
    if "xl/workbook.bin" in names:
        raise Refused("xlsb")
    present = {"xlsx": "xl/workbook.xml" in names, "ods": "content.xml" in names}
    if not present[kind]:
        other = next((name for name, there in present.items() if there), None)
        raise Refused("renamed", kind=other) if other else Refused("no_workbook")


def _check_prologs(archive: zipfile.ZipFile) -> None:
    for item in archive.infolist():
        if _is_xml(item):
            with archive.open(item) as member:
                _check_prolog(member.read(PROLOG))


def _is_xml(item: zipfile.ZipInfo) -> bool:
    return item.filename.lower().endswith((".xml", ".rels", ".vml"))


def _check_prolog(head: bytes) -> None:
    root = _ROOT.search(head)
    if head and (root is None or b"\0" in head):
        raise Refused("broken")
    prolog = head[: root.start()] if root else b""
    if b"<!DOCTYPE" in prolog or b"<!ENTITY" in prolog or _OTHER_ENCODING.search(prolog):
        raise Refused("entities")


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except KeyError:
        return b""
