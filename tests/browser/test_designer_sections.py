"""Sections of the designer's sheet: dragged and carried by their grip, as questions are."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from survei.drafting import services
from survei.drafting.models import Questionnaire
from survei.questionnaire import editing
from tests.admin.designer_pages import COLLEAGUE, draft, revision
from tests.admin.test_designer_outline import long_document
from tests.browser.finger import Finger
from tests.browser.keyboard import tab_to
from tests.chromium import PHONE, assert_accessible, assert_fits, take_picture
from tests.examples import every_kind_document
from tests.texts import said

pytestmark = pytest.mark.browser


@pytest.fixture
def made(live_server: Any) -> Questionnaire:
    """A draft with three sections: kinerja, sikap, lain."""
    document = every_kind_document()
    return services.create_questionnaire("uji", "Kuesioner uji", document=document, actor=COLLEAGUE)


def codes(row: Questionnaire) -> list[str]:
    """Codes of the sections as stored."""
    return [section.code for section in draft(row).sections]


def shown(page: Page) -> list[str]:
    """Codes of the sections as they stand on the page."""
    places = page.locator(".sheet-place").all()
    return [str(place.get_attribute("data-code")) for place in places]


def grip(page: Page, code: str) -> Locator:
    """What a section is moved by."""
    return page.locator(f"#tempat-{code} > [data-grip]")


def take(page: Page, code: str, onto: str) -> None:
    """Takes a section by its grip and holds it over the lower half of another one's title."""
    grip(page, code).scroll_into_view_if_needed()
    start = grip(page, code).bounding_box()
    assert start is not None
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 12, start["y"] + 40, steps=3)
    for _again in range(3):  # the page settles while one drags
        box = page.locator(f"#aspek-{onto} > summary").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 200, box["y"] + box["height"] * 0.9, steps=5)
        page.evaluate("() => new Promise(requestAnimationFrame)")


def test_a_section_is_dragged_with_the_mouse(hr_page: Any, made: Questionnaire) -> None:
    page = hr_page(f"/admin/rancang/{made.id}/")
    take(page, "kinerja", "sikap")
    expect(page.locator(".drop-line")).to_be_visible()
    expect(page.locator(".question").first).to_be_hidden()
    take_picture(page, "designer-drag-section")
    page.mouse.up()
    expect(page.locator(".history-said")).to_have_text("Aspek dipindahkan: nomor 2 dari 3.")
    expect(page.locator(".question").first).to_be_visible()
    assert codes(made) == shown(page) == ["sikap", "kinerja", "lain"]
    expect(grip(page, "kinerja")).to_be_focused()
    page.get_by_role("button", name="Urungkan").click()
    expect(page.locator(".sheet-place").first).to_have_id("tempat-kinerja")


def test_escape_gives_a_dragged_section_up(hr_page: Any, made: Questionnaire) -> None:
    page = hr_page(f"/admin/rancang/{made.id}/")
    take(page, "kinerja", "sikap")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".drag-ghost, .drop-line, .sorting")).to_have_count(0)
    assert codes(made) == shown(page) == ["kinerja", "sikap", "lain"]


def test_a_section_is_carried_by_keyboard(hr_page: Any, made: Questionnaire) -> None:
    page = hr_page(f"/admin/rancang/{made.id}/")
    live = page.locator("body > .sr-only[role=status]")
    tab_to(page, "#tempat-sikap > [data-grip]")
    page.keyboard.press("Space")
    expect(live).to_contain_text("Diangkat. Aspek nomor 2 dari 3.")
    take_picture(page, "designer-lift-section")
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    expect(live).to_have_text("Aspek nomor 3 dari 3.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(live).to_have_text("Dibatalkan. Aspek kembali ke tempatnya.")
    assert codes(made) == shown(page) == ["kinerja", "sikap", "lain"]
    for key in ("Space", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".history-said")).to_have_text("Aspek dipindahkan: nomor 1 dari 3.")
    assert codes(made) == shown(page) == ["sikap", "kinerja", "lain"]
    expect(grip(page, "sikap")).to_be_focused()


def test_a_section_carried_too_late_goes_home(hr_page: Any, made: Questionnaire) -> None:
    page = hr_page(f"/admin/rancang/{made.id}/")
    theirs = editing.change_question(
        draft(made), "mutu", **said(draft(made).question("mutu"), text="Kata rekan.")
    )
    services.save_draft(made.id, theirs, revision=revision(made), actor=COLLEAGUE)
    grip(page, "lain").focus()
    for key in ("Space", "ArrowUp", "ArrowUp", "Space"):
        page.keyboard.press(key)
    expect(page.locator(".retry")).to_contain_text("memindahkan aspek")
    assert shown(page) == ["kinerja", "sikap", "lain"]
    page.get_by_role("button", name="Jalankan sekarang").click()
    expect(page.locator(".sheet-place").first).to_have_id("tempat-lain")
    assert codes(made) == ["lain", "kinerja", "sikap"]


def test_a_finger_carries_a_section_of_a_long_questionnaire(hr_page: Any, made: Any) -> None:
    row = services.create_questionnaire(
        "panjang", "Panjang", document=long_document(10, 10), actor=COLLEAGUE
    )
    page = hr_page(f"/admin/rancang/{row.id}/", viewport=PHONE, has_touch=True)
    page.locator('.outline-index a[href="#aspek-aspek-2"]').click()
    finger = Finger(page)
    finger.press(grip(page, "aspek-2"))
    expect(page.locator(".sorting")).to_have_count(1)
    finger.carry(page.locator("#aspek-aspek-4 > summary"), 0.8)
    expect(page.locator("#tempat-aspek-4 + .drop-line")).to_have_count(1)
    finger.lift()
    expect(page.locator(".history-said")).to_have_text("Aspek dipindahkan: nomor 5 dari 10.")
    assert codes(row)[2:5] == ["aspek-3", "aspek-4", "aspek-2"]
    assert_fits(page)


def test_a_lonely_section_has_no_grip(hr_page: Any, made: Questionnaire) -> None:
    document = editing.remove_section(editing.remove_section(draft(made), "lain"), "sikap")
    services.save_draft(made.id, document, revision=revision(made), actor=COLLEAGUE)
    page = hr_page(f"/admin/rancang/{made.id}/")
    expect(grip(page, "kinerja")).to_be_hidden()
