"""Anchors as a grid, and blocks of a spreadsheet placed in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from survei.errors import NotFound
from survei.questionnaire import editing
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import Matrix
from survei.questionnaire.parts import Anchor, Row
from survei.questionnaire.pasting import (
    LONGEST_ANCHOR,
    Placement,
    TooManyColumns,
    parse_block,
    pasted_lines,
    pasted_wordings,
    place_block,
)
from survei.questionnaire.rubric import anchor_texts, grids, set_anchors
from survei.questionnaire.translated_text import Text
from tests.examples import every_kind_document
from tests.questionnaire.blocks import BLOCKS, TEXTS, TITLED, TITLES, UNTITLED


def document() -> Document:
    """The example and a matrix on its rubric."""
    matrix = Matrix(
        code="sikap-harian",
        text=Text("Sikap harian"),
        scale="rubrik",
        rows=[
            Row(code="salam", text=Text("Memberi salam")),
            Row(code="rapi", text=Text("Berpakaian rapi")),
        ],
    )
    return editing.add_question(every_kind_document(), "sikap", matrix, 0)


def test_each_scale_in_use_has_one_grid_in_the_order_of_the_scales() -> None:
    found = {
        grid.key: [
            (section.code, [row.rating.code for row in rows]) for section, rows in grid.sections
        ]
        for grid in grids(document())
    }
    assert found == {
        "ekspektasi": [("kinerja", ["tepat-waktu", "mutu", "keluhan"])],
        "rubrik": [
            ("sikap", ["sikap-harian.salam", "sikap-harian.rapi", "sapa", "catatan-piket"]),
            ("lain", ["kebiasaan.salam", "kebiasaan.antre"]),
        ],
    }


def test_rows_of_a_matrix_are_shown_but_not_written() -> None:
    rubric = grids(document())[1]
    assert [row.rating.code for row in rubric.rows] == ["sapa", "catatan-piket"]
    with pytest.raises(NotFound):
        set_anchors(document(), {("sikap-harian.salam", "1"): "x"}, "id")
    with pytest.raises(NotFound):
        set_anchors(document(), {("sapa", "9"): "x"}, "id")


def test_anchors_are_written_in_one_language_and_go_when_both_are_empty() -> None:
    changed = set_anchors(document(), {("mutu", "1"): "Baru.", ("mutu", "2"): ""}, "id")
    question, before = changed.question("mutu"), document().question("mutu").anchors
    assert question.anchors["1"].text == before["1"].text.having("id", "Baru.")
    assert question.anchors["2"].text == {"id": "", "en": before["2"].text["en"]}
    gone = set_anchors(changed, {("mutu", "2"): ""}, "en").question("mutu")
    assert "2" not in gone.anchors
    assert str(document().question("mutu").anchors["2"].text) != ""


def test_writing_what_is_there_changes_nothing() -> None:
    for language in ("id", "en"):
        same = set_anchors(document(), anchor_texts(document(), language), language)
        assert same == document()


@pytest.mark.parametrize(("text", "rows"), BLOCKS)
def test_blocks_are_read_as_a_spreadsheet_writes_them(text: str, rows: list[list[str]]) -> None:
    assert parse_block(text) == rows


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("Satu.\n\n  Dua. \r\nTiga.", ["Satu.", "Dua.", "Tiga."]),
        ("1.\tMenyapa.\n2.\tMenepati.", ["Menyapa.", "Menepati."]),
        ("1) Menyapa.\n(2) Menepati.", ["Menyapa.", "Menepati."]),
        ("•\tMenyapa.\n- Menepati.\n\u2013 Membantu.", ["Menyapa.", "Menepati.", "Membantu."]),
        ("a.\tMenyapa.\niv.\tMenepati.", ["Menyapa.", "Menepati."]),
        ("A. Yani\n3 hari\n-5 derajat\n2,5 jam", ["A. Yani", "3 hari", "-5 derajat", "2,5 jam"]),
        ("Kata\tlain", ["Kata lain"]),
        ("1.\n•", ["1.", "•"]),
    ],
    ids="empty blanks numbers brackets bullets letters no-marks cells only-marks".split(),  # noqa: SIM905
)
def test_lines_lose_only_what_marks_a_list(text: str, lines: list[str]) -> None:
    assert pasted_lines(text) == lines


@pytest.mark.parametrize(
    ("text", "wordings"),
    [
        ("Menyapa.\tSaya menyapa.\nMenepati.", [("Menyapa.", "Saya menyapa."), ("Menepati.", "")]),
        ("1\tMenyapa.\tSaya menyapa.", [("Menyapa.", "Saya menyapa.")]),
        ("1.\tMenyapa.\r\n\r\n2)\tMenepati.\t", [("Menyapa.", ""), ("Menepati.", "")]),
        ("a.\tMenyapa.\tSaya menyapa.", [("Menyapa.", "Saya menyapa.")]),
        ("• Menyapa.\n3 hari", [("Menyapa.", ""), ("3 hari", "")]),
        ("7", [("7", "")]),
    ],
    ids=["two-columns", "numbered-table", "word-list", "letters", "one-column", "a-number-alone"],
)
def test_a_second_column_is_the_wording_for_oneself(
    text: str, wordings: list[tuple[str, str]]
) -> None:
    assert pasted_wordings(text) == wordings


def test_a_line_of_more_columns_than_wordings_is_refused_by_its_number() -> None:
    with pytest.raises(TooManyColumns) as refusal:
        pasted_wordings("Menyapa.\tSaya menyapa.\n2\tMenepati.\tSaya menepati.\tTidak pernah.")
    assert refusal.value.params == {"row": 2, "count": 3}


CELLS = st.text(st.sampled_from('ab"\n\t é'), max_size=8).map(lambda text: text.strip())


def as_excel(cell: str) -> str:
    if any(sign in cell for sign in '\n\t"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n))))
def test_what_a_spreadsheet_writes_comes_back(rows: list[list[str]]) -> None:
    tidy = [[parse_block(as_excel(cell))[0][0] if cell else "" for cell in row] for row in rows]
    text = "".join("\t".join(map(as_excel, row)) + "\n" for row in rows)
    assert parse_block(text) == ([] if tidy == [[""]] else tidy)


def place(text: str, row: str = "tepat-waktu", value: str = "1") -> Placement:
    grid = grids(document())[0]
    return place_block(grid, parse_block(text), row=row, value=value, language="id")


def test_a_block_fills_cells_to_the_right_and_down() -> None:
    found = place("p\tq\nr\ts", "mutu", "4")
    assert found.texts == {
        ("mutu", "4"): "p",
        ("mutu", "5"): "q",
        ("keluhan", "4"): "r",
        ("keluhan", "5"): "s",
    }
    assert found.cells[0].before == "Ketepatan waktu tugas mutu sering."


@pytest.mark.parametrize("text", TITLED.values(), ids=TITLED)
def test_titles_around_a_block_are_left_out(text: str) -> None:
    found = place(text, "mutu", "4")
    assert [cell.after for cell in found.cells] == ["p", "q", "r", "s"]
    assert found.has_titles


@pytest.mark.parametrize("text", UNTITLED)
def test_what_only_resembles_titles_is_kept(text: str) -> None:
    found = place(text, "mutu", "4")
    assert [cell.after for cell in found.cells] == text.replace("\n", "\t").split("\t")
    assert not found.has_titles


def test_a_refusal_counts_rows_and_columns_as_pasted() -> None:
    long = "x" * (LONGEST_ANCHOR + 1)
    found = place(f"{TITLES}\n{TEXTS[0]}\tp\t{long}", "mutu", "4")
    assert [str(one) for one in found.refusals] == [
        "Baris 2, kolom 3: 1001 karakter, paling banyak 1000."
    ]


@pytest.mark.parametrize(
    ("text", "row", "value", "said"),
    [
        ("", "mutu", "1", "Belum ada yang ditempel."),
        ("a\nb\nc", "mutu", "1", "Mulai dari baris 3 tidak ada tempat."),
        ("a\nb\tc\td", "mutu", "4", "Baris 2 berisi 3 kolom"),
        ("a\t" + "x" * (LONGEST_ANCHOR + 1), "mutu", "1", "Baris 1, kolom 2: 1001 karakter"),
        ("a\x07", "mutu", "1", "Baris 1, kolom 1: ada karakter"),
        ("a", "tidak-ada", "1", "Pilih indikator"),
        ("a", "mutu", "9", "Pilih indikator"),
    ],
    ids=["nothing", "too tall", "too wide", "too long", "control", "no row", "no point"],
)
def test_what_does_not_fit_is_refused_whole(text: str, row: str, value: str, said: str) -> None:
    found = place(text, row, value)
    assert found.cells == []
    assert any(said in str(one) for one in found.refusals)


def test_an_anchor_of_a_point_that_is_gone_stays_out_of_the_grid() -> None:
    question = document().question("mutu")
    orphan = replace(question, anchors={**question.anchors, "9": Anchor(text=Text("Yatim"))})
    changed = editing.replace_question(document(), "mutu", orphan)
    assert ("mutu", "9") not in anchor_texts(changed, "id")
    kept = set_anchors(changed, {("mutu", "1"): "x"}, "id").question("mutu")
    assert kept.anchors["9"].text == Text("Yatim")
