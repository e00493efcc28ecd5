"""The workbook holds the documents and nothing that a spreadsheet would run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from survei.cycle.choices import Relation as R
from survei.presentation.results_workbook import SHEETS, write_workbook
from survei.result.document import ResultDocument
from survei.workbook.inert_workbook import text_of

HOSTILE = [
    '=HYPERLINK("http://contoh.test","klik")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "＝1",
    'x";=1+1\nbaris dua',
    "http://contoh.test",
    "\x00\x07\x1bkendali",
    "\ud800sendiri",
    "ᨒᨚᨈᨑ",
    "a" * 40_000,
]


def written(*results: ResultDocument) -> tuple[int, openpyxl.Workbook, bytes]:
    file = io.BytesIO()
    count = write_workbook(file, results)
    return count, openpyxl.load_workbook(io.BytesIO(file.getvalue())), file.getvalue()


def result_with(result_of: Callable[..., ResultDocument], texts: list[str]) -> ResultDocument:
    rows = [([4] * 3, [3, 5], text) for text in texts]
    return result_of({R.SELF: rows[:1], R.SUPERVISOR: rows[:1], R.PEER: rows})


def test_sheets_and_figures(result_of: Callable[..., ResultDocument]) -> None:
    result = result_with(result_of, ["a", "b", "c"])
    count, book, _ = written(result)
    assert (count, book.sheetnames) == (1, list(SHEETS))
    row = [cell.value for cell in book["Ringkasan"][2]]
    assert row[:2] == ["198609262015051001", "Sitti Aminah"]
    assert row[5:14] == [4, "1–5", "Baik", 1, 4, "1–5", 1, 4, "1–5"]
    assert book["Ringkasan"]["F2"].number_format == "0.0"
    assert book["Ringkasan"]["A2"].data_type == "s"
    assert book["Aspek"].max_row == 1 + 2 * 3
    assert [row[2].value for row in book["Komentar"].iter_rows(min_row=2)] == [
        "Penilaian diri",
        "Atasan",
    ]


def test_no_cell_is_a_formula_or_a_link(result_of: Callable[..., ResultDocument]) -> None:
    _, book, raw = written(result_with(result_of, HOSTILE))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    names = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    assert not any("calcChain" in name or "externalLink" in name for name in names)


def test_hostile_text_stays_readable(result_of: Callable[..., ResultDocument]) -> None:
    _, book, _ = written(result_with(result_of, HOSTILE))
    texts = {row[4].value for row in book["Komentar"].iter_rows(min_row=2)}
    assert {HOSTILE[0], "+1+1", "-2", "@SUM(A1)", "ᨒᨚᨈᨑ", "sendiri", "kendali"} <= texts
    assert max(len(text) for text in texts) == 32_767


def test_without_results_there_are_headers() -> None:
    count, book, _ = written()
    assert (count, book["Ringkasan"].max_row, book["Ringkasan"]["A1"].value) == (0, 1, "NIP")


@pytest.mark.parametrize(("text", "expected"), [("a\x00b", "ab"), ("a\nb\tc", "a\nb\tc"), ("", "")])
def test_what_a_cell_can_hold(text: str, expected: str) -> None:
    assert text_of(text) == expected
