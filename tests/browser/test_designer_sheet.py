"""The sheet of the designer: edited in place, moved by mouse, finger and keyboard, undone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from survei.drafting import services
from survei.drafting.models import Questionnaire
from survei.questionnaire import editing
from survei.questionnaire.choices import Operator
from survei.questionnaire.parts import Clause, Condition
from survei.questionnaire.translated_text import Text
from tests.admin.designer_pages import COLLEAGUE, draft, revision
from tests.admin.test_designer_outline import long_document
from tests.browser.finger import Finger
from tests.chromium import PHONE, assert_accessible, assert_fits, take_picture
from tests.examples import every_kind_document
from tests.texts import said

pytestmark = pytest.mark.browser


@pytest.fixture
def made(live_server: Any) -> Questionnaire:
    """A draft with a question of every kind."""
    document = every_kind_document()
    return services.create_questionnaire("uji", "Kuesioner uji", document=document, actor=COLLEAGUE)


def codes(row: Questionnaire, section: str) -> list[str]:
    """Codes of a section's questions as stored."""
    return [question.code for question in draft(row).section(section).questions]


def link(page: Page, code: str) -> Locator:
    """The wording of a question on the sheet."""
    return page.locator(f"#indikator-{code} .question-text a")


def grip(page: Page, code: str) -> Locator:
    """What a question is moved by."""
    return page.locator(f"#indikator-{code} [data-grip]")


def middle(place: Locator, *, lower: bool = True) -> tuple[float, float]:
    """A point in the lower (or upper) part of an element."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * (0.9 if lower else 0.1)


def drag(page: Page, code: str, onto: Locator) -> None:
    """Takes a question by its grip and lets it go in the lower half of another."""
    start = grip(page, code).bounding_box()
    assert start is not None
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 12, start["y"] + 40, steps=3)
    for _again in range(3):  # the page settles while one drags
        page.mouse.move(*middle(onto), steps=5)
        page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(page.locator(".drop-line")).to_be_visible()
    take_picture(page, "designer-drag")
    page.mouse.up()


def test_a_wording_is_edited_where_it_stands(hr_page: Any, made: Questionnaire) -> None:
    page = hr_page(f"/admin/rancang/{made.id}/")
    page.evaluate("window.sameDocument = true")
    link(page, "mutu").click()
    text = page.locator(".editor [name=text]")
    expect(text).to_be_focused()
    take_picture(page, "designer-in-place")
    assert_accessible(page)
    text.fill("Menepati tenggat.")
    expect(page.locator(".editor .save-status")).to_have_text("Tersimpan otomatis")
    text.press("Escape")
    expect(page.locator(".editor")).to_have_count(0)
    expect(link(page, "mutu")).to_have_text("Menepati tenggat.")
    expect(link(page, "mutu")).to_be_focused()
    assert page.evaluate("window.sameDocument")


def test_opening_another_part_saves_the_open_one(hr_page: Any, made: Questionnaire) -> None:
    page = hr_page(f"/admin/rancang/{made.id}/")
    link(page, "mutu").click()
    page.locator(".editor [name=text]").fill("Pertama.")
    link(page, "sapa").click()
    expect(page.locator("#indikator-sapa .editor")).to_be_visible()
    page.locator(".editor [name=weight]").fill("banyak")
    link(page, "mutu").click()
    expect(page.locator("#indikator-sapa .editor .field-error")).to_contain_text("Tulis angka")
    assert str(draft(made).question("mutu").text) == "Pertama."


def test_a_question_is_dragged_to_another_section(hr_page: Any, made: Questionnaire) -> None:
    page = hr_page(f"/admin/rancang/{made.id}/", viewport={"width": 1280, "height": 1800})
    drag(page, "keluhan", page.locator("#indikator-sapa"))
    expect(page.locator("#aspek-sikap #indikator-keluhan")).to_be_visible()
    expect(page.locator(".history-said")).to_contain_text("nomor 2 dari 3")
    assert codes(made, "sikap") == ["sapa", "keluhan", "catatan-piket"]
    expect(grip(page, "keluhan")).to_be_focused()


def test_a_drag_is_given_up_with_escape(hr_page: Any, made: Questionnaire) -> None:
    page = hr_page(f"/admin/rancang/{made.id}/", viewport={"width": 1280, "height": 1800})
    start = grip(page, "keluhan").bounding_box()
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(*middle(page.locator("#indikator-sapa")), steps=5)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".drag-ghost")).to_have_count(0)
    assert codes(made, "kinerja") == ["tepat-waktu", "mutu", "keluhan"]


def test_a_drag_that_comes_second_shows_the_difference(hr_page: Any, made: Questionnaire) -> None:
    page = hr_page(f"/admin/rancang/{made.id}/", viewport={"width": 1280, "height": 1800})
    theirs = editing.change_question(
        draft(made), "mutu", **said(draft(made).question("mutu"), text="Kata rekan.")
    )
    services.save_draft(made.id, theirs, revision=revision(made), actor=COLLEAGUE)
    drag(page, "keluhan", page.locator("#indikator-sapa"))
    expect(page.locator(".conflict")).to_contain_text("diubah oleh Rekan Lain")
    expect(page.locator(".retry")).to_contain_text("memindahkan indikator")
    expect(link(page, "mutu")).to_have_text("Kata rekan.")
    expect(page.locator("#aspek-sikap .question")).to_have_count(2)
    expect(link(page, "keluhan")).to_have_count(1)
    take_picture(page, "designer-late-drag")
    assert_accessible(page)
    page.get_by_role("button", name="Jalankan sekarang").click()
    expect(page.locator("#aspek-sikap #indikator-keluhan")).to_be_visible()
    expect(page.locator(".conflict")).to_have_count(0)
    assert codes(made, "sikap") == ["sapa", "keluhan", "catatan-piket"]


def test_a_question_is_moved_by_keyboard(hr_page: Any, made: Questionnaire) -> None:
    page = hr_page(f"/admin/rancang/{made.id}/")
    live = page.locator("body > .sr-only[role=status]")
    grip(page, "mutu").focus()
    page.keyboard.press("Space")
    expect(live).to_contain_text("Diangkat. Nomor 2 dari 3 di aspek “Kinerja”.")
    page.keyboard.press("ArrowDown")
    expect(live).to_contain_text("Nomor 3 dari 3")
    page.keyboard.press("ArrowDown")
    expect(live).to_contain_text("Nomor 1 dari 3 di aspek “Sikap”.")
    page.keyboard.press("Escape")
    expect(live).to_contain_text("Dibatalkan")
    assert codes(made, "kinerja") == ["tepat-waktu", "mutu", "keluhan"]
    for key in ("Space", "ArrowUp", "Space"):
        page.keyboard.press(key)
    expect(page.locator(".history-said")).to_contain_text("nomor 1 dari 3")
    assert codes(made, "kinerja") == ["mutu", "tepat-waktu", "keluhan"]
    expect(grip(page, "mutu")).to_be_focused()


def test_undo_and_redo_by_keys_outside_of_text(hr_page: Any, made: Questionnaire) -> None:
    page = hr_page(f"/admin/rancang/{made.id}/")
    page.locator('button[value="question-delete:mutu"]').click()
    expect(page.locator(".history-said")).to_have_text("Indikator dihapus.")
    expect(page.get_by_role("button", name="Urungkan")).to_be_in_viewport()
    page.keyboard.press("Control+z")
    expect(link(page, "mutu")).to_be_visible()
    page.keyboard.press("Control+y")
    expect(link(page, "mutu")).to_have_count(0)


def test_the_menus_of_a_condition_follow_the_question(hr_page: Any, made: Questionnaire) -> None:
    page = hr_page(f"/admin/rancang/{made.id}/")
    link(page, "saran").click()
    page.get_by_text("Kapan ditanyakan dan kapan wajib").click()
    rule = page.locator("[data-condition=show_if]")
    rule.locator(".clause-question").first.select_option("mutu")
    rule.locator(".clause-operator").first.select_option("at_most")
    rule.locator(".clause-value").first.select_option("2")
    rule.locator(".clause-question").nth(1).select_option("jam")
    rule.locator(".clause-operator").nth(1).select_option("at_least")
    rule.locator("input.clause-value").fill("2,5")
    page.get_by_label("Berlaku bila").first.select_option("any")
    take_picture(page, "designer-condition")
    assert_accessible(page)
    expect(page.locator(".editor .save-status")).to_have_text("Tersimpan otomatis")
    rule.locator(".clause-operator").first.select_option("extreme")
    expect(rule.locator(".clause").first.locator(".clause-value")).to_have_count(0)
    page.keyboard.press("Escape")
    when = page.locator("#indikator-saran .when")
    expect(when).to_contain_text("berada di ujung skala atau “")
    expect(when).to_contain_text("paling sedikit 2,5")
    assert draft(made).question("saran").show_if.clauses[1] == Clause(
        question="jam", operator=Operator.AT_LEAST, value="2.5"
    )


#: Choices of the menus of conditions that do not fit their menu; on a phone of the chosen ones.
CUT_OFF = """(isPhone) => {
  const pen = document.createElement("canvas").getContext("2d");
  const isCut = (menu, choice) => {
    const style = getComputedStyle(menu);
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const arrow = 20;
    const room = menu.clientWidth - parseFloat(style.paddingLeft) - arrow;
    return pen.measureText(choice.text).width > room;
  };
  const choices = (menu) => [...(isPhone ? menu.selectedOptions : menu.options)];
  return [...document.querySelectorAll(".editor .clause select")].flatMap((menu) =>
    choices(menu).filter((choice) => isCut(menu, choice)).map((choice) => choice.text));
}"""


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desk", "phone"])
def test_menus_of_a_condition_hold_their_words(
    hr_page: Any, made: Questionnaire, viewport: dict[str, int] | None
) -> None:
    path = f"/admin/rancang/{made.id}/"
    page = hr_page(path, viewport=viewport) if viewport else hr_page(path)
    link(page, "mutu").click()
    page.locator(".editor summary", has_text="Kapan ditanyakan").click()
    page.locator(".editor .clause-question").first.select_option("tepat-waktu")
    expect(page.locator(".editor .clause-value")).to_be_visible()
    take_picture(page, f"condition-menus-{'phone' if viewport else 'desk'}")
    cut = page.evaluate(CUT_OFF, viewport is PHONE)
    assert [text for text in cut if "Pegawai ini" not in text] == []


def test_a_condition_goes_by_its_cross(hr_page: Any, made: Questionnaire) -> None:
    only = Condition(clauses=[Clause(question="mutu", operator=Operator.EXTREME)])
    document = editing.change_question(draft(made), "saran", show_if=only)
    services.save_draft(made.id, document, revision=revision(made), actor=COLLEAGUE)
    page = hr_page(f"/admin/rancang/bagian/{made.id}/indikator/saran")
    page.get_by_role("button", name="Hapus syarat 1").click()
    expect(page.locator("#save-status")).to_have_text("Tersimpan otomatis")
    assert draft(made).question("saran").show_if is None


def test_a_kind_is_inserted_from_the_dialog(hr_page: Any, made: Questionnaire) -> None:
    page = hr_page(f"/admin/rancang/{made.id}/")
    page.locator("#indikator-mutu .insert").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Sisipkan indikator di bawah")
    assert_accessible(page)
    dialog.get_by_role("button", name="Ya atau tidak").click()
    expect(page.locator(".editor .part-heading")).to_contain_text("Ya atau tidak")
    page.locator(".editor [name=text]").fill("Hadir setiap hari?")
    page.keyboard.press("Escape")
    expect(page.locator("#aspek-kinerja .question-text a").nth(2)).to_have_text(
        "Hadir setiap hari?"
    )


def test_a_long_questionnaire_loads_as_one_scrolls(hr_page: Any, live_server: Any) -> None:
    document = long_document(30, 10)
    row = services.create_questionnaire("panjang", "Panjang", document=document, actor=COLLEAGUE)
    page = hr_page(f"/admin/rancang/{row.id}/")
    expect(page.locator("#indikator-butir-29-9")).to_have_count(0)
    page.locator('.outline-index a[href="#aspek-aspek-29"]').click()
    expect(link(page, "butir-29-9")).to_have_count(1)
    page.locator('button[value="question-up:butir-29-9"]').click()
    expect(page.locator("#aspek-aspek-29 .question").nth(8)).to_have_id("indikator-butir-29-9")
    expect(link(page, "butir-0-0")).to_have_count(1)
    page.get_by_text("Ciutkan semua").click()
    expect(page.locator(".sheet-section[open]")).to_have_count(0)
    page.get_by_text("Bentangkan semua").click()
    expect(page.locator(".sheet-section[open]")).to_have_count(30)


def test_nothing_is_lost_without_a_connection(hr_page: Any, made: Questionnaire) -> None:
    page = hr_page(f"/admin/rancang/{made.id}/")
    page.route("**/ubah", lambda route: route.abort("internetdisconnected"))
    page.locator("#aspek-kinerja").get_by_role("link", name="Tempel banyak sekaligus").click()
    page.get_by_label("Satu indikator per baris").fill("Satu.\nDua.")
    page.get_by_role("button", name="Tambahkan semua").click()
    expect(page.locator(".history-said")).to_contain_text("Sambungan terputus")
    expect(page.get_by_label("Satu indikator per baris")).to_have_value("Satu.\nDua.")
    page.unroute("**/ubah")
    page.get_by_role("button", name="Tambahkan semua").click()
    expect(page.locator("#aspek-kinerja .question")).to_have_count(5)


def test_a_finger_drags_on_a_phone(hr_page: Any, made: Questionnaire) -> None:
    page = hr_page(f"/admin/rancang/{made.id}/", viewport=PHONE, has_touch=True)
    take_picture(page, "designer-phone-sheet")
    assert_fits(page)
    assert_accessible(page)
    finger = Finger(page)
    finger.press(grip(page, "tepat-waktu"))
    finger.carry(page.locator("#indikator-mutu"), 0.9)
    expect(page.locator("#indikator-mutu + .drop-line")).to_have_count(1)
    finger.lift()
    expect(page.locator(".history-said")).to_contain_text("nomor 2 dari 3")
    assert codes(made, "kinerja") == ["mutu", "tepat-waktu", "keluhan"]


@pytest.mark.parametrize("path", ["tambah?sesudah=mutu", "pindah/mutu"])
def test_pages_for_those_without_a_script(hr_page: Any, made: Questionnaire, path: str) -> None:
    for viewport in (PHONE, {"width": 1280, "height": 900}):
        page = hr_page(f"/admin/rancang/{made.id}/{path}", viewport=viewport)
        take_picture(page, f"designer-{path[:6]}-{viewport['width']}")
        assert_fits(page)
        assert_accessible(page)


def test_hostile_text_stays_text_in_what_scripts_show(hr_page: Any, made: Questionnaire) -> None:
    hostile = '"><img src=x onerror="window.hit=1"> {title} {{7*7}}'
    document = editing.change_question(
        draft(made), "mutu", **said(draft(made).question("mutu"), text=hostile)
    )
    document = editing.change_section(document, "kinerja", title=Text(hostile))
    services.save_draft(made.id, document, revision=revision(made), actor=COLLEAGUE)
    page = hr_page(f"/admin/rancang/{made.id}/")
    page.locator("#indikator-mutu .insert").click()
    expect(page.locator("#add-title")).to_contain_text(hostile)
    page.keyboard.press("Escape")
    grip(page, "mutu").focus()
    page.keyboard.press("Space")
    expect(page.locator("body > .sr-only[role=status]")).to_contain_text(hostile)
    page.keyboard.press("Escape")
    link(page, "saran").click()
    page.get_by_text("Kapan ditanyakan dan kapan wajib").click()
    page.locator("[data-condition=show_if] .clause-question").first.select_option("mutu")
    expect(page.locator("[data-condition=show_if] .clause")).to_have_count(2)
    assert page.evaluate("window.hit") is None
    assert page.locator("img[src=x]").count() == 0
