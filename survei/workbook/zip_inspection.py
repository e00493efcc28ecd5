"""Looks at a zipped workbook before anything parses it. Runs in the reader's process.

Source of the limits: security.md, row 58.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

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
    if _claimed_members(data) > MOST_MEMBERS:
        raise Refused("too_big")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check_directory(archive.infolist())
        _check_content(set(archive.namelist()), kind)
        _check_prologs(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise Refused("broken") from error
    if kind == "ods" and b"encryption-data" in _member(archive, "META-INF/manifest.xml"):
        raise Refused("encrypted")
    return archive


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
        if not item.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        with archive.open(item) as member:
            head = member.read(PROLOG)
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
