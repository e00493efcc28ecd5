"""The slider: by finger, by keyboard, by its number alone where there is no script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from survei.questionnaire.document import Document
from survei.questionnaire.editing import change_question
from tests.boxes import answers_in_the_box
from tests.browser.test_rater import SAVED, open_cycle
from tests.chromium import DESK, LiveServer, assert_accessible, assert_fits, take_picture
from tests.examples import every_kind_document

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
TEXT = "Seberapa yakin Anda akan jawaban-jawaban ini?"


def slider_alone() -> Document:
    """The example's slider, required, with "tidak dapat menilai", beside a question of words."""
    document = every_kind_document()
    document = change_question(document, "keyakinan", required=True, allow_na=True)
    section = document.sections[2]
    kept = {"keyakinan", "saran"}
    section.questions = [item for item in section.questions if item.code in kept]
    document.sections = [section]
    return document


def stored() -> object:
    return answers_in_the_box().get("keyakinan")


@pytest.mark.parametrize("viewport", [None, DESK], ids=["phone", "desk"])
def test_by_keyboard_and_finger(
    live_server: LiveServer, open_page: OpenPage, viewport: dict[str, int] | None
) -> None:
    raters = open_cycle(slider_alone())
    page = open_page(viewport=viewport) if viewport else open_page()
    page.goto(live_server.url + raters.path("budi"))
    slider, number = page.get_by_role("slider"), page.locator("[id='q-keyakinan']")
    # Nothing is chosen for anybody, and it is said so.
    expect(slider).to_have_attribute("aria-valuetext", "belum diisi")
    expect(slider).to_have_accessible_name(f"2 {TEXT}")
    expect(number).to_have_value("")
    expect(page.locator(".count")).to_have_text("0 dari 1 terjawab")
    take_picture(page, f"slider-{'desk' if viewport else 'phone'}")
    assert_accessible(page)
    assert_fits(page)
    slider.press("ArrowRight")
    expect(number).to_have_value("51")
    expect(page.locator(".count")).to_have_text("1 dari 1 terjawab")
    slider.press("End")
    expect(number).to_have_value("100")
    number.fill("7")
    expect(slider).to_have_value("7")
    box = slider.bounding_box()
    assert box
    assert box["height"] >= 48
    slider.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    expect(number).to_have_value("50")
    expect(page.locator(".saved")).to_contain_text(SAVED)
    page.reload()
    expect(slider).to_have_value("50")
    take_picture(page, f"slider-filled-{'desk' if viewport else 'phone'}")
    assert_accessible(page)
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator("h1")).to_contain_text("Terima kasih")
    assert stored() == 50


def test_either_a_number_or_that_one_cannot_rate(
    live_server: LiveServer, open_page: OpenPage
) -> None:
    raters = open_cycle(slider_alone())
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    slider, number = page.get_by_role("slider"), page.locator("[id='q-keyakinan']")
    cannot = page.get_by_label("Tidak dapat menilai")
    slider.press("Home")
    expect(number).to_have_value("0")
    cannot.check()
    expect(number).to_have_value("")
    expect(slider).to_have_attribute("aria-valuetext", "belum diisi")
    slider.press("ArrowLeft")
    expect(cannot).not_to_be_checked()
    expect(number).to_have_value("49")


def test_without_script_it_is_a_number(live_server: LiveServer, open_page: OpenPage) -> None:
    raters = open_cycle(slider_alone())
    page = open_page(javascript=False)
    page.goto(live_server.url + raters.path("budi"))
    expect(page.get_by_role("slider")).to_have_count(0)
    take_picture(page, "slider-without-script-phone")
    page.get_by_label(TEXT).fill("101")
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator("#kesalahan")).to_contain_text("100")
    page.get_by_label(TEXT).fill("85")
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator("h1")).to_contain_text("Terima kasih")
    assert stored() == 85
