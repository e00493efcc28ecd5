"""Reading an uploaded staff list safely: a few looks first, the parsing in a process of its own."""

from __future__ import annotations

import msgspec

from survei.staff.rules.sheet_cells import Sheet
from survei.typed_json import TypeReader
from survei.workbook.file_kind import kind_of
from survei.workbook.parser_process import run_reader
from survei.workbook.refusals import refusal

READER = "survei.staff.reader"


def read_workbook(filename: str, data: bytes) -> Sheet:
    """The sheet with the staff list of an uploaded file. Writes no file.

    Raises WorkbookTooLarge, WorkbookUnsupported or WorkbookBroken.
    """
    return _decode(run_reader(READER, kind_of(filename, data), data))


_sheet = TypeReader(Sheet)


def _decode(answer: bytes) -> Sheet:
    try:
        return _sheet.decode(answer)
    except msgspec.ValidationError:
        refused = msgspec.json.decode(answer)
        raise refusal(refused["refused"], **refused["params"]) from None
