"""Pasting in a real browser: blocks of Excel read as the server reads them, lines into rows."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from survei.drafting import services
from survei.drafting.models import Questionnaire
from survei.questionnaire import editing
from survei.questionnaire.kinds import Matrix
from survei.questionnaire.parts import Row
from survei.questionnaire.translated_text import Text
from tests.admin.designer_pages import COLLEAGUE, draft
from tests.browser.test_rubric import PASTE
from tests.chromium import PHONE, assert_accessible, assert_fits, take_picture
from tests.examples import every_kind_document
from tests.questionnaire.blocks import BLOCKS, TITLED, UNTITLED

pytestmark = pytest.mark.browser

#: Pastes a block, reads the cells from the first one on, takes the block back.
READ = """([codes, values, text, paste]) => {
    const cells = codes.map((code) =>
        values.map((value) => document.getElementById(`a.${code}.${value}`)));
    for (const cell of cells.flat()) cell.value = "-";
    cells[0][0].focus();
    cells[0][0].select();
    const isLeft = eval(paste)([cells[0][0].id, text]);
    return isLeft ? null : cells.map((row) => row.map((cell) => cell.value));
}"""


@pytest.fixture
def made(live_server: Any) -> Questionnaire:
    """A draft with a question of every kind and a matrix of two rows."""
    rows = [Row(code="a", text=Text("Rapi.")), Row(code="b", text=Text("Lengkap."))]
    matrix = Matrix(code="meja", text=Text("Meja kerja"), scale="rubrik", rows=rows)
    document = editing.add_question(every_kind_document(), "lain", matrix)
    return services.create_questionnaire("uji", "Kuesioner uji", document=document, actor=COLLEAGUE)


def test_the_browser_reads_blocks_as_the_server_does(hr_page: Any, made: Questionnaire) -> None:
    page = hr_page(f"/admin/rancang/rubrik/{made.id}/")
    codes, values = ["tepat-waktu", "mutu"], [1, 2, 3]
    for text, rows in BLOCKS:
        found = page.evaluate(READ, [codes, values, text, PASTE])
        if found is None:  # one plain cell: the browser itself pastes it
            assert rows in ([], [[text]])
            continue
        expected = [["-"] * 3 for _code in codes]
        for down, cells in enumerate(rows):
            expected[down][: len(cells)] = cells
        assert found == expected, text


def test_the_browser_leaves_titles_out_as_the_server_does(
    hr_page: Any, made: Questionnaire
) -> None:
    page = hr_page(f"/admin/rancang/rubrik/{made.id}/")
    place = [["mutu", "keluhan"], [4, 5]]
    for name, text in TITLED.items():
        found = page.evaluate(READ, [*place, text, PASTE])
        assert found == [["p", "q"], ["r", "s"]], name
    for text in UNTITLED:
        expected = [["-", "-"], ["-", "-"]]
        for down, line in enumerate(text.split("\n")):
            cells = line.split("\t")
            expected[down][: len(cells)] = cells
        assert page.evaluate(READ, [*place, text, PASTE]) == expected, text


def test_many_rows_are_pasted_at_once_on_a_phone(hr_page: Any, made: Questionnaire) -> None:
    path = f"/admin/rancang/bagian/{made.id}/indikator/meja"
    page = hr_page(path, viewport=PHONE, javascript=False)
    page.get_by_text("Tempel banyak sekaligus").click()
    page.get_by_label("Satu baris per indikator").fill("1.\tBersih.\n2.\tTerang.")
    take_picture(page, "designer-lines-phone")
    page.get_by_role("button", name="Simpan dan tambahkan semua").click()
    expect(page.locator("[name=rows-3-text]")).to_have_value("Terang.")
    assert [str(row.text) for row in draft(made).question("meja").rows][2:] == [
        "Bersih.",
        "Terang.",
    ]
    assert_fits(page)


def test_lines_pasted_into_a_row_wait_in_the_box(hr_page: Any, made: Questionnaire) -> None:
    page = hr_page(f"/admin/rancang/{made.id}/")
    page.locator("#indikator-waktu .question-text a").click()
    last = page.locator(".editor").get_by_label("Pilihan 4", exact=True)
    assert page.evaluate(PASTE, [last.get_attribute("id"), "Malam\nSubuh"]) is False
    box = page.get_by_label("Satu baris per pilihan")
    expect(box).to_be_focused()
    expect(box).to_have_value("Malam\nSubuh")
    take_picture(page, "designer-lines")
    assert_accessible(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".editor").get_by_label("Pilihan 5", exact=True)).to_have_value("Subuh")
    labels = [str(choice.label) for choice in draft(made).question("waktu").choices]
    assert labels[3:] == ["Malam", "Subuh"]
