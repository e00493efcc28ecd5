"""Files of every kind, and files built to harm: read, or refused with a sentence."""

from __future__ import annotations

import contextlib
import io
import resource
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from survei.staff.reader import MOST_COLUMNS, MOST_ROWS
from survei.staff.rules.sheet_cells import OddCell
from survei.staff.uploaded_list import read_workbook
from survei.workbook.file_kind import MOST_BYTES, display_name
from survei.workbook.refusals import REFUSALS, WorkbookRefused
from survei.workbook.zip_inspection import Refused, open_archive
from tests.effort import at_most
from tests.staff.lists import HEADER, csv, nip, person, xlsx

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships"><sheets>%s</sheets></workbook>'
)


def repacked(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The archive with members replaced, added or (None) left out."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result,
    ):
        for item in source.infolist():
            if item.filename not in changes:
                result.writestr(item.filename, source.read(item))
        for name, content in changes.items():
            if content is not None:
                result.writestr(name, content)
    return target.getvalue()


SOUND = xlsx(person(1))


def with_sheet(xml: str) -> bytes:
    """A workbook whose only sheet is this XML."""
    page = f'<worksheet xmlns="{MAIN}">{xml}</worksheet>'
    return repacked(xlsx(person(1)), {"xl/worksheets/sheet1.xml": page.encode()})


def far_cell() -> bytes:
    cell = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    first = '<row r="1"><c r="A1" t="inlineStr"><is><t>NIP</t></is></c></row>'
    return with_sheet(f"<sheetData>{first}{cell}</sheetData>")


def bomb() -> bytes:
    return repacked(xlsx(person(1)), {"xl/media/image1.bin": b"\0" * 49_000_000})


def sheet_bomb() -> bytes:
    return with_sheet(" " * 21_000_000)


def many_members() -> bytes:
    return repacked(xlsx(person(1)), {f"x/{number}": b"" for number in range(20_000)})


def entities() -> bytes:
    dtd = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    body = f'<sst xmlns="{MAIN}"><si><t>&b;</t></si></sst>'
    return repacked(xlsx(person(1)), {"xl/sharedStrings.xml": (dtd + body).encode()})


def external_entity() -> bytes:
    dtd = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'
    page = f'{dtd}<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    return repacked(xlsx(person(1)), {"xl/worksheets/sheet1.xml": page.encode()})


def utf16_member() -> bytes:
    page = f'<!DOCTYPE x><worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    return repacked(xlsx(person(1)), {"xl/worksheets/sheet1.xml": page.encode("utf-16")})


def slip() -> bytes:
    return repacked(xlsx(person(1)), {"../../evil": b"x"})


def locked() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )


def too_many_rows() -> bytes:
    return csv(*(["x"] * 2 for _ in range(MOST_ROWS + 100)), header=["NIP", "Nama"])


def document() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return target.getvalue()


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "cell in the far corner": ("a.xlsx", far_cell, "too_big"),
    "zip bomb": ("a.xlsx", bomb, "too_big"),
    "sheet bomb": ("a.xlsx", sheet_bomb, "too_big"),
    "20,000 members": ("a.xlsx", many_members, "too_big"),
    "entity bomb": ("a.xlsx", entities, "entities"),
    "external entity": ("a.xlsx", external_entity, "entities"),
    "DTD in UTF-16": ("a.xlsx", utf16_member, "broken"),
    "path out of the archive": ("a.xlsx", slip, "broken"),
    "truncated": ("a.xlsx", lambda: xlsx(person(1))[:-200], "broken"),
    "first half": ("a.xlsx", lambda: xlsx(person(1))[:2000], "broken"),
    "zip of noise": ("a.xlsx", lambda: b"PK\x03\x04" + bytes(range(256)) * 9, "broken"),
    "sheet of noise": ("a.xlsx", lambda: with_sheet("<sheetData><row"), "broken"),
    "locked": ("a.xlsx", locked, "encrypted"),
    "old excel": ("a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "xls"),
    "macros": (
        "a.xlsx",
        lambda: repacked(xlsx(person(1)), {"xl/vbaProject.bin": b"x"}),
        "macros",
    ),
    "macro name": ("a.xlsm", lambda: xlsx(person(1)), "macros"),
    "binary workbook": ("a.xlsb", lambda: xlsx(person(1)), "xlsb"),
    "web page": ("a.xls", lambda: b"<html><table><tr><td>NIP</td></tr></table>", "html"),
    "web page named csv": ("a.csv", lambda: b"\xef\xbb\xbf<!DOCTYPE html><p>x", "html"),
    "csv named xlsx": ("a.xlsx", lambda: csv(person(1)), "text"),
    "xlsx named csv": ("a.csv", lambda: xlsx(person(1)), "renamed"),
    "xlsx named ods": ("a.ods", lambda: xlsx(person(1)), "renamed"),
    "word document": ("a.xlsx", document, "no_workbook"),
    "picture": ("a.png", lambda: b"\x89PNG\r\n\x1a\n", "kind"),
    "no extension": ("daftar", lambda: xlsx(person(1)), "kind"),
    "python behind a NUL": ("a.xlsx\0.py", lambda: xlsx(person(1)), "kind"),
    "5 MB and one byte": ("a.csv", lambda: b"x" * (MOST_BYTES + 1), "too_large"),
    "empty": ("a.csv", lambda: b" \r\n", "empty"),
    "empty workbook": ("a.xlsx", lambda: xlsx(header=[]), "empty"),
    "NUL in csv": ("a.csv", lambda: csv(person(1, name="a\0b")), "broken"),
    "binary named csv": ("a.csv", lambda: b"NIP;Nama\x81\x8d\x8f\x90\x9d", "encoding"),
    "too many rows": ("a.csv", too_many_rows, "too_many_rows"),
    "too many columns": (
        "a.csv",
        lambda: csv(header=["NIP", "Nama", *["x"] * MOST_COLUMNS]),
        "too_many_columns",
    ),
}


@pytest.mark.parametrize(("name", "build", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(
    name: str,
    build: Callable[[], bytes],
    code: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = build()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with at_most(5), pytest.raises(WorkbookRefused) as refused:
        read_workbook(name, data)
    assert refused.value.message == REFUSALS[code].message
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000
    assert list(tmp_path.iterdir()) == []  # and the reader may not write a byte


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_archive_is_opened_or_refused_but_never_breaks(data: st.DataObject) -> None:
    damaged = bytearray(SOUND)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Refused):
        open_archive(bytes(damaged), "xlsx").close()


def test_a_workbook_keeps_text_and_names_what_is_not() -> None:
    sheet = read_workbook("a.xlsx", xlsx([nip(1), 1.5, True, 12], header=HEADER[:4]))
    assert sheet.rows[1] == [
        nip(1),
        OddCell("number", "1.5"),
        OddCell("boolean", "BENAR"),
        OddCell("number", "12"),
    ]


def test_a_nip_typed_as_a_number_is_a_number() -> None:
    sheet = read_workbook("a.xlsx", xlsx([198609262015051001, "Andi"], header=HEADER[:2]))
    assert sheet.rows[1][0] == OddCell("number", "1.98609262015051e+17")


def test_a_sheet_with_only_a_header_comes_before_one_with_people() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, rows in {
            "Sampul": [["Judul"]],
            "Isi": [HEADER],
            "Lama": [HEADER, person(1)],
        }.items():
            page = book.add_worksheet(name)
            for index, row in enumerate(rows):
                page.write_row(index, 0, row)
        book.add_worksheet("Rahasia").hide()
    sheet = read_workbook("a.xlsx", target.getvalue())
    assert (sheet.name, sheet.other_sheets, sheet.hidden_sheets) == ("Isi", ["Lama"], ["Rahasia"])


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_csv_with_each_delimiter(mark: str) -> None:
    data = csv([nip(1), '"Andi, S.Pd; M.Pd"'], header=HEADER[:2], mark=mark)
    assert read_workbook("A.CSV", data).rows == [["NIP", "Nama"], [nip(1), "Andi, S.Pd; M.Pd"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_in_each_encoding(encoding: str) -> None:
    data = f"NIP;Nama\r\n{nip(1)};René\r\n".encode(encoding)
    assert read_workbook("a.csv", data).rows[1] == [nip(1), "René"]


def test_formulas_hidden_rows_and_merged_cells_are_seen() -> None:
    def cell(place: str, text: str) -> str:
        return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'

    page = with_sheet(
        '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'
        f'<row r="1">{cell("A1", "NIP")}{cell("B1", "Nama")}</row>'
        f'<row hidden="1" r="2">{cell("A2", nip(1))}<c r="B2" t="str"><f>A1</f><v>x</v></c></row>'
        '</sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    )
    sheet = read_workbook("a.xlsx", page)
    assert (sheet.formulas, sheet.hidden_rows, sheet.hidden_columns, sheet.merged) == (
        [(1, 1)],
        [2],
        [1],
        [(1, 0, 2, 0)],
    )


def ods(*rows: list[str]) -> bytes:
    """A spreadsheet as LibreOffice writes it, in short."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p>'
            "</table:table-cell>"
            for text in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Data">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return target.getvalue()


def test_ods_is_read() -> None:
    sheet = read_workbook("a.ods", ods(["NIP", "Nama"], [nip(1), "Ma'ruf"]))
    assert sheet.rows == [["NIP", "Nama"], [nip(1), "Ma'ruf"]]


NAMES = {
    "../../etc/passwd": "passwd",
    "C:\\Data\\pegawai.xlsx": "pegawai.xlsx",
    "con": "con",
    "a\r\nSet-Cookie: x.csv": "a Set-Cookie: x.csv",
    "a" * 300: "a" * 200,
    "\u202ecsv.exe": "csv.exe",
    "": "berkas",
}


@pytest.mark.parametrize(("given", "shown"), NAMES.items(), ids=range(len(NAMES)))
def test_uploaded_names_are_only_shown(given: str, shown: str) -> None:
    assert display_name(given) == shown
