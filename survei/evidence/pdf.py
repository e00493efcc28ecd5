"""A PDF that is only read: whole, unlocked, without programs, attachments or another file in it.

It is stored as it was handed in: a signature in it stays valid. What it does is looked for in its
objects, by a process of its own (`pdf_reader.py`). Source: ISO 32000-1, 7.5.
"""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import is_zipfile

from survei.errors import SurveiError
from survei.evidence.refusals import ActivePdf, Broken, EvidenceRefused, LockedPdf
from survei.workbook.parser_process import run_reader

START = b"%PDF-"
READER = "survei.evidence.pdf_reader"
_HEADER = re.compile(rb"%PDF-[12]\.\d[\s%]")
_TRAILER = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")
#: Answer of the reader → refusal; "clean" has none.
REFUSALS: dict[bytes, type[EvidenceRefused]] = {
    b"locked": LockedPdf,
    b"active": ActivePdf,
    b"broken": Broken,
}


def checked(data: bytes) -> bytes:
    """The file as it is. Raises Broken, LockedPdf or ActivePdf."""
    if not _HEADER.match(data) or not _TRAILER.search(data, max(0, len(data) - 1024)):
        raise Broken
    if is_zipfile(BytesIO(data)):
        raise ActivePdf
    answer = _read(data)
    if answer != b"clean":
        raise REFUSALS.get(answer, Broken)
    return data


def _read(data: bytes) -> bytes:
    try:
        return run_reader(READER, "pdf", data)
    except SurveiError:  # it crashed, or took too much time or memory
        raise Broken from None
