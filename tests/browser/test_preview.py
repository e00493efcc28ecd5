"""The preview: two living frames side by side, one with a switch on a phone; nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from survei.drafting import services
from survei.questionnaire.choices import Operator
from survei.questionnaire.document import Document
from survei.questionnaire.editing import change_question
from survei.questionnaire.parts import Clause, Condition
from tests.admin.designer_pages import COLLEAGUE
from tests.chromium import DESK, PHONE, assert_accessible, take_picture
from tests.examples import every_kind_document

pytestmark = pytest.mark.browser


def document() -> Document:
    """Every kind of question; suggestions are asked of those who chose an end of a scale."""
    clause = Clause(question="sapa", operator=Operator.EXTREME)
    condition = Condition(clauses=[clause])
    return change_question(every_kind_document(), "saran", show_if=condition)


@pytest.fixture
def preview(hr_page: Callable[..., Page]) -> Callable[..., Page]:
    """`preview(asked="", **options)` opens the preview of a draft as an HR officer."""
    made = services.create_questionnaire("uji", "Kuesioner", document=document(), actor=COLLEAGUE)

    def open_one(asked: str = "", **options: Any) -> Page:
        return hr_page(f"/admin/rancang/pratinjau/{made.id}/{asked}", **options)

    return open_one


def test_both_frames_stand_side_by_side(preview: Any) -> None:
    page = preview("?isi=acak-2")
    phone, desk = (page.locator(name).bounding_box() for name in (".frame-phone", ".frame-desk"))
    assert phone["y"] == desk["y"]
    assert phone["x"] + phone["width"] < desk["x"]
    assert desk["x"] + desk["width"] <= DESK["width"]
    for frame in (page.frame_locator(".frame-phone"), page.frame_locator(".frame-desk")):
        expect(frame.locator("input:checked").first).to_be_attached()
    assert page.frames[1].evaluate("innerWidth") == 360
    take_picture(page, "preview-desk")
    assert_accessible(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_sending_inside_a_frame_tries_and_keeps_nothing(preview: Any, javascript: bool) -> None:
    page = preview("?isi=tengah", javascript=javascript)
    expect(page.locator(".trial tfoot td")).to_have_text("50 pada skala 0–100")
    frame = page.frame_locator(".frame-phone")
    frame.get_by_role("button", name="Kirim penilaian").click()
    expect(frame.locator("h1")).to_have_text("Terima kasih, penilaian Anda sudah diterima")
    take_picture(page, f"preview-receipt-{javascript}")
    frame.get_by_role("link", name="Isi sekali lagi").click()
    frame.get_by_role("button", name="Kirim penilaian").click()
    expect(frame.locator("#kesalahan h2")).to_contain_text("pertanyaan belum dijawab")
    take_picture(page, f"preview-errors-{javascript}")


def test_conditions_act_inside_a_frame(preview: Any) -> None:
    frame = preview().frame_locator(".frame-phone")
    asked = frame.locator('[name="saran"]')
    expect(asked).to_be_hidden()
    frame.locator('[name="sapa"][value="1"]').check(force=True)
    expect(asked).to_be_visible()


def test_samples_are_filled_in_by_the_keyboard(preview: Any) -> None:
    page = preview("?relation=self&lang=en")
    page.get_by_role("button", name="Poin tertinggi").press("Enter")
    expect(page.get_by_role("button", name="Poin tertinggi")).to_have_attribute(
        "aria-current", "true"
    )
    expect(page.locator("#relation")).to_have_value("self")
    expect(page.locator("#lang")).to_have_value("en")
    # Kinerja 75: the reversed question counts its highest point as 0.
    expect(page.locator(".trial tbody tr").first).to_contain_text("4,0 dari 5")
    frame = page.frame_locator(".frame-desk")
    expect(frame.locator("h1")).to_have_text("Self-appraisal")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_phone_shows_one_frame_and_a_switch(preview: Any, javascript: bool) -> None:
    page = preview("?isi=acak-2", viewport=PHONE, javascript=javascript)
    assert page.locator(".frame-phone").bounding_box()["width"] <= 360
    expect(page.locator(".frame-desk")).to_be_hidden()
    take_picture(page, "preview-phone")
    if javascript:
        assert_accessible(page)
    page.locator("#bingkai-telepon").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".frame-phone")).to_be_hidden()
    expect(page.frame_locator(".frame-desk").locator("h1")).to_be_visible()
    take_picture(page, "preview-phone-desk")
    assert page.locator("body").evaluate("body => body.scrollWidth") <= 360
