"""The rubric in a real browser: cells by keyboard and mouse, blocks from Excel, two editors."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page, expect

from survei.drafting import services
from survei.drafting.models import DraftStep, Questionnaire
from survei.questionnaire import editing
from survei.questionnaire.document import Document, Section
from survei.questionnaire.translated_text import Text
from tests.admin.designer_pages import COLLEAGUE, draft, revision
from tests.browser.test_scales import make
from tests.chromium import DESK, PHONE, assert_accessible, assert_fits, take_picture
from tests.examples import every_kind_document, rating
from tests.texts import said

pytestmark = pytest.mark.browser

SAVED = "Tersimpan otomatis"
PASTE = """([name, text]) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const cell = document.getElementById(name);
    const how = {clipboardData: data, bubbles: true, cancelable: true};
    return cell.dispatchEvent(new ClipboardEvent("paste", how));
}"""


def path(row: Questionnaire) -> str:
    return f"/admin/rancang/rubrik/{row.id}/"


def cell(page: Page, code: str, value: int = 1) -> Any:
    return page.locator(f'[id="a.{code}.{value}"]')


def saved(page: Page) -> None:
    expect(page.locator("#save-status")).to_have_text(SAVED)


def anchor(row: Questionnaire, code: str, value: str = "1") -> str:
    return str(draft(row).question(code).anchors[value].text)


def large() -> Document:
    """300 indicators on five points, each anchor written."""
    sections = [
        Section(
            code=f"aspek-{part}",
            title=Text(f"Aspek {part}"),
            weight=10,
            questions=[rating(f"butir-{part}-{number}") for number in range(30)],
        )
        for part in range(10)
    ]
    return replace(every_kind_document(), sections=sections)


def test_cells_are_walked_and_written_with_the_keyboard(hr_page: Any) -> None:
    row = make()
    page = hr_page(path(row))
    take_picture(page, "rubric-desk")
    assert_accessible(page)
    cell(page, "tepat-waktu").focus()
    page.keyboard.press("ArrowDown")
    expect(cell(page, "mutu")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    expect(cell(page, "mutu", 3)).to_be_focused()
    page.keyboard.type("Mengganti seluruh isi.")
    page.keyboard.press("ArrowLeft")
    expect(cell(page, "mutu", 3)).to_be_focused()
    page.keyboard.press("Enter")
    expect(cell(page, "keluhan", 3)).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.press("Alt+Enter")
    page.keyboard.type("Baris dua.")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.keyboard.type("Batal.")
    page.keyboard.press("Escape")
    saved(page)
    assert anchor(row, "mutu", "3") == "Mengganti seluruh isi."
    assert anchor(row, "keluhan", "3") == "Ketepatan waktu tugas keluhan cukup sering.\nBaris dua."
    assert (
        draft(row).question("keluhan").anchors["2"]
        == every_kind_document().question("keluhan").anchors["2"]
    )


def test_a_click_puts_the_caret_where_one_clicks(hr_page: Any) -> None:
    row = make()
    page = hr_page(path(row))
    cell(page, "mutu").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Sungguh.")
    saved(page)
    assert anchor(row, "mutu") == "Ketepatan waktu tugas mutu belum terlihat. Sungguh."


def test_a_block_from_excel_fills_cells_and_is_taken_back(hr_page: Any) -> None:
    row = make()
    page = hr_page(path(row))
    cell(page, "mutu", 2).click()
    block = 'satu\t"dua\nbaris"\r\n<b>tiga</b>\t\r\n'
    assert page.evaluate(PASTE, ["a.mutu.2", block]) is False
    expect(page.locator("#rubric-said")).to_have_text("4 sel diisi dari tempelan.")
    steps = DraftStep.select().count()
    saved(page)
    assert DraftStep.select().count() == steps + 1
    assert anchor(row, "mutu", "3") == "dua\nbaris"
    assert anchor(row, "keluhan", "2") == "<b>tiga</b>"
    assert str(draft(row).question("keluhan").anchors["3"].text) == ""
    take_picture(page, "rubric-pasted")
    page.get_by_role("button", name="Urungkan tempelan").click()
    expect(cell(page, "mutu", 3)).to_have_value("Ketepatan waktu tugas mutu cukup sering.")
    saved(page)
    assert anchor(row, "keluhan", "2") == "Ketepatan waktu tugas keluhan jarang."
    page.get_by_role("button", name="↶ Urungkan").click()
    expect(cell(page, "mutu", 3)).to_have_value("dua\nbaris")


def test_undo_takes_back_what_was_just_typed(hr_page: Any) -> None:
    row = make()
    page = hr_page(path(row))
    cell(page, "mutu").fill("Pertama.")
    saved(page)
    cell(page, "keluhan").focus()
    cell(page, "mutu").fill("Kedua.")
    saved(page)
    cell(page, "mutu").press_sequentially(" Dan lagi.")
    page.get_by_role("button", name="↶ Urungkan").click()
    expect(page.locator("[data-undo]")).to_be_enabled()
    expect(cell(page, "mutu")).to_have_value("Pertama.")
    assert anchor(row, "mutu") == "Pertama."


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("a\nb\nc", "Tidak ditempel: 3 baris, tetapi dari sel ini ke bawah hanya ada 2."),
        ("a\tb\tc", "Tidak ditempel: 3 kolom, tetapi dari sel ini ke kanan hanya ada 2."),
        ("a\t" + "x" * 1001, "Tidak ditempel: baris 1, kolom 2 lebih dari 1000 karakter."),
    ],
    ids=["tall", "wide", "long"],
)
def test_a_block_that_does_not_fit_fills_nothing(hr_page: Any, block: str, words: str) -> None:
    row = make()
    page = hr_page(path(row))
    cell(page, "mutu", 4).focus()
    page.evaluate(PASTE, ["a.mutu.4", block])
    expect(page.locator("#rubric-said")).to_have_text(words)
    expect(cell(page, "mutu", 4)).to_have_value("Ketepatan waktu tugas mutu sering.")


def test_without_javascript_a_block_goes_through_the_preview(hr_page: Any) -> None:
    row = make()
    page = hr_page(path(row), javascript=False)
    cell(page, "tepat-waktu").fill("Tanpa skrip.")
    page.get_by_text("Tempel dari Excel: Rubrik tiga tingkat").click()
    page.locator('[id="block.rubrik"]').fill("belum\tsebagian\tsudah")
    page.get_by_role("button", name="Simpan dan lihat hasil tempelan").last.click()
    expect(page.locator(".grid-preview tbody tr")).to_have_count(3)
    take_picture(page, "rubric-preview")
    assert anchor(row, "tepat-waktu") == "Tanpa skrip."
    page.get_by_role("button", name="Tempel ke rubrik").click()
    expect(cell(page, "sapa", 2)).to_have_value("sebagian")
    page.get_by_role("button", name="↶ Urungkan").click()
    expect(cell(page, "sapa", 2)).to_have_value("")
    expect(cell(page, "tepat-waktu")).to_have_value("Tanpa skrip.")


def test_the_preview_is_accessible_and_fits_a_phone(hr_page: Any) -> None:
    row = make()
    page = hr_page(path(row), viewport=PHONE)
    page.get_by_text("Tempel dari Excel: Rubrik tiga tingkat").click()
    page.locator('[id="block.rubrik"]').fill("belum\tsebagian\tsudah\tlebih")
    page.get_by_role("button", name="Simpan dan lihat hasil tempelan").last.click()
    expect(page.get_by_role("alert")).to_contain_text("Baris 1 berisi 4 kolom")
    assert_accessible(page)
    page.get_by_label("Sel yang disalin dari Excel").fill("belum\tsebagian\tsudah")
    page.get_by_role("button", name="Periksa lagi").click()
    take_picture(page, "rubric-preview-phone")
    assert_fits(page)
    assert_accessible(page)


@pytest.mark.both_databases
def test_the_second_editor_loses_no_cell(hr_page: Any) -> None:
    row = make()
    page = hr_page(path(row))
    theirs = editing.change_question(
        draft(row), "keluhan", **said(draft(row).question("keluhan"), text="Kalimat rekan.")
    )
    anchors = {**theirs.question("mutu").anchors}
    anchors["1"] = replace(anchors["1"], text=Text("Sel rekan."))
    theirs = editing.change_question(theirs, "mutu", anchors=anchors)
    services.save_draft(row.id, theirs, revision=revision(row), actor=COLLEAGUE)
    cell(page, "mutu").fill("Sel saya.")
    cell(page, "mutu", 2).fill("Juga saya.")
    expect(page.locator("#save-status")).to_contain_text("diubah orang lain")
    page.get_by_role("button", name="Simpan rubrik").click()
    expect(page.locator(".conflict")).to_contain_text("diubah oleh Rekan Lain")
    expect(page.locator(".field-theirs")).to_have_count(1)
    expect(cell(page, "mutu")).to_have_value("Sel saya.")
    take_picture(page, "rubric-conflict")
    assert_accessible(page)
    page.get_by_role("button", name="Simpan yang saya ketik").click()
    expect(page.locator(".conflict")).to_have_count(0)
    assert (anchor(row, "mutu"), anchor(row, "mutu", "2")) == ("Sel saya.", "Juga saya.")
    assert str(draft(row).question("keluhan").text) == "Kalimat rekan."


def test_on_a_phone_the_grid_is_cards(hr_page: Any) -> None:
    row = make()
    page = hr_page(path(row), viewport=PHONE)
    take_picture(page, "rubric-phone")
    assert_fits(page)
    assert_accessible(page)
    cell(page, "mutu").fill("Dari telepon.")
    page.keyboard.press("Enter")
    page.keyboard.type("Baris kedua.")
    saved(page)
    assert anchor(row, "mutu") == "Dari telepon.\nBaris kedua."


def test_english_is_written_beside_the_indonesian(hr_page: Any) -> None:
    row = make()
    page = hr_page(path(row))
    page.get_by_role("link", name="English").click()
    expect(page.locator(".cell-source").first).to_be_visible()
    cell(page, "mutu").fill("Never on time.")
    saved(page)
    take_picture(page, "rubric-english")
    assert_accessible(page)
    assert draft(row).question("mutu").anchors["1"].text["en"] == "Never on time."


def test_three_hundred_indicators_stay_workable(hr_page: Any) -> None:
    row = services.create_questionnaire("besar", "Besar", document=large(), actor=COLLEAGUE)
    page = hr_page(path(row), viewport=DESK)
    cell(page, "butir-9-29", 5).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.type("Cepat.")
    saved(page)
    assert anchor(row, "butir-9-28", "5") == "Cepat."
