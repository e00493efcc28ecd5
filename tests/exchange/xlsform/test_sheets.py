"""Forms built to harm: refused with a sentence before they cost anything."""

from __future__ import annotations

import contextlib
import io
import resource
import zipfile
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survei.exchange.xlsform.importing import read_xlsform
from survei.exchange.xlsform.report import FormRefused
from survei.exchange.xlsform.sheets import MOST_UNPACKED, is_harmless, parse_book, read_book
from survei.workbook.refusals import REFUSALS, WorkbookRefused
from survei.workbook.zip_inspection import unpack_xlsx
from tests.effort import at_most
from tests.exchange.xlsform.forms import YES_NO, form

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SOUND = form(("select_one yn", "a", "A"), ("integer", "b", "B"), choices=YES_NO)
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def repacked(changes: dict[str, bytes]) -> bytes:
    """The sound form with members replaced or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(SOUND)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result,
    ):
        for item in source.infolist():
            if item.filename not in changes:
                result.writestr(item.filename, source.read(item))
        for name, content in changes.items():
            result.writestr(name, content)
    return target.getvalue()


def sheet(rows: str) -> bytes:
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return repacked({SHEET: xml.encode()})


def cell(place: str, more: str = "") -> str:
    return f'<c r="{place}" t="inlineStr"{more}><is><t>x</t></is></c>'


def far_cell() -> bytes:
    return sheet(f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>')


def far_cell_in_disguise() -> bytes:
    far = '<c r="&#88;FD1048576" t="inlineStr"><is><t>x</t></is></c>'
    return sheet(f'<row r="1">{cell("A1")}</row><row>{far}</row>')


def far_cell_after_blanks() -> bytes:
    far = cell("XFD1048576").replace("r=", "r \t =")
    return sheet(f'<row r="1">{cell("A1")}</row><row>{far}</row>')


def far_corner() -> bytes:
    """Seven million cells, were the space between the two filled."""
    return sheet(f'<row r="1">{cell("A1")}</row><row r="9999">{cell("ZZ9999")}</row>')


def unplaced_rows(prefix: str = "") -> bytes:
    """A last row whose number only counting tells."""
    row = f"{prefix}row"
    nothing = f"<{row}></{row}>" * 60_000
    return sheet(
        f'<row r="1">{cell("GZ1")}</row>{nothing}<row>{cell("A1").replace(" r=", " q=")}</row>'
    )


def unplaced_cells(prefix: str = "") -> bytes:
    """A last column whose number only counting tells, below texts that look like positions."""
    text = ' r="A1"' * 20_000
    row = f"<{prefix}c/>" * 90_000 + "<c><v>1</v></c>"
    last = f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>'
    return sheet(f'<row r="1">{row}</row><row r="4999">{last}</row>')


def moved(name: str, new: str, data: bytes, links: str = "xl/_rels/workbook.xml.rels") -> bytes:
    """A workbook with one member under another name."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as result:
        for item in source.infolist():
            content = source.read(item)
            if item.filename == links:
                content = content.replace(name.removeprefix("xl/").encode(), new.encode())
            result.writestr(f"xl/{new}" if item.filename == name else item.filename, content)
    return target.getvalue()


def many_rows() -> bytes:
    return sheet("".join(f'<row r="{n}">{cell(f"A{n}")}</row>' for n in range(1, 6000)))


def one_giant_text_everywhere(texts: str = "<t>" + "lorem ipsum dolor " * 30_000 + "</t>") -> bytes:
    """A text of half a megabyte that ten thousand cells show: 5 GB if they were copied."""
    texts = f'<sst xmlns="{MAIN}"><si>{texts}</si></sst>'
    cells = "".join(
        f'<row r="{n}">'
        + "".join(f'<c r="{letter}{n}" t="s"><v>0</v></c>' for letter in "ABCDEFGHIJ")
        + "</row>"
        for n in range(1, 1000)
    )
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    noise = {TEXTS: texts.encode(), SHEET: xml.encode()}
    return repacked(noise)


def entities() -> bytes:
    dtd = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    return repacked({TEXTS: f'{dtd}<sst xmlns="{MAIN}"><si><t>&a;</t></si></sst>'.encode()})


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "cell in the far corner": ("a.xlsx", far_cell, "too_many_rows too_big broken"),
    "far cell in disguise": ("a.xlsx", far_cell_in_disguise, "too_many_rows too_big broken"),
    "6,000 rows": ("a.xlsx", many_rows, "too_many_rows"),
    "a giant text in every cell": ("a.xlsx", one_giant_text_everywhere, "too_big broken"),
    "entities": ("a.xlsx", entities, "entities"),
    "zip bomb": ("a.xlsx", lambda: repacked({"xl/x.bin": b"\0" * 49_000_000}), "too_big"),
    "macros": ("a.xlsx", lambda: repacked({"xl/vbaProject.bin": b"x"}), "macros"),
    "macro name": ("a.xlsm", lambda: SOUND, "macros"),
    "old excel": ("a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "xls"),
    "truncated": ("a.xlsx", lambda: SOUND[:-200], "broken"),
    "sheet of noise": ("a.xlsx", lambda: repacked({SHEET: b"<worksheet><row"}), "broken"),
    "csv": ("a.csv", lambda: b"type,name,label\ntext,a,A\n", "form_kind"),
    "5 MB and one byte": ("a.xlsx", lambda: b"PK\x03\x04" + b"x" * 5_000_000, "too_large"),
}


@pytest.mark.parametrize(("name", "build", "codes"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_form_is_refused_with_a_sentence(
    name: str, build: Callable[[], bytes], codes: str
) -> None:
    data = build()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with at_most(10), pytest.raises(WorkbookRefused) as refused:
        read_book(name, data)
    assert refused.value.message in {REFUSALS[code].message for code in codes.split()}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000


#: Parts of one text that look like the beginning of another.
SEEMINGLY_SHORT = {
    "characters": f"<t><![CDATA[{'<si>' * 20}]]></t>",
    "comments": f"<t>{'lorem ipsum ' * 6}<!-- <si> --></t>",
    "instructions": f"<t>{'lorem ipsum ' * 6}<?x <si> ?></t>",
    "attributes": f"<r><t x = '<si>'>{'lorem ipsum ' * 6}</t></r>",
    "prefixes": f"<x:r><x:t>{'lorem ipsum ' * 6}</x:t></x:r>",
}

SUSPICIOUS = {
    "far": far_cell,
    "disguised": far_cell_in_disguise,
    "after blanks": far_cell_after_blanks,
    "corner": far_corner,
    "rows without a number": unplaced_rows,
    "rows without a number, with a prefix": partial(unplaced_rows, "x:"),
    "cells without a place": unplaced_cells,
    "cells without a place, with a prefix": partial(unplaced_cells, "x:"),
    "sheet elsewhere": lambda: moved(SHEET, "media/picture.png", far_cell()),
    "sheet without its end": lambda: moved(SHEET, "worksheets/sheet1", far_cell()),
    "texts in capitals": lambda: moved(TEXTS, "SharedStrings.xml", one_giant_text_everywhere()),
    "giant text": one_giant_text_everywhere,
    **{
        f"giant text of {name}": partial(one_giant_text_everywhere, part * 6_000)
        for name, part in SEEMINGLY_SHORT.items()
    },
}


@pytest.mark.parametrize("build", SUSPICIOUS.values(), ids=SUSPICIOUS)
def test_what_may_cost_much_is_not_parsed_here(build: Callable[[], bytes]) -> None:
    assert not is_harmless(unpack_xlsx(build(), MOST_UNPACKED))


ORDINARY = {
    "by a library": SOUND,
    "by a desk program": sheet(
        f'<row r="1" spans="1:2" x14ac:dyDescent="0.25">{cell("A1")}{cell("B1")}</row>'
    ),
    "many columns": sheet(
        f'<row r="4999">{"".join(cell(f"{a}{b}4999") for a in "ABCDEFG" for b in "AZ")}</row>'
    ),
}


@pytest.mark.parametrize("data", ORDINARY.values(), ids=ORDINARY)
def test_an_ordinary_form_is_parsed_here(data: bytes) -> None:
    assert is_harmless(unpack_xlsx(data, MOST_UNPACKED))


def test_an_ordinary_form_is_parsed_here_and_alike_in_the_process() -> None:
    assert is_harmless(unpack_xlsx(SOUND, MOST_UNPACKED))
    xml = zipfile.ZipFile(io.BytesIO(SOUND)).read(SHEET)
    unusual = repacked({SHEET: xml.replace(b"</worksheet>", b'<!-- r="far" --></worksheet>')})
    assert not is_harmless(unpack_xlsx(unusual, MOST_UNPACKED))
    assert read_book("a.xlsx", unusual) == read_book("a.xlsx", SOUND) == parse_book(SOUND)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_form_is_read_or_refused_but_never_breaks(data: st.DataObject) -> None:
    damaged = bytearray(SOUND)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(WorkbookRefused, FormRefused):
        read_xlsform("a.xlsx", bytes(damaged))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), max_size=7), max_size=8), st.data())
def test_any_text_in_any_cell_is_read_or_refused(
    rows: list[list[str]], data: st.DataObject
) -> None:
    words = st.sampled_from(
        ["text", "select_one yn", "begin_group", "end_group", "range", "rank yn", "${a} = 1", "a"]
    )
    mixed = [[data.draw(words | st.just(text)) for text in row] for row in rows]
    clean = [
        [text.replace("\0", "").encode("utf-8", "ignore").decode() for text in row] for row in mixed
    ]
    with contextlib.suppress(WorkbookRefused, FormRefused):
        read_xlsform("a.xlsx", form(*clean, choices=YES_NO))
