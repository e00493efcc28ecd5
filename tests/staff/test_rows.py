"""From cells to people: every problem by row and column."""

from __future__ import annotations

from typing import Any

import pytest

from survei.staff.choices import Column, Severity
from survei.staff.rules.columns import SYNONYMS, column_named, letter
from survei.staff.rules.issues import ISSUES
from survei.staff.rules.problems import MOST_LISTED, Problems
from survei.staff.rules.row_reading import READERS, Row, read_rows
from survei.staff.rules.sheet_cells import OddCell, Sheet
from tests.staff.lists import HEADER, TODAY, nip, person, sheet


def read(page: Sheet) -> tuple[list[Row], list[tuple[int, str, str]]]:
    """People and (row, column, code) of each problem."""
    problems = Problems()
    rows = read_rows(page, TODAY, problems)
    return rows, [(item.row, item.column, item.code) for item in problems.listed()]


def test_every_column_has_a_reader_and_headers() -> None:
    assert set(READERS) == set(Column) == set(SYNONYMS)


def test_a_clean_list_is_read_without_a_word() -> None:
    rows, problems = read(sheet(person(1), person(2, supervisor=nip(1))))
    assert problems == []
    assert rows[1] == Row(
        number=3,
        nip=nip(2),
        name="Pegawai 2, S.Pd.",
        job_role="Guru Kelas",
        unit=("Dinas Pendidikan", "SD Negeri 1"),
        supervisor=nip(1),
        email="p2@contoh.go.id",
        whatsapp="6281234500002",
        rank="III/c",
    )


HEADERS = {
    "NIP": Column.NIP,
    " n i p ": Column.NIP,
    "Nama": Column.NAME,
    "NAMA LENGKAP": Column.NAME,
    "Unit Kerja / OPD": Column.UNIT,
    "OPD": Column.UNIT,
    "NIP Atasan": Column.SUPERVISOR,
    "E-mail": Column.EMAIL,
    "No. HP/WhatsApp": Column.WHATSAPP,
    "Pangkat/Gol.": Column.RANK,
    "Unit Induk": Column.PARENT_UNIT,
    "Alamat": None,
}


@pytest.mark.parametrize(("header", "column"), HEADERS.items())
def test_headers_are_known_by_their_synonyms(header: str, column: Column | None) -> None:
    assert column_named(header) == column


def test_columns_are_lettered_like_a_spreadsheet() -> None:
    assert [letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_letterhead_a_numbering_row_and_blank_rows_are_passed_over() -> None:
    page = Sheet(
        "Data",
        [
            ["PEMERINTAH KOTA MAKASSAR"],
            ["Daftar Pegawai"],
            [],
            ["No", *HEADER],
            [str(number) for number in range(1, 11)],
            ["", "", " "],
            ["1", *person(1)],
            [],
        ],
    )
    rows, problems = read(page)
    assert [row.number for row in rows] == [7]
    assert problems == [(5, "", "numbering_row")]


def test_without_a_header_nothing_is_guessed() -> None:
    assert read(Sheet("Data", [person(1)])) == ([], [(0, "", "no_header")])


def test_missing_and_double_columns_are_named() -> None:
    page = sheet(header=["NIP", "Jabatan", "OPD", "Unit Kerja", "Catatan"])
    codes = [code for _, _, code in read(page)[1]]
    assert codes == ["no_column", "column_twice", "no_rows", "unknown_column"]


CELLS: dict[str, tuple[dict[str, Any], str, str]] = {
    "nip typed as a number": ({"nip": OddCell("number", "1.98609262e+17")}, "nip", "nip_number"),
    "nip turned into text": ({"nip": "1,98609E+17"}, "nip", "nip_number"),
    "short nip": ({"nip": "12345"}, "nip", "nip_length"),
    "a unit in its place": ({"nip": "SD Negeri Bunga Ejaya"}, "nip", "nip_letters"),
    "impossible birth": ({"nip": "198602312015051001"}, "nip", "nip_birth"),
    "sex digit": ({"nip": "198609262015055001"}, "nip", "nip_sex"),
    "odd month": ({"nip": "198609262015171001"}, "nip", "nip_month"),
    "no nip": ({"nip": ""}, "nip", "empty"),
    "no name": ({"name": " "}, "name", "empty"),
    "a dash for a role": ({"job_role": "-"}, "job_role", "empty"),
    "long name": ({"name": "A" * 201}, "name", "too_long"),
    "control character": ({"name": "Andi\0Baso"}, "name", "control"),
    "date as a name": ({"name": OddCell("date", "2026-01-01")}, "name", "not_text"),
    "number as a unit": ({"unit": OddCell("number", "7")}, "unit", "not_text"),
    "formula error": ({"rank": OddCell("error", "#N/A")}, "rank", "cell_error"),
    "email": ({"email": "a＠x.id"}, "email", "email_invalid"),
    "whatsapp": ({"whatsapp": "belum ada"}, "whatsapp", "whatsapp_invalid"),
    "landline": ({"whatsapp": "0411 123456"}, "whatsapp", "whatsapp_odd"),
    "supervisor's number": (
        {"supervisor": OddCell("number", "1.9e17")},
        "supervisor",
        "nip_number",
    ),
}


@pytest.mark.parametrize(("change", "column", "code"), CELLS.values(), ids=CELLS)
def test_a_problem_names_row_and_column(change: dict[str, Any], column: str, code: str) -> None:
    problems = read(sheet(person(1), person(2, **change)))[1]
    assert problems == [(3, column, code)]


def test_a_row_moved_by_an_unquoted_delimiter_is_noticed() -> None:
    moved = person(2, name="Andi")
    moved.insert(2, "S.Pd.")
    problems = read(sheet(person(1), moved))[1]
    assert (3, "", "row_wide") in problems
    assert {row for row, _, _ in problems} == {3}


def test_spaces_are_dropped_and_said_once() -> None:
    printed = [f"{nip(n)[:8]} {nip(n)[8:14]} {nip(n)[14]} {nip(n)[15:]}" for n in (1, 2)]
    rows, problems = read(sheet(person(1, nip=printed[0]), person(2, nip=printed[1])))
    assert [row.nip for row in rows] == [nip(1), nip(2)]
    assert problems == [(2, "nip", "nip_spaces")]


def test_a_number_that_lost_its_zero_is_still_one() -> None:
    rows, problems = read(sheet(person(1, whatsapp=OddCell("number", "81234567890"))))
    assert (rows[0].whatsapp, problems) == ("6281234567890", [])


def test_the_same_person_twice_is_an_error() -> None:
    problems = read(sheet(person(1), person(2), person(1)))[1]
    assert (4, "nip", "nip_twice") in problems
    assert (4, "email", "email_shared") in problems


def test_hidden_merged_and_calculated_cells_are_said() -> None:
    page = sheet(
        person(1),
        person(2, rank=""),
        hidden_rows=[3, 99],
        hidden_columns=[6, 40],
        hidden_sheets=["Rahasia"],
        other_sheets=["Lama"],
        merged=[(1, 3, 2, 3), (0, 0, 0, 3)],
        formulas=[(1, 1), (2, 8), (0, 0)],
    )
    assert sorted(code for _, _, code in read(page)[1]) == sorted(
        [
            *("other_sheet", "hidden_sheet", "hidden_rows", "hidden_columns", "merged"),
            *("formula", "formula_empty"),
        ]
    )


def test_a_thousand_equal_mistakes_stay_readable() -> None:
    problems = Problems()
    read_rows(sheet(*(person(n, email="x") for n in range(1000))), TODAY, problems)
    listed = problems.listed()
    assert len(listed) == MOST_LISTED + 1
    assert (listed[-1].code, listed[-1].params) == ("more", {"count": "500"})
    assert problems.errors == 1000


def test_every_issue_has_a_sentence_and_a_remedy() -> None:
    for issue in ISSUES.values():
        assert issue.message.endswith(".")
        assert issue.remedy.endswith(".")
        assert issue.severity in Severity
